import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Config } from '../config.ts';
import { settingIds } from '../contributions.ts';
import { Throttle } from '../ui/throttle.ts';
import { FoundTemplates } from './foundTemplates.ts';
import { excludedFolders, isTemplatePath } from './templatePaths.ts';

/** A burst of file events (a checkout, a build) is one change. */
const settleMs = 300;

/** The templates of the workspace, as the settings name them. Watches only once someone has asked for them. */
export class WorkspaceTemplates implements Disposable {
  readonly #config: Config;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #settle: Throttle;
  readonly #found: FoundTemplates;
  #watchers = new DisposableStore();
  #watching = false;

  /** The set of templates may be another now. What they contain is watched by the region itself. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(config: Config, clock: Clock) {
    this.#config = config;
    this.#settle = this.#owned.add(new Throttle(clock, settleMs, () => this.#changed.fire()));
    this.#found = this.#owned.add(new FoundTemplates(() => this.#search(), clock, () => this.#settle.ask()));
  }

  /** Absolute paths, in a stable order. */
  async find(): Promise<readonly string[]> {
    this.#watch();
    return this.#found.find();
  }

  dispose(): void {
    this.#watchers.dispose();
    this.#owned.dispose();
  }

  async #search(): Promise<readonly string[]> {
    const found = await Promise.all(this.#config.localTemplates.map((glob) => vscode.workspace.findFiles(glob, excludedFolders)));
    return found.flat().filter((uri) => uri.scheme === 'file' && isTemplatePath(uri.path)).map((uri) => uri.fsPath);
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#watchFiles();
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#settle.ask()));
    // The system may lose the news of a file in a folder that was just made: one that is opened or saved is there all the same.
    const seen = (document: vscode.TextDocument) => this.#isUnknown(document) && this.#settle.ask();
    this.#owned.add(vscode.workspace.onDidOpenTextDocument(seen));
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(seen));
    this.#owned.add(this.#config.onDidChange([settingIds.localTemplates], () => {
      this.#watchFiles();
      this.#settle.ask();
    }));
  }

  #isUnknown(document: vscode.TextDocument): boolean {
    if (this.#found.has(document.uri.fsPath) || !isTemplatePath(document.uri.path)) return false;
    return this.#config.localTemplates.some((pattern) => vscode.languages.match({ scheme: 'file', pattern }, document) > 0);
  }

  #watchFiles(): void {
    this.#watchers.dispose();
    this.#watchers = new DisposableStore();
    for (const glob of this.#config.localTemplates) {
      const watcher = this.#watchers.add(vscode.workspace.createFileSystemWatcher(glob, false, true, false));
      const changed = (uri: vscode.Uri) => {
        if (isTemplatePath(uri.path)) this.#settle.ask();
      };
      this.#watchers.add(watcher.onDidCreate(changed));
      this.#watchers.add(watcher.onDidDelete(changed));
    }
  }
}
