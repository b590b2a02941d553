import type { Handler, Handlers } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { existing, wholeFunction } from '../functions/functionAccess.ts';
import type { RegionResources } from '../regionResources.ts';

export function recursionHandlers(region: RegionResources): Handlers {
  return {
    PutFunctionRecursionConfig: putRecursion(region),
    GetFunctionRecursionConfig: getRecursion(region),
  };
}

function putRecursion({ store, functions, tables }: RegionResources): Handler<'PutFunctionRecursionConfig'> {
  return async ({ FunctionName, RecursiveLoop }) => {
    const name = wholeFunction(functions, 'PutFunctionRecursionConfig', FunctionName).configuration.settings.FunctionName;
    return functions.exclusive(name, async () => {
      existing(functions, name);
      await commit(store, [tables.recursion.putting(functionKey(name), { recursiveLoop: RecursiveLoop })]);
      return { RecursiveLoop };
    });
  };
}

function getRecursion({ functions, tables }: RegionResources): Handler<'GetFunctionRecursionConfig'> {
  return async ({ FunctionName }) => {
    const name = wholeFunction(functions, 'GetFunctionRecursionConfig', FunctionName).configuration.settings.FunctionName;
    return { RecursiveLoop: tables.recursion.get(functionKey(name))?.recursiveLoop ?? 'Terminate' };
  };
}
