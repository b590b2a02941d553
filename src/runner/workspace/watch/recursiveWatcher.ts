import { type FSWatcher, watch } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRelevant } from './relevance.ts';
import type { TreeOptions, TreeWatcher } from './treeWatcher.ts';

/** One watch of the system's own for the whole tree. */
export class RecursiveWatcher implements TreeWatcher {
  readonly #options: TreeOptions;
  #watcher: FSWatcher | undefined;
  #complete = true;
  #disposed = false;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  get complete(): boolean {
    return this.#complete;
  }

  start(): Promise<void> {
    try {
      this.#watcher = watch(this.#options.root, { persistent: false, recursive: true }, (event, name) => void this.#onEvent(event, name));
      this.#watcher.on('error', () => this.#onError());
    } catch {
      this.#complete = false;
    }
    return Promise.resolve();
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.close();
  }

  async #onEvent(event: 'rename' | 'change', name: string | null): Promise<void> {
    const { root, kind } = this.#options;
    if (name !== null && !isRelevant(name, kind)) return;
    // A folder is told to have changed when anything in it did, which is told on its own.
    if (event === 'change' && name !== null && (await isFolder(join(root, name)))) return;
    if (!this.#disposed) this.#options.onChange();
  }

  /** Windows says so when the folder itself is removed. */
  #onError(): void {
    this.#watcher?.close();
    if (!this.#disposed) this.#options.onChange();
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch {
    return false;
  }
}
