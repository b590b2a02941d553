import type { Disposable } from '../../../common/disposable.ts';
import { pathKind } from '../pathKind.ts';
import { createTreeWatcher } from './createTreeWatcher.ts';
import { PresenceWatcher } from './presenceWatcher.ts';
import type { FolderKind } from './relevance.ts';
import type { TreeWatcher, WatchBudget } from './treeWatcher.ts';

export interface FolderWatcherOptions {
  readonly path: string;
  readonly kind: FolderKind;
  readonly platform: NodeJS.Platform;
  readonly budget: WatchBudget;
  onChange(): void;
}

/** Watches a folder and all that is in it, also while it does not exist, and when another takes its place. */
export class FolderWatcher implements Disposable {
  readonly #options: FolderWatcherOptions;
  readonly #presence: PresenceWatcher;
  #tree: TreeWatcher | undefined;
  #settled: Promise<void>;
  #present = true;
  #disposed = false;

  constructor(options: FolderWatcherOptions) {
    this.#options = options;
    this.#presence = new PresenceWatcher(options.path, {
      platform: options.platform,
      onEvent: (event) => {
        if (event === 'rename') this.#settled = this.#settled.then(() => this.#follow());
      },
      onError: () => {
        this.#present = false;
      },
    });
    this.#settled = this.#follow(true);
  }

  /** False once a part of the folder could not be watched. */
  get complete(): boolean {
    return this.#present && this.#tree?.complete !== false;
  }

  /** Resolves once all that is there is watched. */
  ready(): Promise<void> {
    return this.#settled;
  }

  dispose(): void {
    this.#disposed = true;
    this.#presence.dispose();
    this.#tree?.dispose();
  }

  /** Watches the folder that has the path now: what came in its place can have the same inode, so it is always watched anew. */
  async #follow(first = false): Promise<void> {
    const before = this.#tree;
    this.#tree = undefined;
    before?.dispose();
    const there = (await pathKind(this.#options.path)) === 'folder';
    if (this.#disposed) return;
    if (there) {
      const { path: root, kind, budget, platform } = this.#options;
      this.#tree = createTreeWatcher(platform, { root, kind, budget, onChange: () => this.#options.onChange() });
      await this.#tree.start();
    }
    if (!first && !this.#disposed && (there || before !== undefined)) this.#options.onChange();
  }
}
