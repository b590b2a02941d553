import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { safeParse } from 'valibot';

import { type Clock, systemClock } from '../../common/clock.ts';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { hasSetAside, repairIfDamaged, repairRefused } from './damage/repair.ts';
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
import { writeClosingMark } from './leveldb/closingMark.ts';
import { rootCause, storageError } from './storageError.ts';

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
  /**
   * Whether documents may be missing that were there once: some could not be read, or damaged files lie aside in the data folder.
   * What nothing seems to need any more may be what they need: it is to be kept.
   */
  readonly damaged: boolean;
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
 * Opens, or makes, `<dataFolder>/documents`. Damaged files are set aside there, reported, and what can be read of them is served; an
 * earlier format is brought to ours. Throws CodedError `DATA_FOLDER_LOCKED` (another process has it), `DATA_FOLDER_UNUSABLE`,
 * `DATA_FOLDER_NEWER` (written by a later version), `DISK_FULL`, with nothing changed.
 */
export async function openDocumentStore(
  dataFolder: string,
  logger: Logger,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<DocumentStore> {
  const documents = join(dataFolder, 'documents');
  const database = new Database(documents);
  try {
    // Environment variables of functions lie there.
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const repair = { dataFolder, documents, logger, clock };
    await repairIfDamaged(repair);
    await mkdir(documents, { recursive: true, mode: 0o700 });
    await database.open().catch(async (error: unknown) => {
      const cause = rootCause(error);
      if (codeOf(cause) !== 'LEVEL_CORRUPTION') throw error;
      await repairRefused(repair, messageOf(cause));
      await database.open();
    });
    await checkFormat(database, dataFolder, logger);
    return new LevelDocumentStore({ database, dataFolder, documents, logger, damaged: await hasSetAside(dataFolder) });
  } catch (error) {
    await database.close().catch(() => undefined);
    throw await storageError(error, dataFolder);
  }
}

interface Opened {
  readonly database: Database;
  readonly dataFolder: string;
  readonly documents: string;
  readonly logger: Logger;
  readonly damaged: boolean;
}

class LevelDocumentStore implements DocumentStore {
  readonly #database: Database;
  readonly #folder: string;
  readonly #documents: string;
  readonly #logger: Logger;
  readonly #commits: GroupCommit<DatabaseChange>;
  #damaged: boolean;
  #closing: Promise<void> | undefined;

  constructor({ database, dataFolder, documents, logger, damaged }: Opened) {
    this.#database = database;
    this.#folder = dataFolder;
    this.#documents = documents;
    this.#logger = logger;
    this.#damaged = damaged;
    this.#commits = new GroupCommit((changes) => database.commit(changes));
  }

  get damaged(): boolean {
    return this.#damaged;
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
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#commits.idle();
    const wasOpen = await this.#database.close();
    // A mark that cannot be written is none: the next opening tells less where files are cut off.
    if (wasOpen) await writeClosingMark(this.#documents).catch(() => undefined);
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
    this.#damaged = true;
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
