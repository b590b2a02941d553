import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { numberedKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';
import { exclusiveLayer, namedLayer } from './layerVersions.ts';

/** Functions that have the version keep it, and its archive stays as long as one of them does. */
export function deleteLayerVersion(region: RegionResources): Handler<'DeleteLayerVersion'> {
  const { functions, tables, store, identity } = region;
  return async (input) => {
    const name = namedLayer(identity, 'DeleteLayerVersion', input.LayerName, input.VersionNumber);
    const key = numberedKey(name, input.VersionNumber);
    await exclusiveLayer(region, name, async () => {
      // A version that is not there is as good as deleted.
      if (!tables.layerVersions.has(key)) return;
      await commit(store, [tables.layerVersions.deleting(key)]);
      // Its archive may go.
      functions.tellChange();
    });
    return {};
  };
}
