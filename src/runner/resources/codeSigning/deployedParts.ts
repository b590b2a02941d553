import type { StoredLayer } from '../functions/furtherSettings.ts';
import type { StoredConfiguration } from '../functions/storedFunction.ts';
import type { RegionResources } from '../regionResources.ts';
import type { DeployedPart } from './checkDeployment.ts';
import type { RecordedSignature } from './recordedSignature.ts';

/** The layers that a deployment adds. `before`: those that the function has: they were checked when they came, or are from before its configuration. */
export function addedLayers(
  { archives }: Pick<RegionResources, 'archives'>,
  layers: readonly StoredLayer[],
  before: readonly StoredLayer[] = [],
): readonly DeployedPart[] {
  const there = new Set(before.map(({ Arn }) => Arn));
  return layers
    .filter(({ Arn }) => !there.has(Arn))
    .map(({ Arn, sha256 }) => ({ name: Arn, archive: sha256 === undefined ? undefined : { file: archives.zipOf(sha256) } }));
}

export function withSignature(code: StoredConfiguration['code'], signature: RecordedSignature | undefined): StoredConfiguration['code'] {
  return signature === undefined ? code : { ...code, signature };
}
