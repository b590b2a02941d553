import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { deleteUrl, getUrl, listUrls } from './readUrls.ts';
import { createUrl, updateUrl } from './writeUrl.ts';

export function urlHandlers(region: RegionResources): Handlers {
  return {
    CreateFunctionUrlConfig: createUrl(region),
    GetFunctionUrlConfig: getUrl(region),
    ListFunctionUrlConfigs: listUrls(region),
    UpdateFunctionUrlConfig: updateUrl(region),
    DeleteFunctionUrlConfig: deleteUrl(region),
  };
}
