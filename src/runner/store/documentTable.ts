import { Emitter, type Event } from '../../common/emitter.ts';
import { type DocumentKind, type DocumentWrite, deleting, type KeyedDocument, putting } from './documentKind.ts';
import type { DocumentStore } from './documentStore.ts';
import { SortedKeys } from './sortedKeys.ts';

/** A change of a table: durable together with others, and seen by readers only then. Made by a table, carried out by `commit`. */
export interface Change {
  readonly write: DocumentWrite;
  /** Shows it to readers. */
  readonly apply: () => void;
}

export interface PageOptions {
  /** Only keys that begin with it. */
  readonly prefix?: string;
  /** Only keys after it; where a page went on. It need not be there any more. */
  readonly after?: string;
  readonly count?: number;
}

/** All documents of a kind: on disk, and in memory for reading. Keys are in the order of their characters (ASCII keys only). */
export class DocumentTable<T> {
  readonly #kind: DocumentKind<T>;
  readonly #byKey: Map<string, T>;
  readonly #keys = new SortedKeys();
  readonly #changed = new Emitter<void>();
  /** With every change that is shown; others of the same commit may follow. */
  readonly onDidChange: Event<void> = this.#changed.event;

  private constructor(kind: DocumentKind<T>, documents: readonly KeyedDocument<T>[]) {
    this.#kind = kind;
    this.#byKey = new Map(documents.map(({ key, value }) => [key, value]));
    for (const { key } of documents) this.#keys.add(key);
  }

  static async open<T>(store: DocumentStore, kind: DocumentKind<T>): Promise<DocumentTable<T>> {
    return new DocumentTable(kind, await store.scan(kind));
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** In the order of keys. Takes no longer for a large table than for a small one. */
  page({ prefix = '', after = '', count = Infinity }: PageOptions = {}): readonly KeyedDocument<T>[] {
    return this.#keys.page(prefix, after, count).flatMap((key) => {
      const value = this.#byKey.get(key);
      return value === undefined ? [] : [{ key, value }];
    });
  }

  values(prefix?: string): readonly T[] {
    return this.page(prefix === undefined ? {} : { prefix }).map(({ value }) => value);
  }

  putting(key: string, value: T): Change {
    return {
      write: putting(this.#kind, key, value),
      apply: () => {
        this.#byKey.set(key, value);
        this.#keys.add(key);
        this.#changed.fire();
      },
    };
  }

  deleting(key: string): Change {
    return {
      write: deleting(this.#kind, key),
      apply: () => {
        this.#byKey.delete(key);
        this.#keys.delete(key);
        this.#changed.fire();
      },
    };
  }

  /** Of all keys that begin with `prefix`. */
  deletingAll(prefix: string): readonly Change[] {
    return this.#keys.page(prefix, '', Infinity).map((key) => this.deleting(key));
  }
}

/** Writes all of the changes or none, and then shows them. Throws what the store throws, with nothing changed. */
export async function commit(store: DocumentStore, changes: readonly Change[]): Promise<void> {
  await store.write(changes.map(({ write }) => write));
  for (const { apply } of changes) apply();
}
