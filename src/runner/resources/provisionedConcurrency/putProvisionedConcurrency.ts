import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { checkProvisioning } from '../functions/reservationRule.ts';
import type { RegionResources } from '../regionResources.ts';
import { allocated, lifeOf, requestedAnswer } from './provisionedState.ts';
import { checkProvisionedVersions, unpublished, versionsOf } from './provisionedVersions.ts';
import { accountQueue, provisionedTotal, provisionedUnreserved } from './provisionedTotals.ts';
import { checkTarget, type ProvisionedTarget, provisionedTarget } from './provisionedTarget.ts';
import type { ProvisionedConcurrencyDocument } from './storedProvisionedConcurrency.ts';

export function putProvisionedConcurrency(region: RegionResources): Handler<'PutProvisionedConcurrencyConfig'> {
  const { identity, functions, queue } = region;
  return async (input) => {
    const target = provisionedTarget(identity, 'PutProvisionedConcurrencyConfig', input, unpublished);
    // What is left depends on what others take: one at a time, and not while the versions and aliases change.
    return queue.run(accountQueue, () =>
      functions.exclusive(target.name, async () => {
        checkTarget(functions, target);
        checkProvisionedVersions(region, target, versionsOf(functions, target));
        checkRoom(region, target, input.ProvisionedConcurrentExecutions);
        return requestedAnswer(await request(region, target, input.ProvisionedConcurrentExecutions));
      }),
    );
  };
}

async function request(region: RegionResources, { key, arn }: ProvisionedTarget, requested: number): Promise<ProvisionedConcurrencyDocument> {
  const { store, functions, tables, clock } = region;
  const before = tables.provisionedConcurrency.get(key);
  const document: ProvisionedConcurrencyDocument = {
    requested,
    allocatedBefore: before === undefined ? 0 : allocated(functions.life, arn, before),
    lastModified: clock.now(),
  };
  await commit(store, [tables.provisionedConcurrency.putting(key, document)]);
  functions.life.begin(lifeOf(arn), 'updating');
  return document;
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
