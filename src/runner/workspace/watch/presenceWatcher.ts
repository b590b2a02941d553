import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../../../common/disposable.ts';

export interface PresenceOptions {
  readonly platform: NodeJS.Platform;
  /** `rename`: it came, went or was replaced. `change`: its content changed, which for a folder says nothing. */
  onEvent(event: 'rename' | 'change'): void;
  /** The path cannot be watched: no permission, or none of the system's watches are left. */
  onError(error: unknown): void;
}

/** Folders come and go while the nearest existing one is looked for; this often is enough. */
const maximumAttempts = 20;

/**
 * Watches one path, a file or folder, for being there: through its parent folder, or the nearest one that exists, so that a path
 * that does not exist yet is seen to appear, and a file that editors replace when they save stays watched.
 */
export class PresenceWatcher implements Disposable {
  readonly #path: string;
  readonly #options: PresenceOptions;
  #watched: { readonly folder: string; readonly segment: string; readonly watcher: FSWatcher } | undefined;
  #disposed = false;

  constructor(path: string, options: PresenceOptions) {
    this.#path = path;
    this.#options = options;
    this.#attach();
  }

  dispose(): void {
    this.#disposed = true;
    this.#detach();
  }

  #attach(): void {
    for (let attempt = 0; attempt < maximumAttempts && !this.#disposed; attempt++) {
      const { folder, segment } = nearest(this.#path);
      if (this.#watched?.folder !== folder || this.#watched.segment !== segment) {
        this.#detach();
        if (!this.#watch(folder, segment)) return;
      }
      // What was made between looking and watching would be missed.
      const now = nearest(this.#path);
      if (now.folder === folder && now.segment === segment) return;
    }
  }

  #watch(folder: string, segment: string): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => this.#onEvent(event, name));
      watcher.on('error', () => this.#moved());
      this.#watched = { folder, segment, watcher };
      return true;
    } catch (error) {
      // A folder that is gone again is looked for anew.
      if (!isFolder(folder)) return true;
      this.#options.onError(error);
      return false;
    }
  }

  #onEvent(event: 'rename' | 'change', name: string | null): void {
    const watched = this.#watched;
    if (watched === undefined || this.#disposed) return;
    const ours = name === null || sameName(this.#options.platform, name, watched.segment);
    if (ours && watched.folder === dirname(this.#path)) this.#options.onEvent(event);
    // A folder that is itself removed or renamed is told by its own name.
    else if (ours || sameName(this.#options.platform, name, basename(watched.folder))) this.#moved();
  }

  /** The nearest existing folder may be another one now. */
  #moved(): void {
    if (this.#disposed) return;
    this.#detach();
    this.#attach();
    this.#options.onEvent('rename');
  }

  #detach(): void {
    this.#watched?.watcher.close();
    this.#watched = undefined;
  }
}

/** The nearest existing folder above the path, and the name in it that leads to the path. */
function nearest(path: string): { readonly folder: string; readonly segment: string } {
  let segment = basename(path);
  let folder = dirname(path);
  while (!isFolder(folder) && dirname(folder) !== folder) {
    segment = basename(folder);
    folder = dirname(folder);
  }
  return { folder, segment };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

/** Whether two names are of one file: macOS and Windows ignore case, and macOS how letters are composed. */
export function sameName(platform: NodeJS.Platform, a: string, b: string): boolean {
  if (platform !== 'darwin' && platform !== 'win32') return a === b;
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
}
