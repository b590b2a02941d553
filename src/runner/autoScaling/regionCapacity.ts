import type { RequestContext } from '../api/handlers.ts';
import { functionKey } from '../resources/functionKey.ts';
import { putProvisionedConcurrency } from '../resources/provisionedConcurrency/putProvisionedConcurrency.ts';
import { deleteProvisionedConcurrency } from '../resources/provisionedConcurrency/readProvisionedConcurrency.ts';
import type { RegionResources } from '../resources/regionResources.ts';
import type { ProvisionedCapacity } from './provisionedCapacity.ts';

/** Provisioned concurrency as the region's own API reads and sets it. */
export function regionCapacity(region: RegionResources): ProvisionedCapacity {
  const { tables, allocations, clock, uuid } = region;
  const put = putProvisionedConcurrency(region);
  const remove = deleteProvisionedConcurrency(region);
  const context = (): RequestContext => ({
    requestId: uuid(),
    signal: new AbortController().signal,
    receivedAt: clock.monotonic(),
    headers: {},
  });
  return {
    of(name, qualifier) {
      const key = functionKey(name, qualifier);
      const document = tables.provisionedConcurrency.get(key);
      if (document === undefined) return undefined;
      const { status, statusReason, available } = allocations.stateOf(key) ?? { status: 'IN_PROGRESS', available: 0 };
      return { requested: document.requested, available, status, ...(statusReason !== undefined && { reason: statusReason }) };
    },
    async provision(name, qualifier, count) {
      const target = { FunctionName: name, Qualifier: qualifier };
      if (count === 0) await remove(target, context());
      else await put({ ...target, ProvisionedConcurrentExecutions: count }, context());
    },
  };
}
