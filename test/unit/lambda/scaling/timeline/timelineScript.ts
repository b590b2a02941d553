import { Timeline, type TimelineBounds } from '../../../../../src/lambda/scaling/timeline/timeline.ts';
import type { GraphMetric, GraphSeries } from '../../../../../src/lambda/scaling/timeline/graphSeries.ts';
import type {
  EnvironmentPhase, InvocationResult, InvocationStarted, TimelineEnvironment, TimelineEvent, TimelineFunction, TimelineSnapshot,
} from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { fineTimelineSeries, timelineSeries } from '../../../../../src/lambda/scaling/timeline/timelineSeries.ts';

/** A round moment, from which tests count in milliseconds. */
export const t0 = 1_700_000_100_000;

export function functionOf(name: string, more: Partial<TimelineFunction> = {}): TimelineFunction {
  return { name, timeoutMs: 3000, memoryMegabytes: 1024, architecture: 'x86_64', revision: 'first', provisioned: [], aliases: [], ...more };
}

export function environment(id: string, state: EnvironmentPhase, startedAt = 0, more: Partial<TimelineEnvironment> = {}): TimelineEnvironment {
  return { id, functionName: 'orders', version: '$LATEST', state, startedAt: t0 + startedAt, ...more };
}

export const changed = (at: number, id: string, state: EnvironmentPhase, startedAt = 0, more: Partial<TimelineEnvironment> = {}): TimelineEvent => ({
  type: 'environmentChanged', at: t0 + at, environment: environment(id, state, startedAt, more),
});

export const stopped = (at: number, id: string, functionName = 'orders'): TimelineEvent => ({
  type: 'environmentStopped', at: t0 + at, id, functionName, reason: 'idle',
});

export const started = (at: number, requestId: string, environmentId: string, cold = false, functionName = 'orders'): InvocationStarted => ({
  type: 'invocationStarted', at: t0 + at, requestId, functionName, environmentId, cold,
});

export const ended = (
  at: number, requestId: string, environmentId: string, durationMs: number,
  { outcome = 'success', functionName = 'orders', initDurationMs }: { outcome?: InvocationResult; functionName?: string; initDurationMs?: number } = {},
): TimelineEvent => ({
  type: 'invocationEnded', at: t0 + at, requestId, functionName, environmentId, durationMs, outcome,
  ...(initDurationMs !== undefined && { initDurationMs }),
});

export const throttled = (at: number, rule: string, functionName = 'orders'): TimelineEvent => ({ type: 'throttled', at: t0 + at, functionName, reason: 'told', rule });

/** A timeline that has seen these events, and before them the snapshot. */
export function timelineOf(events: readonly TimelineEvent[], snapshot: Partial<TimelineSnapshot> = {}, bounds?: TimelineBounds): Timeline {
  const timeline = new Timeline({ since: t0, accountConcurrency: 1000, rateScale: 1, functions: [], environments: [], history: [], ...snapshot }, bounds);
  for (const event of events) timeline.append(event);
  return timeline;
}

/** All that is known of the second `from` up to `to`, which stands still. */
export function seriesOf(timeline: Timeline, from: number, to: number, functionName?: string): GraphSeries {
  return timelineSeries(timeline, { functionName, from: t0 + from, to: t0 + to, partial: true });
}

/** A column's values from `from` to `to`, in steps of a second. */
export function values(timeline: Timeline, metric: GraphMetric, from: number, to: number, functionName?: string): (number | null)[] {
  return pick(seriesOf(timeline, from, to, functionName), metric, from, to);
}

/** A level's peaks from `from` to `to`, in the fine steps of 100 ms. */
export function levels(timeline: Timeline, metric: GraphMetric, from: number, to: number, functionName?: string): (number | null)[] {
  const series = fineTimelineSeries(timeline, { functionName, from: t0 + from, to: t0 + to });
  return series === undefined ? [] : pick(series, metric, from, to);
}

function pick({ at, columns }: GraphSeries, metric: GraphMetric, from: number, to: number): (number | null)[] {
  return at.flatMap((moment, index) => (moment >= t0 + from && moment < t0 + to ? [columns[metric]?.[index] ?? null] : []));
}
