import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodedError, codeOf } from '../../common/codedError.ts';
import { removeTree } from './removeTree.ts';

/** Makes a folder for each environment, for what it writes. */
export class EnvironmentFolders {
  readonly #folder: string;

  /** @param folder made where it is missing; nobody else's. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A new folder that only its owner may enter. Throws CodedError `DISK_FULL`. */
  async make(environmentId: string): Promise<string> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      return await mkdtemp(join(this.#folder, `${environmentId.slice(0, 8)}-`));
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
      throw new CodedError('DISK_FULL', `No space is left for the environment's files in ${this.#folder}: free some.`, { cause: error });
    }
  }

  /**
   * Removes what a service that was killed left, before any is made. They are moved aside first, which takes no time: the promise that
   * it resolves to is settled when they are gone.
   */
  async removeStale(): Promise<{ readonly done: Promise<void> }> {
    const beside = dirname(this.#folder);
    const prefix = `${basename(this.#folder)}.stale-`;
    await rename(this.#folder, join(beside, `${prefix}${randomUUID()}`)).catch(() => {});
    const stale = (await readdir(beside).catch(() => [])).filter((name) => name.startsWith(prefix));
    return { done: Promise.all(stale.map((name) => removeTree(join(beside, name)))).then(() => {}) };
  }
}
