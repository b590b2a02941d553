import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { getRuntimeManagement, putRuntimeManagement } from './runtimeManagement.ts';

export function runtimeManagementHandlers(region: RegionResources): Handlers {
  return {
    PutRuntimeManagementConfig: putRuntimeManagement(region),
    GetRuntimeManagementConfig: getRuntimeManagement(region),
  };
}
