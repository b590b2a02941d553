import type { RegionEvent } from '../../../src/protocol/runner.ts';

/** What is compared: of the simulator, or of what the Local region did. */
export interface Figures {
  readonly peak: number;
  readonly throttled: number;
  readonly cold: number;
}

/** What a region's events tell. Concurrency: environments that run, or start for an invocation. */
export function observed(events: readonly RegionEvent[]): Figures {
  const executing = new Set<string>();
  let [peak, throttled, cold] = [0, 0, 0];
  const runs = (id: string): void => {
    executing.add(id);
    peak = Math.max(peak, executing.size);
  };
  for (const event of events) {
    if (event.type === 'throttled') throttled += 1;
    else if (event.type === 'environmentChanged' && event.environment.state === 'starting' && event.environment.provisioned === undefined) runs(event.environment.id);
    else if (event.type === 'invocationStarted') {
      if (event.cold) cold += 1;
      runs(event.environmentId);
    } else if (event.type === 'invocationEnded') executing.delete(event.environmentId);
    // It has answered, and counts no longer.
    else if (event.type === 'environmentChanged' && event.environment.state === 'idle') executing.delete(event.environment.id);
  }
  return { peak, throttled, cold };
}
