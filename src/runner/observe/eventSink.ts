import type { RegionEvent } from '../../protocol/runner.ts';

/** Takes what happens in the region; never throws and never waits. */
export interface EventSink {
  emit(event: RegionEvent): void;
}
