import { type FSWatcher, watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isEntered, isRelevant } from './relevance.ts';
import type { TreeOptions, TreeWatcher } from './treeWatcher.ts';

/** A watch for each folder of the tree; folders that come are added, those that go are dropped. Links are not followed. */
export class FolderByFolderWatcher implements TreeWatcher {
  readonly #options: TreeOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #complete = true;
  #disposed = false;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  get complete(): boolean {
    return this.#complete;
  }

  start(): Promise<void> {
    return this.#addTree(this.#options.root);
  }

  dispose(): void {
    this.#disposed = true;
    for (const path of this.#watchers.keys()) this.#drop(path);
  }

  /** Folders near the root first: where watches run out, the deepest go without. */
  async #addTree(top: string): Promise<void> {
    const waiting = [top];
    for (let path = waiting.shift(); path !== undefined && !this.#disposed; path = waiting.shift()) {
      // Watched before it is read: what is made in between is seen twice rather than never.
      if (this.#add(path)) waiting.push(...(await this.#subfolders(path)));
    }
  }

  #add(path: string): boolean {
    if (this.#watchers.has(path)) return false;
    if (this.#options.budget.left <= 0) {
      this.#complete = false;
      return false;
    }
    try {
      const watcher = watch(path, { persistent: false }, (event, name) => this.#onEvent(path, event, name));
      watcher.on('error', () => this.#drop(path));
      this.#watchers.set(path, watcher);
      this.#options.budget.left--;
      return true;
    } catch (error) {
      // A folder that is gone again needs no watch; anything else is a lack of permission or of watches.
      if (!isGone(error)) this.#complete = false;
      return false;
    }
  }

  #drop(path: string): void {
    const watcher = this.#watchers.get(path);
    if (watcher === undefined) return;
    this.#watchers.delete(path);
    this.#options.budget.left++;
    watcher.close();
  }

  async #subfolders(path: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory() && this.#enters(join(path, entry.name))).map((entry) => join(path, entry.name));
    } catch {
      return [];
    }
  }

  #enters(path: string): boolean {
    return isEntered(relative(this.#options.root, path), this.#options.kind);
  }

  #onEvent(folder: string, event: 'rename' | 'change', name: string | null): void {
    if (this.#disposed) return;
    const path = name === null ? folder : join(folder, name);
    if (!isRelevant(relative(this.#options.root, path), this.#options.kind)) return;
    if (event === 'rename') void this.#renamed(path);
    this.#options.onChange();
  }

  /** Something of that name came or went: old watches follow the folder that left, so they are dropped; a new folder is watched. */
  async #renamed(path: string): Promise<void> {
    if (this.#watchers.has(path)) {
      for (const watched of this.#watchers.keys()) if (watched === path || watched.startsWith(path + sep)) this.#drop(watched);
    }
    if (!this.#enters(path) || !(await isFolder(path)) || this.#disposed) return;
    await this.#addTree(path);
    // What was laid down in it before it was watched.
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

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
