import { partsOfKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';
import { provisionedTotal, provisionedUnreserved } from './provisionedTotals.ts';

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
    const { tables } = this.#region;
    this.#totals.clear();
    const names = new Set(tables.provisionedConcurrency.page().map(({ key }) => partsOfKey(key).name));
    for (const name of names) this.#totals.set(name, provisionedTotal(this.#region, name));
    this.#unreserved = names.size === 0 ? 0 : provisionedUnreserved(this.#region);
  }
}
