import type { Disposable } from '../../../common/disposable.ts';
import { FolderWatcher } from './folderWatcher.ts';
import { PresenceWatcher } from './presenceWatcher.ts';
import type { FolderKind } from './relevance.ts';
import type { WatchBudget } from './treeWatcher.ts';

/** What a watched file is. */
export type FileKind = 'template' | 'archive';

/** Something to watch: a template, a zip, or a folder with all that is in it. */
export interface WatchTarget {
  readonly path: string;
  readonly kind: FileKind | FolderKind;
}

export interface WorkspaceWatcherOptions {
  readonly platform: NodeJS.Platform;
  /** Folders that may be watched in all, where each takes a watch of its own. */
  readonly maximumFolders: number;
  onChange(target: WatchTarget): void;
}

interface Watching extends Disposable {
  readonly target: WatchTarget;
  readonly complete: boolean;
  ready(): Promise<void>;
}

/** Watches what it is told to, and no more. */
export class WorkspaceWatcher implements Disposable {
  readonly #options: WorkspaceWatcherOptions;
  readonly #budget: WatchBudget;
  readonly #watching = new Map<string, Watching>();
  #disposed = false;

  constructor(options: WorkspaceWatcherOptions) {
    this.#options = options;
    this.#budget = { left: options.maximumFolders };
  }

  /** Watches these targets instead of those before. Resolves, once all is watched, whether there were new ones among them. */
  async watch(targets: readonly WatchTarget[]): Promise<boolean> {
    const wanted = new Map(targets.map((target) => [keyOf(target), target]));
    for (const [key, watching] of this.#watching) {
      if (wanted.has(key)) continue;
      this.#watching.delete(key);
      watching.dispose();
    }
    let added = false;
    for (const [key, target] of wanted) {
      if (this.#watching.has(key) || this.#disposed) continue;
      this.#watching.set(key, this.#start(target));
      added = true;
    }
    await Promise.all([...this.#watching.values()].map((watching) => watching.ready()));
    return added;
  }

  /** Whether a part of the target cannot be watched. */
  isIncomplete(target: WatchTarget): boolean {
    return this.#watching.get(keyOf(target))?.complete === false;
  }

  dispose(): void {
    this.#disposed = true;
    for (const watching of this.#watching.values()) watching.dispose();
    this.#watching.clear();
  }

  #start(target: WatchTarget): Watching {
    const { kind } = target;
    return kind === 'template' || kind === 'archive' ? this.#startFile(target) : this.#startFolder(target, kind);
  }

  #startFolder(target: WatchTarget, kind: FolderKind): Watching {
    const watcher = new FolderWatcher({
      path: target.path,
      kind,
      platform: this.#options.platform,
      budget: this.#budget,
      onChange: () => this.#options.onChange(target),
    });
    return {
      target,
      get complete() {
        return watcher.complete;
      },
      ready: () => watcher.ready(),
      dispose: () => watcher.dispose(),
    };
  }

  #startFile(target: WatchTarget): Watching {
    let complete = true;
    const watcher = new PresenceWatcher(target.path, {
      platform: this.#options.platform,
      onEvent: () => this.#options.onChange(target),
      onError: () => {
        complete = false;
      },
    });
    return {
      target,
      get complete() {
        return complete;
      },
      ready: () => Promise.resolve(),
      dispose: () => watcher.dispose(),
    };
  }
}

function keyOf({ kind, path }: WatchTarget): string {
  return `${kind} ${path}`;
}
