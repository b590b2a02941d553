import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../common/codedError.ts';

export interface TemporaryFilesOptions {
  /** Of ours alone: what processes that are gone have left in it is removed. */
  readonly folder: string;
  readonly pid: number;
  /** Whether a process of that id runs. */
  readonly isAlive: (pid: number) => boolean;
}

/** Files that nobody needs for longer than a piece of work: removed after it, and where the process was killed, by the next one. */
export class TemporaryFiles {
  readonly #options: TemporaryFilesOptions;
  #swept: Promise<void> | undefined;

  constructor(options: TemporaryFilesOptions) {
    this.#options = options;
  }

  /** Removes what processes that are gone have left, once. Never rejects: it is tried again at the next start. */
  sweep(): Promise<void> {
    this.#swept ??= this.#sweep().catch(() => {});
    return this.#swept;
  }

  /** Lets work have a folder of its own, which is removed after it, however it ends. */
  async using<T>(work: (folder: string) => Promise<T>): Promise<T> {
    await this.sweep();
    const { folder, pid } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // mkdtemp makes folders that only their owner reads.
    const own = await mkdtemp(join(folder, `${pid}-`));
    try {
      return await work(own);
    } finally {
      // What stays, as another program reads it, is swept later.
      await rm(own, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
    }
  }

  async #sweep(): Promise<void> {
    const { folder, pid, isAlive } = this.#options;
    for (const name of await namesIn(folder)) {
      const [, owner] = /^(\d+)-/.exec(name) ?? [];
      // Another run of this process's id is gone: this one has made none yet.
      const left = owner !== undefined && (Number(owner) === pid || !isAlive(Number(owner)));
      if (left) await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** As Node can tell: one of another user runs too. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
