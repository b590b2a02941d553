import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { resultScheme } from '../contributions.ts';

/** Results that can still be read, the oldest forgotten first. */
const keptResults = 50;

/** Shows answers in read-only editors. */
export class ResultDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #owned = new DisposableStore();
  readonly #texts = new Map<string, string>();
  #count = 0;

  constructor() {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(resultScheme, this));
  }

  async show(functionName: string, text: string): Promise<vscode.Uri> {
    this.#count += 1;
    // The log language colours levels, numbers, strings and times.
    const uri = vscode.Uri.from({ scheme: resultScheme, path: `/${functionName} ${this.#count}.log` });
    this.#texts.set(uri.path, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > keptResults && oldest !== undefined) this.#texts.delete(oldest);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active });
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? vscode.l10n.t('This result is no longer kept. Invoke the function again.');
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
