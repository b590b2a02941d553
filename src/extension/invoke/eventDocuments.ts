import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { builtInCommandIds, contextKeys } from '../contributions.ts';

/** Documents in which an event is typed or mended, and for which function each is. */
export class EventDocuments implements Disposable {
  readonly #owned = new DisposableStore();
  /** By URI. */
  readonly #targets = new Map<string, FunctionTarget>();

  constructor() {
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (this.#targets.delete(uri.toString())) void this.#tell();
    }));
  }

  /** Opens an editor with the text; its title has a button that invokes the function with what is in it. */
  async open(target: FunctionTarget, text: string): Promise<vscode.TextEditor> {
    return this.#show(await vscode.workspace.openTextDocument({ language: 'json', content: text }), target);
  }

  /** Opens what holds an event with the cursor at a place, and the same button. */
  async openAt(target: FunctionTarget, uri: vscode.Uri, place: vscode.Position): Promise<void> {
    const editor = await this.#show(await vscode.workspace.openTextDocument(uri), target);
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  targetOf(document: vscode.TextDocument): FunctionTarget | undefined {
    return this.#targets.get(document.uri.toString());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #show(document: vscode.TextDocument, target: FunctionTarget): Promise<vscode.TextEditor> {
    this.#targets.set(document.uri.toString(), target);
    await this.#tell();
    return vscode.window.showTextDocument(document);
  }

  async #tell(): Promise<void> {
    // Where the window is connected to another machine, it has other URIs for the same files.
    const names = [...this.#targets.keys()].flatMap((uri) => [uri, vscode.Uri.parse(uri).fsPath]);
    await vscode.commands.executeCommand(builtInCommandIds.setContext, contextKeys.eventDocuments, names);
  }
}
