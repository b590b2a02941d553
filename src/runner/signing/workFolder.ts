import { mkdir, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { storageError } from '../store/storageError.ts';

/** Files of jobs that are under way, which only this user may read. Nothing of it outlives them. */
export class WorkFolder {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Removes what a process left there that was killed. */
  static async open(path: string): Promise<WorkFolder> {
    try {
      await rm(path, { recursive: true, force: true });
    } catch (error) {
      throw await storageError(error, path);
    }
    return new WorkFolder(path);
  }

  /** A new file, to be written and read; `remove` closes it and takes it away. */
  async file(name: string): Promise<WorkFile> {
    const path = join(this.#path, name);
    try {
      await mkdir(this.#path, { recursive: true, mode: 0o700 });
      const handle = await open(path, 'wx+', 0o600);
      return { handle, remove: () => remove(handle, path) };
    } catch (error) {
      throw await storageError(error, this.#path);
    }
  }
}

export interface WorkFile {
  readonly handle: FileHandle;
  /** Twice is safe. */
  remove(): Promise<void>;
}

async function remove(handle: FileHandle, path: string): Promise<void> {
  await handle.close().catch(() => undefined);
  await rm(path, { force: true }).catch(() => undefined);
}

/** All of the bytes; a write may take fewer at once. Throws as `storageError` says. */
export async function append(handle: FileHandle, bytes: Uint8Array, folder: string): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
  } catch (error) {
    throw await storageError(error, folder);
  }
}
