import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { listVersionsByFunction } from './listVersionsByFunction.ts';
import { publishVersion } from './publishVersion.ts';

export function versionHandlers(region: RegionResources): Handlers {
  return {
    PublishVersion: publishVersion(region),
    ListVersionsByFunction: listVersionsByFunction(region),
  };
}
