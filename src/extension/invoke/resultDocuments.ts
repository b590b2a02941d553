import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { resultLanguage, resultScheme } from '../contributions.ts';
import { GrowingText } from './growingText.ts';
import { followEnd } from './followEnd.ts';
import { resultLinks } from './resultLinks.ts';

/** Results that can still be read, the oldest forgotten first. */
const keptResults = 50;

interface Result {
  readonly target: FunctionTarget;
  readonly text: GrowingText;
}

interface ShowOptions {
  readonly preserveFocus: boolean;
}

/** Shows answers in read-only editors. */
export class ResultDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #results = new Map<string, Result>();
  #count = 0;

  readonly onDidChange = this.#changed.event;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(resultScheme, this));
    this.#owned.add(vscode.languages.registerDocumentLinkProvider({ scheme: resultScheme }, resultLinks));
  }

  async show(target: FunctionTarget, text: string, options: ShowOptions): Promise<vscode.Uri> {
    const { uri, text: growing } = this.#add(target);
    growing.append(text);
    await this.#open(uri, options);
    return uri;
  }

  /** Shows an answer that is still arriving: what is appended is shown as it comes, at the end where the user is there. */
  showGrowing(target: FunctionTarget, options: ShowOptions): GrowingText {
    const { uri, text } = this.#add(target);
    // Nobody waits for it: text comes before the editor is there, and is shown once it is.
    void this.#open(uri, options).then(() => text.draw(), () => {});
    return text;
  }

  /** The function whose answer a document shows. */
  targetOf(uri: vscode.Uri): FunctionTarget | undefined {
    return uri.scheme === resultScheme ? this.#results.get(uri.path)?.target : undefined;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#results.get(uri.path)?.text.toString() ?? vscode.l10n.t('This result is no longer kept. Invoke the function again.');
  }

  dispose(): void {
    for (const { text } of this.#results.values()) text.dispose();
    this.#owned.dispose();
  }

  #add(target: FunctionTarget): { readonly uri: vscode.Uri; readonly text: GrowingText } {
    this.#count += 1;
    const path = `/${vscode.l10n.t('{0} result {1}', target.functionName, this.#count)}`;
    const uri = vscode.Uri.from({ scheme: resultScheme, path });
    const text = new GrowingText(this.#clock, () => {
      followEnd(uri, this.#clock);
      this.#changed.fire(uri);
    });
    this.#results.set(uri.path, { target, text });
    this.#forgetOldest();
    return { uri, text };
  }

  async #open(uri: vscode.Uri, { preserveFocus }: ShowOptions): Promise<void> {
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), resultLanguage);
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active, preserveFocus });
  }

  #forgetOldest(): void {
    const [oldest] = this.#results;
    if (this.#results.size <= keptResults || oldest === undefined) return;
    const [path, { text }] = oldest;
    text.dispose();
    this.#results.delete(path);
  }
}
