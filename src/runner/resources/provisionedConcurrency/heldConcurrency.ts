import { partsOfKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';

/** What is provisioned, ready to be asked with every invocation. Refreshed when functions, or what is provisioned of them, change. */
export class HeldConcurrency {
  readonly #region: Pick<RegionResources, 'functions' | 'tables'>;
  readonly #totals = new Map<string, number>();
  #unreserved = 0;

  constructor(region: Pick<RegionResources, 'functions' | 'tables'>) {
    this.#region = region;
    this.refresh();
  }

  /** Of functions that reserve nothing. */
  get unreserved(): number {
    return this.#unreserved;
  }

  /** Of a function, its versions and aliases together. */
  of(functionName: string): number {
    return this.#totals.get(functionName) ?? 0;
  }

  refresh(): void {
    const { functions, tables } = this.#region;
    this.#totals.clear();
    this.#unreserved = 0;
    for (const { key, value } of tables.provisionedConcurrency.page()) {
      const { name, qualifier } = partsOfKey(key);
      if (!functions.exists(name, qualifier)) continue;
      this.#totals.set(name, this.of(name) + value.requested);
      if (functions.get(name)?.version.reservedConcurrency === undefined) this.#unreserved += value.requested;
    }
  }
}
