import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { createAlias } from './createAlias.ts';
import { deleteAlias } from './deleteAlias.ts';
import { getAlias, listAliases } from './readAliases.ts';
import { updateAlias } from './updateAlias.ts';

export function aliasHandlers(region: RegionResources): Handlers {
  return {
    CreateAlias: createAlias(region),
    GetAlias: getAlias(region),
    ListAliases: listAliases(region),
    UpdateAlias: updateAlias(region),
    DeleteAlias: deleteAlias(region),
  };
}
