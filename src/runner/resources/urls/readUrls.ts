import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { pageOfFunction } from '../functionPage.ts';
import type { RegionResources } from '../regionResources.ts';
import { wholeUrlAnswer } from './urlAnswer.ts';
import { functionMissing, urlMissing, urlTarget } from './urlTarget.ts';

export function getUrl({ identity, functions, tables }: RegionResources): Handler<'GetFunctionUrlConfig'> {
  return async (input) => {
    const { name, alias = '', key } = urlTarget(identity, 'GetFunctionUrlConfig', input.FunctionName, input.Qualifier);
    const document = tables.urls.get(key);
    // That of a template's function stays when the function goes.
    if (document === undefined || !functions.exists(name)) throw urlMissing();
    return wholeUrlAnswer(identity, name, alias, document);
  };
}

export function listUrls({ identity, functions, tables }: RegionResources): Handler<'ListFunctionUrlConfigs'> {
  return async (input) => {
    const { name } = urlTarget(identity, 'ListFunctionUrlConfigs', input.FunctionName);
    if (!functions.exists(name)) throw functionMissing();
    const { items, ...more } = pageOfFunction(tables.urls, name, input);
    return { FunctionUrlConfigs: items.map(({ qualifier, value }) => wholeUrlAnswer(identity, name, qualifier, value)), ...more };
  };
}

export function deleteUrl({ identity, store, functions, tables }: RegionResources): Handler<'DeleteFunctionUrlConfig'> {
  return async (input) => {
    const { name, key } = urlTarget(identity, 'DeleteFunctionUrlConfig', input.FunctionName, input.Qualifier);
    await functions.exclusive(name, async () => {
      if (!tables.urls.has(key)) throw urlMissing();
      await commit(store, [tables.urls.deleting(key)]);
    });
    return {};
  };
}
