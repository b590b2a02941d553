import type { Utilization } from '../pool/provisioned/utilizationLog.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { FunctionStore } from '../resources/functions/functionStore.ts';
import { versionsOf } from '../resources/provisionedConcurrency/provisionedVersions.ts';
import type { ProvisionedUtilization } from './provisionedCapacity.ts';

/** Utilization as the region's pools measure it. */
export function regionUtilization(functions: FunctionStore, pools: Pick<RegionPools, 'utilizationOf'>): ProvisionedUtilization {
  return {
    between(name, qualifier, from, to) {
      const parts = versionsOf(functions, { name, qualifier }).map((version) => pools.utilizationOf(name, version)?.between(from, to));
      const { sum, count, maximum } = parts.filter((part) => part !== undefined).reduce(joined, { sum: 0, count: 0, maximum: 0 });
      return count === 0 ? undefined : { average: sum / count, maximum };
    },
  };
}

function joined(one: Utilization, other: Utilization): Utilization {
  return { sum: one.sum + other.sum, count: one.count + other.count, maximum: Math.max(one.maximum, other.maximum) };
}
