import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../common/codedError.ts';

/**
 * The last event of each function. Events may hold secrets, so they are kept in files that only their user can read,
 * not in the window's state.
 */
export class LastEvents {
  readonly #folder: string;
  readonly #events = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined where the function was never invoked from this workspace. */
  async get(key: string): Promise<string | undefined> {
    const known = this.#events.get(key);
    if (known !== undefined) return known;
    try {
      const event = await readFile(this.#file(key), 'utf8');
      this.#events.set(key, event);
      return event;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async set(key: string, event: string): Promise<void> {
    this.#events.set(key, event);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#file(key), event, { mode: 0o600 });
  }

  #file(key: string): string {
    // A function's key has characters that no file name may have.
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  }
}
