import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { builtInCommandIds, contextKeys } from '../contributions.ts';

/** Untitled documents in which an event is typed, and for which function each is. */
export class EventDocuments implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #targets = new Map<string, FunctionTarget>();

  constructor() {
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (this.#targets.delete(uri.toString())) void this.#tell();
    }));
  }

  /** Opens an editor with the text; its title has a button that invokes the function with what is in it. */
  async open(target: FunctionTarget, text: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: text });
    this.#targets.set(document.uri.toString(), target);
    await this.#tell();
    return vscode.window.showTextDocument(document);
  }

  targetOf(document: vscode.TextDocument): FunctionTarget | undefined {
    return this.#targets.get(document.uri.toString());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #tell(): Promise<void> {
    await vscode.commands.executeCommand(builtInCommandIds.setContext, contextKeys.eventDocuments, [...this.#targets.keys()]);
  }
}
