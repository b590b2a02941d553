import type { Page } from '../../aws/lambdaApi.ts';

export type PageLoader<T> = (marker: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

/** What is loaded of a list so far. */
export interface Loaded<T> {
  readonly items: readonly T[];
  readonly more: boolean;
  /** Why the last page did not come; what was loaded before it stays. */
  readonly error?: unknown;
}

/** A list that is read page by page, each on demand and once. */
export class PagedList<T> {
  readonly #load: PageLoader<T>;
  #items: T[] = [];
  #next: string | undefined;
  #error: unknown;
  #loading: Promise<void> | undefined;
  #complete = false;
  #abort = new AbortController();

  constructor(load: PageLoader<T>) {
    this.#load = load;
  }

  /** What was loaded; first reads as many pages as it takes to have so many items, if there are, unless one failed. */
  async loaded(atLeast = 1): Promise<Loaded<T>> {
    while (this.#items.length < atLeast && !this.#complete && this.#error === undefined) await this.loadMore();
    return { items: this.#items, more: !this.#complete, ...(this.#error !== undefined && { error: this.#error }) };
  }

  /** Reads the next page. Never throws: `loaded` tells. */
  async loadMore(): Promise<void> {
    if (this.#complete) return;
    this.#loading ??= this.#loadNext(this.#abort.signal);
    await this.#loading;
  }

  /** Forgets everything and gives up what is under way. */
  reset(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#items = [];
    this.#next = undefined;
    this.#error = undefined;
    this.#loading = undefined;
    this.#complete = false;
  }

  async #loadNext(signal: AbortSignal): Promise<void> {
    try {
      const page = await this.#load(this.#next, signal);
      if (signal.aborted) return;
      this.#items = [...this.#items, ...page.items];
      this.#next = page.next;
      this.#complete = page.next === undefined;
      this.#error = undefined;
      this.#loading = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
      this.#loading = undefined;
    }
  }
}
