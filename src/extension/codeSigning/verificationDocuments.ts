import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { verificationScheme } from '../contributions.ts';

/** Results that can still be read, the oldest forgotten first. */
const kept = 50;

/** Shows what was found of files in read-only editors. */
export class VerificationDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #owned = new DisposableStore();
  readonly #texts = new Map<string, string>();
  #count = 0;

  constructor() {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(verificationScheme, this));
  }

  async show(name: string, text: string): Promise<vscode.Uri> {
    this.#count += 1;
    const uri = vscode.Uri.from({ scheme: verificationScheme, path: `/${vscode.l10n.t('{0} signature {1}', name, this.#count)}` });
    this.#texts.set(uri.path, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > kept && oldest !== undefined) this.#texts.delete(oldest);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? vscode.l10n.t('This result is no longer kept. Verify the file again.');
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
