import { type FileHandle, open } from 'node:fs/promises';

interface OpenFile {
  readonly handle: Promise<FileHandle>;
  /** Writes that are under way. */
  busy: number;
}

/** Files open for appending, few at a time: the one that was used longest ago is closed for a new one. */
export class OpenFiles {
  readonly #most: number;
  /** Least recently used first. */
  readonly #files = new Map<string, OpenFile>();

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#files.size;
  }

  /** Writes at the end of the file, making it where it is not there. */
  async append(path: string, bytes: Uint8Array): Promise<void> {
    const file = this.#take(path);
    file.busy += 1;
    try {
      const handle = await file.handle;
      let written = 0;
      while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten;
    } catch (error) {
      await this.close(path);
      throw error;
    } finally {
      file.busy -= 1;
      await this.#trim();
    }
  }

  async close(path: string): Promise<void> {
    const file = this.#files.get(path);
    this.#files.delete(path);
    // What could not be opened need not be closed, and what cannot be closed is none of ours any more.
    const handle = await file?.handle.catch(() => undefined);
    await handle?.close().catch(() => undefined);
  }

  async closeAll(): Promise<void> {
    await Promise.all(Array.from(this.#files.keys(), (path) => this.close(path)));
  }

  #take(path: string): OpenFile {
    const file = this.#files.get(path) ?? { handle: open(path, 'a'), busy: 0 };
    this.#files.delete(path);
    this.#files.set(path, file);
    return file;
  }

  async #trim(): Promise<void> {
    for (const [path, file] of Array.from(this.#files)) {
      if (this.#files.size <= this.#most) return;
      if (file.busy === 0) await this.close(path);
    }
  }
}
