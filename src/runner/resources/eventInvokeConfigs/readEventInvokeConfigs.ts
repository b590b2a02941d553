import { functionArn } from '../../../lambda/arn.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { pageOfFunction } from '../functionPage.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { RegionResources } from '../regionResources.ts';
import { configMissing, eventInvokeAnswer, eventInvokeTarget, functionMissing } from './eventInvokeTarget.ts';

export function getEventInvokeConfig({ identity, functions, tables }: RegionResources): Handler<'GetFunctionEventInvokeConfig'> {
  return async (input) => {
    const { name, key, arn } = eventInvokeTarget(identity, 'GetFunctionEventInvokeConfig', input.FunctionName, input.Qualifier);
    const document = tables.eventInvokeConfigs.get(key);
    // That of a template's function stays when the function goes.
    if (document === undefined || !functions.exists(name)) throw configMissing(arn);
    return eventInvokeAnswer(arn, document);
  };
}

export function listEventInvokeConfigs(region: RegionResources): Handler<'ListFunctionEventInvokeConfigs'> {
  const { identity, functions, tables } = region;
  return async (input) => {
    const { name } = namedFunction(identity, 'ListFunctionEventInvokeConfigs', input.FunctionName);
    if (!functions.exists(name)) throw functionMissing();
    const { items, ...more } = pageOfFunction(tables.eventInvokeConfigs, name, input);
    return {
      FunctionEventInvokeConfigs: items.map(({ qualifier, value }) => eventInvokeAnswer(functionArn(identity, name, qualifier), value)),
      ...more,
    };
  };
}

export function deleteEventInvokeConfig(region: RegionResources): Handler<'DeleteFunctionEventInvokeConfig'> {
  const { identity, store, functions, tables } = region;
  return async (input) => {
    const { name, key, arn } = eventInvokeTarget(identity, 'DeleteFunctionEventInvokeConfig', input.FunctionName, input.Qualifier);
    await functions.exclusive(name, async () => {
      if (!tables.eventInvokeConfigs.has(key)) throw configMissing(arn);
      await commit(store, [tables.eventInvokeConfigs.deleting(key)]);
    });
    return {};
  };
}
