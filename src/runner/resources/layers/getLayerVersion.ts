import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import type { RegionResources } from '../regionResources.ts';
import { layerAnswer } from './layerAnswer.ts';
import { parseLayerReference } from './layerArn.ts';
import { layerErrors } from './layerErrors.ts';
import { findVersion, namedLayer } from './layerVersions.ts';

export function getLayerVersion(region: RegionResources): Handler<'GetLayerVersion'> {
  return async (input) => answer(region, input.LayerName, input.VersionNumber);
}

export function getLayerVersionByArn(region: RegionResources): Handler<'GetLayerVersionByArn'> {
  return async (input) => {
    const version = parseLayerReference(input.Arn)?.version;
    if (version === undefined) throw layerErrors.notFound();
    return answer(region, input.Arn, version);
  };
}

function answer(region: RegionResources, nameOrArn: string, number: number): Operations['GetLayerVersion']['output'] {
  const version = findVersion(region.tables, namedLayer(region.identity, 'GetLayerVersion', nameOrArn, number), number);
  if (version === undefined) throw layerErrors.notFound();
  return layerAnswer(region, version);
}
