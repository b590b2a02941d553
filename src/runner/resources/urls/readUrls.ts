import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { pageOfFunction, type PageRequest } from '../functionPage.ts';
import { markerAfter } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { refuseTemplateUrl } from './templateUrl.ts';
import { wholeUrlAnswer } from './urlAnswer.ts';
import { findUrl } from './urlConfigs.ts';
import { functionMissing, urlMissing, urlTarget } from './urlTarget.ts';

const longestPage = 50;

export function getUrl(region: RegionResources): Handler<'GetFunctionUrlConfig'> {
  return async (input) => {
    const { name, alias = '' } = urlTarget(region.identity, 'GetFunctionUrlConfig', input.FunctionName, input.Qualifier);
    const found = findUrl(region, name, alias);
    if (found === undefined) throw urlMissing();
    return wholeUrlAnswer(region, name, alias, found.document);
  };
}

export function listUrls(region: RegionResources): Handler<'ListFunctionUrlConfigs'> {
  const { identity, functions, tables } = region;
  return async (input) => {
    const { name } = urlTarget(identity, 'ListFunctionUrlConfigs', input.FunctionName);
    if (!functions.exists(name)) throw functionMissing();
    if (functions.templateUrl(name) !== undefined) return listWithTemplate(region, name, input);
    const { items, ...more } = pageOfFunction(tables.urls, name, input);
    return { FunctionUrlConfigs: items.map(({ qualifier, value }) => wholeUrlAnswer(region, name, qualifier, value)), ...more };
  };
}

/** The function's own URL comes first; one of the API that it hides is left out. */
function listWithTemplate(region: RegionResources, name: string, { Marker, MaxItems }: PageRequest) {
  const own = (Marker ?? '') === '' ? findUrl(region, name) : undefined;
  const first = own === undefined ? [] : [wholeUrlAnswer(region, name, '', own.document)];
  // At least one more is read: it tells whether there is a further page.
  const room = (MaxItems ?? longestPage) - first.length;
  const start = Marker ?? markerAfter(functionKey(name));
  const { items, ...more } = pageOfFunction(region.tables.urls, name, { Marker: start, MaxItems: Math.max(room, 1) });
  if (room === 0) return { FunctionUrlConfigs: first, ...(items.length > 0 && { NextMarker: start }) };
  return { FunctionUrlConfigs: [...first, ...items.map(({ qualifier, value }) => wholeUrlAnswer(region, name, qualifier, value))], ...more };
}

export function deleteUrl(region: RegionResources): Handler<'DeleteFunctionUrlConfig'> {
  const { identity, store, functions, tables, urlEndpoints } = region;
  return async (input) => {
    const { name, alias, key } = urlTarget(identity, 'DeleteFunctionUrlConfig', input.FunctionName, input.Qualifier);
    await functions.exclusive(name, async () => {
      refuseTemplateUrl(region, 'DeleteFunctionUrlConfig', name, alias);
      if (!tables.urls.has(key)) throw urlMissing();
      await commit(store, [tables.urls.deleting(key)]);
      urlEndpoints.close(key);
    });
    return {};
  };
}
