import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { resultLanguage, resultScheme } from '../contributions.ts';
import { resultLinks } from './resultLinks.ts';

/** Results that can still be read, the oldest forgotten first. */
const keptResults = 50;

interface Result {
  readonly target: FunctionTarget;
  readonly text: string;
}

/** Shows answers in read-only editors. */
export class ResultDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #owned = new DisposableStore();
  readonly #results = new Map<string, Result>();
  #count = 0;

  constructor() {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(resultScheme, this));
    this.#owned.add(vscode.languages.registerDocumentLinkProvider({ scheme: resultScheme }, resultLinks));
  }

  async show(target: FunctionTarget, text: string, { preserveFocus }: { readonly preserveFocus: boolean }): Promise<vscode.Uri> {
    this.#count += 1;
    const path = `/${vscode.l10n.t('{0} result {1}', target.functionName, this.#count)}`;
    const uri = vscode.Uri.from({ scheme: resultScheme, path });
    this.#results.set(uri.path, { target, text });
    const [oldest] = this.#results.keys();
    if (this.#results.size > keptResults && oldest !== undefined) this.#results.delete(oldest);
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), resultLanguage);
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active, preserveFocus });
    return uri;
  }

  /** The function whose answer a document shows. */
  targetOf(uri: vscode.Uri): FunctionTarget | undefined {
    return uri.scheme === resultScheme ? this.#results.get(uri.path)?.target : undefined;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#results.get(uri.path)?.text ?? vscode.l10n.t('This result is no longer kept. Invoke the function again.');
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
