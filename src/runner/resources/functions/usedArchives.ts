import type { DocumentTable } from '../../store/documentTable.ts';
import type { LayerVersionDocument } from '../layers/storedLayer.ts';
import type { PublishedVersions } from '../versions/publishedVersions.ts';
import type { FunctionDocument } from './storedFunction.ts';

/** The code that functions, their versions and layers need, by its SHA-256. */
export function usedArchives(
  functions: DocumentTable<FunctionDocument>,
  versions: PublishedVersions,
  layers: DocumentTable<LayerVersionDocument>,
): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { latest } of functions.values()) {
    used.add(latest.code.sha256);
    for (const { sha256 } of latest.further.Layers) if (sha256 !== undefined) used.add(sha256);
  }
  for (const { sha256, layers: ofLayers = [] } of versions.codes()) {
    if (sha256 !== undefined) used.add(sha256);
    for (const layer of ofLayers) used.add(layer);
  }
  for (const { sha256 } of layers.values()) used.add(sha256);
  return used;
}
