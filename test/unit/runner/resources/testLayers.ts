import type { Operations } from '../../../../src/runner/api/operations.ts';
import { zipBytes } from '../store/archives/zipBytes.ts';
import { openRegion, type TestRegion } from './testRegion.ts';

export type PublishLayer = Operations['PublishLayerVersion']['input'];

export const layerZip = zipBytes([{ name: 'nodejs/node_modules/m/index.js', content: 'exports.value = 1;' }]);
export const otherLayerZip = zipBytes([{ name: 'nodejs/node_modules/m/index.js', content: 'exports.value = 2;' }]);

/** PublishLayerVersion with what it needs. */
export function publish(
  region: TestRegion,
  name: string,
  more: Partial<PublishLayer> = {},
): Promise<Operations['PublishLayerVersion']['output']> {
  return region.call('PublishLayerVersion', { LayerName: name, Content: { ZipFile: layerZip }, ...more });
}

/** Layers a, a-b, plain, and tools with three versions, the second of which is compatible with other runtimes and architectures. */
export async function withLayers(): Promise<TestRegion> {
  const region = await openRegion();
  const nodejs = { CompatibleRuntimes: ['nodejs24.x', 'nodejs22.x'], CompatibleArchitectures: ['x86_64'] } satisfies Partial<PublishLayer>;
  await publish(region, 'tools', { ...nodejs, Description: 'first' });
  await publish(region, 'tools', { CompatibleRuntimes: ['python3.13'], CompatibleArchitectures: ['x86_64', 'arm64'] });
  await publish(region, 'tools', nodejs);
  await publish(region, 'plain');
  await publish(region, 'a-b', { CompatibleArchitectures: ['arm64'], CompatibleRuntimes: [] });
  await publish(region, 'a');
  return region;
}

/** The numbers of the versions that were listed. */
export function versionsOf({ LayerVersions: versions }: Operations['ListLayerVersions']['output']): unknown {
  return versions?.map(({ Version }) => Version);
}

/** The layers that were listed, as `name:version`. */
export function layersOf({ Layers: layers }: Operations['ListLayers']['output']): unknown {
  return layers?.map(({ LayerName, LatestMatchingVersion }) => `${LayerName}:${LatestMatchingVersion?.Version}`);
}
