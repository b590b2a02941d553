import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { getFunctionScaling, putFunctionScaling } from './functionScaling.ts';

export function functionScalingHandlers(region: RegionResources): Handlers {
  return {
    PutFunctionScalingConfig: putFunctionScaling(region),
    GetFunctionScalingConfig: getFunctionScaling(region),
  };
}
