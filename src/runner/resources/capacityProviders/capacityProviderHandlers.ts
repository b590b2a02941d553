import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { CapacityProviderLife } from './capacityProviderLife.ts';
import { createCapacityProvider } from './createCapacityProvider.ts';
import { deleteCapacityProvider } from './deleteCapacityProvider.ts';
import { getCapacityProvider, listCapacityProviders } from './getCapacityProvider.ts';
import { listFunctionVersionsByCapacityProvider } from './listFunctionVersions.ts';
import { updateCapacityProvider } from './updateCapacityProvider.ts';

export function capacityProviderHandlers(region: RegionResources): Handlers {
  const life = new CapacityProviderLife(region);
  return {
    CreateCapacityProvider: createCapacityProvider(region, life),
    GetCapacityProvider: getCapacityProvider(region, life),
    ListCapacityProviders: listCapacityProviders(region, life),
    UpdateCapacityProvider: updateCapacityProvider(region, life),
    DeleteCapacityProvider: deleteCapacityProvider(region, life),
    ListFunctionVersionsByCapacityProvider: listFunctionVersionsByCapacityProvider(region),
  };
}
