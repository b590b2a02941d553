import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { putProvisionedConcurrency } from './putProvisionedConcurrency.ts';
import { deleteProvisionedConcurrency, getProvisionedConcurrency, listProvisionedConcurrency } from './readProvisionedConcurrency.ts';

export function provisionedConcurrencyHandlers(region: RegionResources): Handlers {
  return {
    PutProvisionedConcurrencyConfig: putProvisionedConcurrency(region),
    GetProvisionedConcurrencyConfig: getProvisionedConcurrency(region),
    ListProvisionedConcurrencyConfigs: listProvisionedConcurrency(region),
    DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrency(region),
  };
}
