import type { Disposable } from '../../common/disposable.ts';
import type { LocalRegion } from './localRegion.ts';

/** Tells of a region that fails while it runs; one that fails to start is told by whoever started it. */
export function watchFailures(region: LocalRegion, onFailure: (error: unknown) => void): Disposable {
  let ran = false;
  return region.onDidChangeStatus((status) => {
    if (ran && status.phase === 'failed') onFailure(status.error);
    ran = status.phase === 'running';
  });
}
