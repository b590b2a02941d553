import type { DocumentStore } from '../../store/documentStore.ts';
import { type FunctionDocument, functionDocuments } from './storedFunction.ts';

/** The functions that were made through the API: on disk, and in memory for reading. */
export class ApiFunctions {
  readonly #store: DocumentStore;
  readonly #byName: Map<string, FunctionDocument>;

  private constructor(store: DocumentStore, byName: Map<string, FunctionDocument>) {
    this.#store = store;
    this.#byName = byName;
  }

  static async open(store: DocumentStore): Promise<ApiFunctions> {
    const documents = await store.scan(functionDocuments);
    return new ApiFunctions(store, new Map(documents.map(({ key, value }) => [key, value])));
  }

  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  get all(): Iterable<FunctionDocument> {
    return this.#byName.values();
  }

  get(name: string): FunctionDocument | undefined {
    return this.#byName.get(name);
  }

  /** Readers see it once it is on disk. */
  async put(name: string, document: FunctionDocument): Promise<void> {
    await this.#store.put(functionDocuments, name, document);
    this.#byName.set(name, document);
  }

  async delete(name: string): Promise<void> {
    await this.#store.delete(functionDocuments, name);
    this.#byName.delete(name);
  }
}
