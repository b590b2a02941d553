import { partsOfKey } from '../functionKey.ts';
import type { Provisioned } from '../functions/reservationRule.ts';
import type { RegionResources } from '../regionResources.ts';

type Resources = Pick<RegionResources, 'functions' | 'tables'>;

/** What is provisioned of a function, its versions and aliases together. */
export function provisionedTotal({ functions, tables }: Resources, name: string): number {
  return sumOf({ functions, tables }, (other) => other === name);
}

/** What is provisioned of all functions that reserve nothing: it is taken from what those share. */
export function provisionedUnreserved({ functions, tables }: Resources, except?: string): number {
  return sumOf({ functions, tables }, (name) => name !== except && functions.get(name)?.version.reservedConcurrency === undefined);
}

/** As reservations need it. */
export function provisionedOf(region: RegionResources): Provisioned {
  return {
    total: (name) => provisionedTotal(region, name),
    unreserved: (except) => provisionedUnreserved(region, except),
    exclusive: (task) => region.queue.run(accountQueue, task),
  };
}

/** The key under which what takes from the account's concurrency changes, one after the other. */
export const accountQueue = 'concurrency:account';

/** Of what there is: a template hides the versions of a function that it shadows. */
function sumOf({ functions, tables }: Resources, counts: (name: string) => boolean): number {
  return tables.provisionedConcurrency.page().reduce((sum, { key, value }) => {
    const { name, qualifier } = partsOfKey(key);
    return counts(name) && functions.exists(name, qualifier) ? sum + value.requested : sum;
  }, 0);
}
