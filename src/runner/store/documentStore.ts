import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { safeParse } from 'valibot';

import { CodedError } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { Database, type DatabaseChange } from './database.ts';
import {
  type DocumentKind,
  type DocumentWrite,
  deleting,
  type KeyedDocument,
  keyOf,
  keyRange,
  putting,
  storedKey,
} from './documentKind.ts';
import { checkFormat } from './formatVersion.ts';
import { GroupCommit } from './groupCommit.ts';
import { storageError } from './storageError.ts';

export interface ScanOptions {
  /** Only keys that begin with it. */
  readonly prefix?: string;
  /** Only keys after it; where a page went on. */
  readonly after?: string;
  readonly limit?: number;
}

/**
 * The region's durable documents. A write is on disk when its promise resolves, and all of its changes are there or none.
 * Errors are CodedErrors: `DISK_FULL`, `DATA_FOLDER_UNUSABLE`, `DATA_FOLDER_LOCKED`, `STORE_CLOSED`.
 */
export interface DocumentStore {
  get<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined>;
  put<T>(kind: DocumentKind<T>, key: string, value: T): Promise<void>;
  delete<T>(kind: DocumentKind<T>, key: string): Promise<void>;
  /** Atomic. Make the changes with `putting` and `deleting`. */
  write(changes: readonly DocumentWrite[]): Promise<void>;
  /** In the order of keys. A document that cannot be read is reported and left out. */
  scan<T>(kind: DocumentKind<T>, options?: ScanOptions): Promise<readonly KeyedDocument<T>[]>;
  /** Waits for running writes; what comes later is refused. Twice is safe. */
  close(): Promise<void>;
}

/**
 * Opens, or makes, `<dataFolder>/documents`. Throws CodedError `DATA_FOLDER_LOCKED` (another process has it),
 * `DATA_FOLDER_UNUSABLE`, `DATA_FOLDER_NEWER` (written by a later version), `DISK_FULL`.
 */
export async function openDocumentStore(dataFolder: string, logger: Logger): Promise<DocumentStore> {
  const database = new Database(join(dataFolder, 'documents'));
  try {
    // Environment variables of functions lie there.
    await mkdir(join(dataFolder, 'documents'), { recursive: true, mode: 0o700 });
    await database.open();
    await checkFormat(database, dataFolder);
    return new LevelDocumentStore(database, dataFolder, logger);
  } catch (error) {
    await database.close().catch(() => undefined);
    throw await storageError(error, dataFolder);
  }
}

class LevelDocumentStore implements DocumentStore {
  readonly #database: Database;
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #commits: GroupCommit<DatabaseChange>;
  #closing: Promise<void> | undefined;

  constructor(database: Database, folder: string, logger: Logger) {
    this.#database = database;
    this.#folder = folder;
    this.#logger = logger;
    this.#commits = new GroupCommit((changes) => database.commit(changes));
  }

  get<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    return this.#run(async () => {
      const stored = storedKey(kind.name, key);
      const text = await this.#database.get(stored);
      return text === undefined ? undefined : this.#parse(kind, stored, text);
    });
  }

  put<T>(kind: DocumentKind<T>, key: string, value: T): Promise<void> {
    return this.write([putting(kind, key, value)]);
  }

  delete<T>(kind: DocumentKind<T>, key: string): Promise<void> {
    return this.write([deleting(kind, key)]);
  }

  write(changes: readonly DocumentWrite[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    // Made into text at once: what the caller does to its objects later is not written.
    const stored = changes.map(databaseChange);
    const bytes = stored.reduce((sum, change) => sum + change.key.length + (change.type === 'put' ? change.value.length : 0), 0);
    return this.#run(() => this.#commits.add(stored, bytes));
  }

  scan<T>(kind: DocumentKind<T>, options: ScanOptions = {}): Promise<readonly KeyedDocument<T>[]> {
    return this.#run(async () => {
      const range = keyRange(kind.name, options.prefix ?? '', options.after);
      const entries = await this.#database.scan(range, options.limit);
      return entries.flatMap(([stored, text]) => {
        const value = this.#parse(kind, stored, text);
        return value === undefined ? [] : [{ key: keyOf(kind.name, stored), value }];
      });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#commits.idle().then(() => this.#database.close());
    return this.#closing;
  }

  async #run<R>(task: () => Promise<R>): Promise<R> {
    if (this.#closing !== undefined) throw new CodedError('STORE_CLOSED', 'The Local region is stopping: start it again and repeat this.');
    try {
      return await task();
    } catch (error) {
      throw await storageError(error, this.#folder);
    }
  }

  #parse<T>(kind: DocumentKind<T>, stored: string, text: string): T | undefined {
    const parsed = safeParse(kind.schema, jsonValue(text));
    if (parsed.success) return parsed.output;
    this.#logger.error(`A damaged document of ${this.#folder} is left out: ${stored}`);
    return undefined;
  }
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function databaseChange(change: DocumentWrite): DatabaseChange {
  const key = storedKey(change.kind, change.key);
  return change.type === 'put' ? { type: 'put', key, value: JSON.stringify(change.value) } : { type: 'del', key };
}
