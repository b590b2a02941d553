import type { Disposable } from '../../../common/disposable.ts';
import type { RegionResources } from '../regionResources.ts';
import type { StoredConfiguration } from './storedFunction.ts';

/**
 * Keeps the layers of a configuration that is about to be written, though their layer versions may be deleted meanwhile: dispose
 * it when it is written. To be called in the same turn in which the layers were found.
 */
export function holdLayers({ archives }: Pick<RegionResources, 'archives'>, { further }: Pick<StoredConfiguration, 'further'>): Disposable {
  return archives.hold(further.Layers.flatMap(({ sha256 }) => sha256 ?? []));
}
