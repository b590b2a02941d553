import type { DocumentStore } from '../../store/documentStore.ts';
import { type Change, DocumentTable } from '../../store/documentTable.ts';
import { deleting, type KeyedDocument, putting } from '../../store/documentKind.ts';
import { numberedKey, numberOfKey, ofFunction } from '../functionKey.ts';
import { type VersionCode, versionCodes, type VersionDocument, versionDocuments } from './storedVersion.ts';

export interface PublishedVersion {
  readonly number: number;
  readonly document: VersionDocument;
}

/** How many versions are kept in memory, of those that were asked for last. */
const cached = 1_000;

/** All published versions: what they are lies on disk; in memory is which there are, and what code they need. */
export class PublishedVersions {
  readonly #store: DocumentStore;
  readonly #codes: DocumentTable<VersionCode>;
  readonly #cache = new Map<string, VersionDocument>();
  #codeSize = 0;

  private constructor(store: DocumentStore, codes: DocumentTable<VersionCode>) {
    this.#store = store;
    this.#codes = codes;
    for (const { size } of codes.values()) this.#codeSize += size;
  }

  static async open(store: DocumentStore): Promise<PublishedVersions> {
    return new PublishedVersions(store, await DocumentTable.open(store, versionCodes));
  }

  /** Bytes of the zips of all versions. */
  get codeSize(): number {
    return this.#codeSize;
  }

  /** What every version needs of the archives. */
  codes(): readonly VersionCode[] {
    return this.#codes.values();
  }

  has(name: string, version: number): boolean {
    return this.#codes.has(numberedKey(name, version));
  }

  /** Rising: up to `count` of those after `after`. */
  numbers(name: string, after = 0, count?: number): readonly number[] {
    const page = { prefix: ofFunction(name), after: numberedKey(name, after), ...(count !== undefined && { count }) };
    return this.#codes.page(page).map(({ key }) => numberOfKey(key));
  }

  async find(name: string, version: number): Promise<VersionDocument | undefined> {
    const key = numberedKey(name, version);
    if (!this.#codes.has(key)) return undefined;
    const known = this.#cache.get(key);
    if (known === undefined) {
      const read = await this.#store.get(versionDocuments, key);
      // It may have been deleted meanwhile, or written anew: what was read is older then.
      if (read === undefined || !this.#codes.has(key)) return undefined;
      const written = this.#cache.get(key);
      if (written !== undefined) return written;
      this.#remember(key, read);
      return read;
    }
    this.#cache.delete(key);
    this.#remember(key, known);
    return known;
  }

  /** Those of numbers that follow one another in `numbers`. One that cannot be read, or is gone by now, is left out. */
  async read(name: string, numbers: readonly number[]): Promise<readonly PublishedVersion[]> {
    const [first] = numbers;
    if (first === undefined) return [];
    const after = numberedKey(name, first - 1);
    const documents = await this.#store.scan(versionDocuments, { prefix: ofFunction(name), after, limit: numbers.length });
    const wanted = new Set(numbers);
    return documents
      .map(({ key, value }: KeyedDocument<VersionDocument>) => ({ number: numberOfKey(key), document: value }))
      .filter(({ number }) => wanted.has(number));
  }

  putting(name: string, version: number, document: VersionDocument): readonly Change[] {
    const key = numberedKey(name, version);
    const { code, further } = document.configuration;
    const layers = further.Layers.flatMap(({ sha256 }) => sha256 ?? []);
    const index = this.#codes.putting(key, {
      size: code.size,
      ...(code.imageUri === undefined && { sha256: code.sha256 }),
      ...(layers.length > 0 && { layers }),
    });
    return [
      {
        write: index.write,
        apply: () => {
          // It may stand in place of the same version.
          this.#codeSize += code.size - (this.#codes.get(key)?.size ?? 0);
          index.apply();
        },
      },
      { write: putting(versionDocuments, key, document), apply: () => this.#remember(key, document) },
    ];
  }

  deleting(name: string, version: number): readonly Change[] {
    return this.#deleting(numberedKey(name, version));
  }

  deletingAll(name: string): readonly Change[] {
    return this.#codes.page({ prefix: ofFunction(name) }).flatMap(({ key }) => this.#deleting(key));
  }

  #deleting(key: string): readonly Change[] {
    const index = this.#codes.deleting(key);
    return [
      {
        write: index.write,
        apply: () => {
          this.#codeSize -= this.#codes.get(key)?.size ?? 0;
          index.apply();
        },
      },
      { write: deleting(versionDocuments, key), apply: () => this.#cache.delete(key) },
    ];
  }

  #remember(key: string, document: VersionDocument): void {
    this.#cache.set(key, document);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > cached && oldest !== undefined) this.#cache.delete(oldest);
  }
}
