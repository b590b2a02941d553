import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { deleteLayerVersion } from './deleteLayerVersion.ts';
import { getLayerVersion, getLayerVersionByArn } from './getLayerVersion.ts';
import { addLayerVersionPermission, getLayerVersionPolicy, removeLayerVersionPermission } from './layerPermissions.ts';
import { listLayers, listLayerVersions } from './listLayers.ts';
import { publishLayerVersion } from './publishLayerVersion.ts';

export function layerHandlers(region: RegionResources): Handlers {
  return {
    PublishLayerVersion: publishLayerVersion(region),
    GetLayerVersion: getLayerVersion(region),
    GetLayerVersionByArn: getLayerVersionByArn(region),
    ListLayers: listLayers(region),
    ListLayerVersions: listLayerVersions(region),
    DeleteLayerVersion: deleteLayerVersion(region),
    GetLayerVersionPolicy: getLayerVersionPolicy(region),
    AddLayerVersionPermission: addLayerVersionPermission(region),
    RemoveLayerVersionPermission: removeLayerVersionPermission(region),
  };
}
