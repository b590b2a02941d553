import type { ProvisionedConfiguration } from '../../pool/provisioned/provisionedAllocator.ts';
import { partsOfKey } from '../functionKey.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { RegionResources } from '../regionResources.ts';

/** What is to be provisioned, of versions and aliases that are there. */
export function provisionedConfigurations({ functions, tables }: Pick<RegionResources, 'functions' | 'tables'>): ProvisionedConfiguration[] {
  return tables.provisionedConcurrency.page().flatMap(({ key, value }) => {
    const { name, qualifier } = partsOfKey(key);
    if (!functions.exists(name, qualifier)) return [];
    return {
      key,
      requested: value.requested,
      revision: value.lastModified,
      versions: sharesOf(functions, name, qualifier),
      find: async (version: string) => (await functions.find(name, version))?.version,
    };
  });
}

/** An alias with two versions has both provisioned, by their weights. */
function sharesOf(functions: FunctionStore, name: string, qualifier: string): ProvisionedConfiguration['versions'] {
  const alias = functions.alias(name, qualifier);
  if (alias === undefined) return [{ version: qualifier, share: 1 }];
  const { functionVersion, additional } = alias;
  if (additional === undefined) return [{ version: functionVersion, share: 1 }];
  return [
    { version: functionVersion, share: 1 - additional.weight },
    { version: additional.version, share: additional.weight },
  ];
}
