import type { GetProvisionedConcurrencyConfigResponse } from '@aws-sdk/client-lambda';

import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { checkProvisioning } from '../functions/reservationRule.ts';
import type { RegionResources } from '../regionResources.ts';
import { requestedAnswer } from './provisionedState.ts';
import { checkProvisionedVersions, unpublished, versionsOf } from './provisionedVersions.ts';
import { accountQueue, provisionedTotal, provisionedUnreserved } from './provisionedTotals.ts';
import { checkTarget, type ProvisionedTarget, provisionedTarget } from './provisionedTarget.ts';
import type { ProvisionedConcurrencyDocument } from './storedProvisionedConcurrency.ts';

/** That it is refused is documented ("Tenant isolation", considerations); the words are ours. */
const perTenant = 'Provisioned Concurrency is not supported for functions with tenant isolation.';

export function putProvisionedConcurrency(region: RegionResources): Handler<'PutProvisionedConcurrencyConfig'> {
  const { identity, functions, queue } = region;
  return async (input) => {
    const target = provisionedTarget(identity, 'PutProvisionedConcurrencyConfig', input, unpublished);
    // What is left depends on what others take: one at a time, and not while the versions and aliases change.
    return queue.run(accountQueue, () =>
      functions.exclusive(target.name, async () => {
        checkTarget(functions, target);
        if (functions.get(target.name)?.version.execution.perTenant === true) throw lambdaErrors.invalidParameter(perTenant);
        checkProvisionedVersions(region, target, versionsOf(functions, target));
        checkRoom(region, target, input.ProvisionedConcurrentExecutions);
        return request(region, target, input.ProvisionedConcurrentExecutions);
      }),
    );
  };
}

async function request(region: RegionResources, { key }: ProvisionedTarget, requested: number): Promise<GetProvisionedConcurrencyConfigResponse> {
  const { store, functions, tables, clock, allocations } = region;
  const document: ProvisionedConcurrencyDocument = { requested, lastModified: clock.now() };
  await commit(store, [tables.provisionedConcurrency.putting(key, document)]);
  functions.tellChange();
  await allocations.follow();
  return requestedAnswer(allocations, key, document);
}

function checkRoom(region: RegionResources, { name, key }: ProvisionedTarget, requested: number): void {
  const { functions, tables } = region;
  const before = tables.provisionedConcurrency.get(key)?.requested ?? 0;
  checkProvisioning(requested, {
    reserved: functions.get(name)?.version.reservedConcurrency,
    others: provisionedTotal(region, name) - before,
    accountConcurrency: functions.accountConcurrency,
    unreserved: Math.max(0, functions.unreservedLimit - (provisionedUnreserved(region) - before)),
  });
}
