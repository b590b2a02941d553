import { Timeline, type TimelineBounds } from '../../../../../src/lambda/scaling/timeline/timeline.ts';
import type { EnvironmentPhase, InvocationResult, TimelineEnvironment, TimelineEvent, TimelineSnapshot } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { readFrame, type TimelineFrame } from '../../../../../src/lambda/scaling/timeline/timelineFrame.ts';
import { timelineWindows } from '../../../../../src/lambda/scaling/timeline/timelineWindows.ts';

/** A round moment, from which tests count in milliseconds. */
export const t0 = 1_700_000_100_000;
export const [oneMinute, fiveMinutes, fifteenMinutes] = timelineWindows;

export function environment(id: string, state: EnvironmentPhase, startedAt = 0, more: Partial<TimelineEnvironment> = {}): TimelineEnvironment {
  return { id, functionName: 'orders', version: '$LATEST', state, startedAt: t0 + startedAt, ...more };
}

export const changed = (at: number, id: string, state: EnvironmentPhase, startedAt = 0, more: Partial<TimelineEnvironment> = {}): TimelineEvent => ({
  type: 'environmentChanged', at: t0 + at, environment: environment(id, state, startedAt, more),
});

export const stopped = (at: number, id: string, functionName = 'orders'): TimelineEvent => ({
  type: 'environmentStopped', at: t0 + at, id, functionName, reason: 'idle',
});

export const started = (at: number, requestId: string, environmentId: string, cold = false, functionName = 'orders'): TimelineEvent => ({
  type: 'invocationStarted', at: t0 + at, requestId, functionName, environmentId, cold,
});

export const ended = (
  at: number, requestId: string, environmentId: string, durationMs: number,
  { outcome = 'success', functionName = 'orders', initDurationMs }: { outcome?: InvocationResult; functionName?: string; initDurationMs?: number } = {},
): TimelineEvent => ({
  type: 'invocationEnded', at: t0 + at, requestId, functionName, environmentId, durationMs, outcome,
  ...(initDurationMs !== undefined && { initDurationMs }),
});

export const throttled = (at: number, reason: string, functionName = 'orders'): TimelineEvent => ({ type: 'throttled', at: t0 + at, functionName, reason });

/** A timeline that has seen these events, and before them the snapshot. */
export function timelineOf(events: readonly TimelineEvent[], snapshot: Partial<TimelineSnapshot> = {}, bounds?: TimelineBounds): Timeline {
  const timeline = new Timeline({ since: t0, accountConcurrency: 1000, functions: [], environments: [], history: [], ...snapshot }, bounds);
  for (const event of events) timeline.append(event);
  return timeline;
}

export function frameAt(timeline: Timeline, to: number, functionName?: string, window: (typeof timelineWindows)[number] = oneMinute): TimelineFrame {
  return readFrame(timeline, { functionName, window, to: t0 + to });
}

/** A level column's peaks from `from` to `to`, in steps of the one-minute window (100 ms). */
export function levels({ levels: columns }: TimelineFrame, column: 'executing' | 'environments', from: number, to: number): (number | null | undefined)[] {
  return columns.at.flatMap((at, index) => (at >= t0 + from && at < t0 + to ? [columns[column][index]] : []));
}
