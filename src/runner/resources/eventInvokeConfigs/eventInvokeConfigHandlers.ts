import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { putEventInvokeConfig, updateEventInvokeConfig } from './putEventInvokeConfig.ts';
import { deleteEventInvokeConfig, getEventInvokeConfig, listEventInvokeConfigs } from './readEventInvokeConfigs.ts';

export function eventInvokeConfigHandlers(region: RegionResources): Handlers {
  return {
    PutFunctionEventInvokeConfig: putEventInvokeConfig(region),
    UpdateFunctionEventInvokeConfig: updateEventInvokeConfig(region),
    GetFunctionEventInvokeConfig: getEventInvokeConfig(region),
    ListFunctionEventInvokeConfigs: listEventInvokeConfigs(region),
    DeleteFunctionEventInvokeConfig: deleteEventInvokeConfig(region),
  };
}
