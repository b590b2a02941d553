import { functionArn } from '../../../lambda/arn.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { pageOfFunction } from '../functionPage.ts';
import { wholeFunction } from '../functions/functionAccess.ts';
import type { RegionResources } from '../regionResources.ts';
import { provisionedAnswer } from './provisionedState.ts';
import { checkTarget, notPublished, provisionedTarget } from './provisionedTarget.ts';

export function getProvisionedConcurrency(region: RegionResources): Handler<'GetProvisionedConcurrencyConfig'> {
  const { identity, functions, tables, allocations } = region;
  return async (input) => {
    const target = provisionedTarget(identity, 'GetProvisionedConcurrencyConfig', input, notPublished);
    checkTarget(functions, target);
    const document = tables.provisionedConcurrency.get(target.key);
    if (document !== undefined) return provisionedAnswer(allocations, target.key, document);
    throw new LambdaError('ProvisionedConcurrencyConfigNotFoundException', 404, 'No Provisioned Concurrency Config found for this function');
  };
}

export function listProvisionedConcurrency(region: RegionResources): Handler<'ListProvisionedConcurrencyConfigs'> {
  const { identity, functions, tables, allocations } = region;
  return async (input) => {
    const { configuration } = wholeFunction(functions, 'ListProvisionedConcurrencyConfigs', input.FunctionName);
    const name = configuration.settings.FunctionName;
    const { items, ...more } = pageOfFunction(tables.provisionedConcurrency, name, input);
    return {
      ProvisionedConcurrencyConfigs: items.map(({ qualifier, value }) => {
        const arn = functionArn(identity, name, qualifier);
        return Object.assign(provisionedAnswer(allocations, functionKey(name, qualifier), value), { FunctionArn: arn });
      }),
      ...more,
    };
  };
}

/** Also where none is configured. */
export function deleteProvisionedConcurrency(region: RegionResources): Handler<'DeleteProvisionedConcurrencyConfig'> {
  const { identity, store, functions, tables, allocations } = region;
  return async (input) => {
    const target = provisionedTarget(identity, 'DeleteProvisionedConcurrencyConfig', input, notPublished);
    await functions.exclusive(target.name, async () => {
      checkTarget(functions, target);
      if (!tables.provisionedConcurrency.has(target.key)) return;
      await commit(store, [tables.provisionedConcurrency.deleting(target.key)]);
      functions.tellChange();
      await allocations.follow();
    });
    return {};
  };
}
