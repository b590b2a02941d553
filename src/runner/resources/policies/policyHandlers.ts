import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { addPermission } from './addPermission.ts';
import { deleteResourcePolicy } from './deleteResourcePolicy.ts';
import { getPolicy, getResourcePolicy } from './getPolicy.ts';
import { putResourcePolicy } from './putResourcePolicy.ts';
import { removePermission } from './removePermission.ts';

export function policyHandlers(region: RegionResources): Handlers {
  return {
    AddPermission: addPermission(region),
    GetPolicy: getPolicy(region),
    RemovePermission: removePermission(region),
    PutResourcePolicy: putResourcePolicy(region),
    GetResourcePolicy: getResourcePolicy(region),
    DeleteResourcePolicy: deleteResourcePolicy(region),
  };
}
