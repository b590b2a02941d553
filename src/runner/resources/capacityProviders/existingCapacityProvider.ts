import type { RegionResources } from '../regionResources.ts';
import { capacityProviderArn, capacityProviderName } from './capacityProviderArn.ts';
import { capacityProviderErrors } from './capacityProviderErrors.ts';
import type { CapacityProviderLife } from './capacityProviderLife.ts';
import type { CapacityProviderDocument } from './storedCapacityProvider.ts';

export interface ShownProvider {
  readonly name: string;
  readonly document: CapacityProviderDocument;
  readonly state: 'Pending' | 'Active' | 'Deleting';
}

/** By name or ARN, also one that is being deleted. Throws LambdaError where there is none. */
export function shownProvider(region: RegionResources, life: CapacityProviderLife, nameOrArn: string): ShownProvider {
  const name = capacityProviderName(region.identity, nameOrArn);
  const moment = life.of(name);
  if (moment?.state === 'Deleting') return { name, document: moment.document, state: 'Deleting' };
  return { name, document: existingProvider(region, nameOrArn), state: moment?.state ?? 'Active' };
}

/** Throws LambdaError where there is none, and for one that is being deleted. */
export function existingProvider(
  { identity, tables }: Pick<RegionResources, 'identity' | 'tables'>,
  nameOrArn: string,
): CapacityProviderDocument {
  const name = capacityProviderName(identity, nameOrArn);
  const document = tables.capacityProviders.get(name);
  if (document === undefined) throw capacityProviderErrors.notFound(capacityProviderArn(identity, name));
  return document;
}

/** Every provider, those that are being deleted among them, in the order of their names. */
export function shownProviders({ tables }: RegionResources, life: CapacityProviderLife): readonly ShownProvider[] {
  const there = tables.capacityProviders.page().map(
    ({ key, value }): ShownProvider => ({ name: key, document: value, state: life.of(key)?.state ?? 'Active' }),
  );
  const leaving = life.deleting().map(({ name, document }): ShownProvider => ({ name, document, state: 'Deleting' }));
  return [...there, ...leaving].sort((one, other) => (one.name < other.name ? -1 : 1));
}
