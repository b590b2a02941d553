import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineEvent, TimelineFunction } from '../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { readFrame, type TimelineFrame } from '../../../../src/lambda/scaling/timeline/timelineFrame.ts';
import { timelineWindows } from '../../../../src/lambda/scaling/timeline/timelineWindows.ts';
import { arrivalsData, arrivalsLegend } from '../../../../webviews/scaling/arrivals.ts';
import { concurrencyData, limitFits, limitsShown } from '../../../../webviews/scaling/concurrency.ts';
import { durationData, durationLegend, pointsOf } from '../../../../webviews/scaling/durations.ts';
import { flowAt, levelAt } from '../../../../webviews/scaling/frameLookup.ts';
import { tableRows } from '../../../../webviews/scaling/tableRows.ts';
import { Formats } from '../../../../webviews/shared/format.ts';
import { words as strings } from './words.ts';

const t0 = 1_700_000_100_000;
const formats = new Formats('en', 'UTC');

const run = (at: number, ms: number, cold = false): TimelineEvent[] => [
  { type: 'environmentChanged', at: t0 + at, environment: { id: `e${at}`, functionName: 'orders', version: '$LATEST', state: 'idle', startedAt: t0 + at } },
  { type: 'invocationStarted', at: t0 + at, requestId: `r${at}`, functionName: 'orders', environmentId: `e${at}`, cold },
  { type: 'invocationEnded', at: t0 + at + ms, requestId: `r${at}`, functionName: 'orders', environmentId: `e${at}`, durationMs: ms, outcome: 'success', ...(cold && { initDurationMs: 400 }) },
];
const throttle = (at: number, reason: string): TimelineEvent => ({ type: 'throttled', at: t0 + at, functionName: 'orders', reason });

function show(events: readonly TimelineEvent[], functions: readonly TimelineFunction[] = [{ name: 'orders', timeoutMs: 3000 }], functionName?: string): { frame: TimelineFrame; timeline: Timeline } {
  const timeline = new Timeline({ since: t0, accountConcurrency: 1000, functions, environments: [], history: [] });
  for (const event of [...events].sort((a, b) => a.at - b.at)) timeline.append(event);
  return { timeline, frame: readFrame(timeline, { functionName, window: timelineWindows[0], to: t0 + 3999 }) };
}

describe('limits', () => {
  const check = (functions: readonly TimelineFunction[], functionName: string | undefined, expected: readonly string[]) =>
    expect(limitsShown(show(run(0, 10), functions, functionName).frame)).toEqual(expected);
  const plain = { name: 'orders', timeoutMs: 3000 };
  const reserving = { ...plain, reservedConcurrency: 0 };

  it('is the account’s for all', () => check([plain], undefined, ['account']));
  it('is what is left unreserved, too, where something is reserved', () => check([{ ...plain, reservedConcurrency: 5 }], undefined, ['account', 'unreserved']));
  it('is its reservation for a function that has one, even of none', () => check([reserving], 'orders', ['reserved']));
  it('is what is unreserved for a function that has none', () => check([plain], 'orders', ['unreserved']));

  it('is drawn where it is near', () => {
    expect(limitFits(10, 0, 0)).toBe(true);
    expect(limitFits(1000, 5, 5)).toBe(false);
    expect(limitFits(1000, 400, 400)).toBe(true);
  });

  it('leaves the axis to what happens where it is far', () => {
    expect(concurrencyData(show(run(0, 10)).frame)).toMatchObject({ min: 0, max: 4 });
    expect(concurrencyData(show(run(0, 10), [{ ...plain, reservedConcurrency: 8 }], 'orders').frame).max).toBe(10);
  });
});

describe('arrivals', () => {
  const events = [...run(100, 10), ...run(200, 10), ...run(300, 10), ...[1, 2].map((at) => throttle(at, 'ConcurrentInvocationLimitExceeded'))];

  it('stand on one another', () => expect(arrivalsData(show(events).frame).max).toBe(6));

  it('name the reasons that there were, with the values at the cursor', () => {
    const { frame } = show([...events, throttle(2500, 'FunctionInvocationRateLimitExceeded')]);
    const items = (at: number | undefined) => arrivalsLegend(frame, at, strings, formats).map(({ label, value }) => `${label} ${value}`);
    expect(items(t0 + 999)).toEqual(['accepted 3', 'ConcurrentInvocationLimitExceeded 2', 'FunctionInvocationRateLimitExceeded 0']);
    expect(items(t0 + 2000)).toEqual(['accepted 0', 'ConcurrentInvocationLimitExceeded 0', 'FunctionInvocationRateLimitExceeded 1']);
  });

  it('look apart by reason', () => {
    const reasons = ['ReservedFunctionConcurrentInvocationLimitExceeded', 'ConcurrentInvocationLimitExceeded', 'ReservedFunctionInvocationRateLimitExceeded', 'FunctionInvocationRateLimitExceeded'];
    const { frame } = show(reasons.map((reason) => throttle(1, reason)));
    const looks = arrivalsLegend(frame, undefined, strings, formats).map(({ swatch }) => JSON.stringify(swatch));
    expect(new Set(looks).size).toBe(5);
  });
});

describe('durations', () => {
  const data = (events: readonly TimelineEvent[], functions?: readonly TimelineFunction[]) => {
    const { frame, timeline } = show(events, functions);
    return durationData(frame, pointsOf(timeline, frame));
  };

  it('range from round value to round value', () => expect(data(run(0, 30), [{ name: 'orders', timeoutMs: 900_000 }])).toMatchObject({ min: 20, max: 200 }));
  it('have room for the init of a cold start', () => expect(data(run(0, 100, true), [{ name: 'orders', timeoutMs: 900_000 }]).max).toBe(1000));
  it('have room for a timeout that is near', () => expect(data(run(0, 30)).max).toBe(5000));
  it('have an axis without any', () => expect(data([throttle(1, 'x')])).toMatchObject({ min: 1, max: 1000 }));

  it('leave gaps where nothing ended', () => {
    const { columns } = data([...run(0, 30), ...run(2100, 60)]);
    expect(columns.at(-1)).toEqual([30, null, 60, null]);
  });

  it('say their values at the cursor', () => {
    const { frame } = show([...run(0, 30), ...run(2100, 60, true)]);
    const items = durationLegend(frame, t0 + 2500, strings, formats).map(({ label, value }) => `${label} ${value}`);
    expect(items).toEqual(['p50 60.0 ms', 'p90 60.0 ms', 'maximum 60.0 ms', 'coldStartLegend 1', 'timeout 3.00 s']);
  });
});

describe('looking up a moment', () => {
  const { frame } = show([...run(100, 150), ...run(2050, 500)]);

  it('finds its level', () => {
    expect([50, 150, 240, 300].map((at) => levelAt(frame, 'executing', t0 + at))).toEqual([0, 1, 1, 0]);
    expect(levelAt(frame, 'environments', undefined)).toBe(2);
    expect(levelAt(frame, 'executing', t0 - 1_000_000)).toBeUndefined();
  });

  it('finds its step', () => {
    expect(flowAt(frame, t0 + 2999)?.started).toBe(1);
    expect(flowAt(frame, t0 + 1000)?.started).toBe(0);
    expect(flowAt(frame, t0 - 5000)).toBeUndefined();
  });

  it('makes rows of the steps, newest first, with their peaks', () =>
    expect(tableRows(frame).map(({ start, executing, environments, accepted }) => [start - t0, executing, environments, accepted])).toEqual([
      [3000, 0, 2, 0],
      [2000, 1, 2, 1],
      [1000, 0, 1, 0],
      [0, 1, 1, 1],
    ]));
});
