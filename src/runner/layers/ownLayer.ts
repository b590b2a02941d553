import { parseLayerVersionArn } from '../../lambda/layerVersionArn.ts';
import { findVersion } from '../resources/layers/layerVersions.ts';
import type { RegionResources } from '../resources/regionResources.ts';

/** Where a layer version that was published in the Local region lies; undefined for all others. */
export function ownLayer({ identity, tables, archives }: Pick<RegionResources, 'identity' | 'tables' | 'archives'>, arn: string): string | undefined {
  const parsed = parseLayerVersionArn(arn);
  if (parsed === undefined || parsed.region !== identity.region || parsed.account !== identity.account) return undefined;
  const found = findVersion(tables, parsed.name, parsed.version);
  return found === undefined ? undefined : archives.folderOf(found.document.sha256);
}
