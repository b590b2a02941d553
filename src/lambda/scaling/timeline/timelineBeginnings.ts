import type { TimelineEnvironment, TimelineEvent } from './timelineEvent.ts';

/**
 * Events that a history which begins in the middle leaves out: the start of each environment that was there before, or of which only the
 * state tells. Taken together with the history, in the order of time, every lane begins where it began.
 */
export function beginnings(history: readonly TimelineEvent[], environments: readonly TimelineEnvironment[]): TimelineEvent[] {
  const first = new Map<string, TimelineEnvironment>();
  const begun = new Set<string>();
  for (const event of history) {
    if (event.type !== 'environmentChanged') continue;
    const { environment } = event;
    if (!first.has(environment.id)) first.set(environment.id, environment);
    if (environment.state === 'starting') begun.add(environment.id);
  }
  for (const environment of environments) if (!first.has(environment.id)) first.set(environment.id, environment);
  return [...first.values()].filter(({ id }) => !begun.has(id)).flatMap(asBegun);
}

function asBegun(environment: TimelineEnvironment): TimelineEvent[] {
  const { startedAt, initDurationMs, state } = environment;
  if (state === 'starting') return [changed(startedAt, environment)];
  const idle = { ...environment, state: 'idle' as const };
  if (initDurationMs === undefined) return [changed(startedAt, idle)];
  return [changed(startedAt, { ...environment, state: 'starting' }), changed(startedAt + initDurationMs, idle)];
}

function changed(at: number, environment: TimelineEnvironment): TimelineEvent {
  return { type: 'environmentChanged', at, environment };
}
