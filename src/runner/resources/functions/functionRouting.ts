import type { FunctionInfo } from '../../../protocol/runner.ts';
import type { ProvisionedAllocations } from '../../pool/provisioned/provisionedAllocations.ts';
import { ofFunction, partsOfKey } from '../functionKey.ts';
import type { RegionTables } from '../regionTables.ts';
import type { FunctionStore } from './functionStore.ts';

export interface RoutingParts {
  readonly functions: Pick<FunctionStore, 'aliases' | 'exists'>;
  readonly tables: Pick<RegionTables, 'provisionedConcurrency'>;
  readonly allocations: Pick<ProvisionedAllocations, 'stateOf'>;
}

/** What a function's aliases route to, and what is provisioned of its versions and aliases; undefined where there is neither. */
export function routingOf({ functions, tables, allocations }: RoutingParts, name: string): Pick<FunctionInfo, 'aliases' | 'provisioned'> | undefined {
  const aliases = functions.aliases(name).map(({ name: alias, alias: { functionVersion: version, additional } }) =>
    additional === undefined ? { name: alias, version } : { name: alias, version, additional: { ...additional } },
  );
  const provisioned = tables.provisionedConcurrency.page({ prefix: ofFunction(name) }).flatMap(({ key, value }) => {
    const { qualifier } = partsOfKey(key);
    if (!functions.exists(name, qualifier)) return [];
    const { allocated = 0, available = 0, status = 'IN_PROGRESS' as const } = allocations.stateOf(key) ?? {};
    return { qualifier, requested: value.requested, allocated, available, status };
  });
  return aliases.length + provisioned.length === 0 ? undefined : { aliases, provisioned };
}
