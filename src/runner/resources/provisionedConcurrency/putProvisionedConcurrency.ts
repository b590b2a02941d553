import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey, ofFunction, partsOfKey } from '../functionKey.ts';
import { checkProvisioning } from '../functions/reservationRule.ts';
import type { RegionResources } from '../regionResources.ts';
import { allocated, lifeOf, requestedAnswer } from './provisionedState.ts';
import { accountQueue, provisionedTotal, provisionedUnreserved } from './provisionedTotals.ts';
import { checkTarget, type ProvisionedTarget, provisionedTarget } from './provisionedTarget.ts';
import type { ProvisionedConcurrencyDocument } from './storedProvisionedConcurrency.ts';

const unpublished = 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.';

export function putProvisionedConcurrency(region: RegionResources): Handler<'PutProvisionedConcurrencyConfig'> {
  const { identity, functions, queue } = region;
  return async (input) => {
    const target = provisionedTarget(identity, 'PutProvisionedConcurrencyConfig', input, unpublished);
    // What is left depends on what others take: one at a time, and not while the versions and aliases change.
    return queue.run(accountQueue, () =>
      functions.exclusive(target.name, async () => {
        checkTarget(functions, target);
        checkVersions(region, target);
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

/** A version has provisioned concurrency of its own, or through one alias. */
function checkVersions(region: RegionResources, { name, qualifier }: ProvisionedTarget): void {
  const { functions, tables } = region;
  const versions = versionsOf(region, name, qualifier);
  const pointed = aliasesOf(region, name).some(
    (alias) =>
      alias !== qualifier &&
      tables.provisionedConcurrency.has(functionKey(name, alias)) &&
      versionsOf(region, name, alias).some((version) => versions.includes(version)),
  );
  if (functions.alias(name, qualifier) === undefined) {
    if (pointed) throw lambdaErrors.conflict('Version is pointed by a Provisioned Concurrency alias');
    return;
  }
  if (versions.some((version) => !/^\d+$/.test(version))) throw lambdaErrors.invalidParameter(unpublished);
  if (pointed || versions.some((version) => tables.provisionedConcurrency.has(functionKey(name, version)))) {
    throw lambdaErrors.conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
  }
}

/** What invocations by a qualifier run. */
function versionsOf({ functions }: RegionResources, name: string, qualifier: string): readonly string[] {
  const alias = functions.alias(name, qualifier);
  if (alias === undefined) return [qualifier];
  return [alias.functionVersion, ...(alias.additional === undefined ? [] : [alias.additional.version])];
}

function aliasesOf({ tables }: RegionResources, name: string): readonly string[] {
  return tables.aliases.page({ prefix: ofFunction(name) }).map(({ key }) => partsOfKey(key).qualifier);
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
