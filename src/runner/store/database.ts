import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { ClassicLevel } from 'classic-level';

export type DatabaseChange =
  { readonly type: 'put'; readonly key: string; readonly value: string } | { readonly type: 'del'; readonly key: string };

export type DatabaseRange = { readonly gt: string; readonly lt: string } | { readonly gte: string; readonly lt: string };

/**
 * A LevelDB of strings that is opened anew after a failed write: half a record at the end of its log is dropped when the log is
 * read at opening, but would take later records with it if they were written behind it.
 */
export class Database {
  readonly #location: string;
  #level: Promise<ClassicLevel> | undefined;

  constructor(location: string) {
    this.#location = location;
  }

  async open(): Promise<void> {
    await this.#opened();
  }

  async get(key: string): Promise<string | undefined> {
    const level = await this.#opened();
    return level.get(key);
  }

  async scan(range: DatabaseRange, limit = -1): Promise<readonly (readonly [string, string])[]> {
    const level = await this.#opened();
    return level.iterator({ ...range, limit }).all();
  }

  /** All there is, in the order of keys, as of when it is asked for. */
  async *entries(): AsyncGenerator<readonly [string, string]> {
    const level = await this.#opened();
    yield* level.iterator();
  }

  /** All or nothing, and on disk when it resolves. Not to be called again before. */
  async commit(changes: readonly DatabaseChange[]): Promise<void> {
    const level = await this.#opened();
    // Where the folder was removed meanwhile, its open files still take writes, and nobody finds them again.
    await access(join(this.#location, 'CURRENT'));
    try {
      await level.batch([...changes], { sync: true });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Whether it was open until now: after a failed write it is not. */
  async close(): Promise<boolean> {
    const level = await this.#level;
    this.#level = undefined;
    await level?.close();
    return level !== undefined;
  }

  #opened(): Promise<ClassicLevel> {
    this.#level ??= this.#open();
    return this.#level;
  }

  async #open(): Promise<ClassicLevel> {
    const level = new ClassicLevel(this.#location, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    try {
      await level.open();
      return level;
    } catch (error) {
      this.#level = undefined;
      throw error;
    }
  }
}
