import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coalesce } from '../../../../../src/lambda/scaling/timeline/coalesce.ts';
import { DurationSamples } from '../../../../../src/lambda/scaling/timeline/durationSamples.ts';
import type { Segment } from '../../../../../src/lambda/scaling/timeline/lane.ts';
import type { TimelineEvent } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { timelineHorizonMs } from '../../../../../src/lambda/scaling/timeline/timelineWindows.ts';
import { changed, ended, levels, started, stopped, t0, timelineOf } from './timelineScript.ts';

/** Invocations of `ms` one after the other on one environment, with as long a pause after each. */
function* busy(count: number, ms: number): Iterable<TimelineEvent> {
  yield changed(0, 'a', 'idle');
  for (let index = 0; index < count; index++) {
    yield started(index * ms * 2, `r${index}`, 'a');
    yield ended(index * ms * 2 + ms, `r${index}`, 'a', ms);
  }
}

describe('memory', () => {
  it('does not keep a segment for each of very many invocations', () => {
    const timeline = timelineOf([], {}, { points: 100, lanes: { lanes: 10, segments: 200 } });
    for (const event of busy(5000, 10)) timeline.append(event);
    const lane = timeline.lane('a');
    expect(lane?.invocations).toBe(5000);
    expect(lane?.segments.length).toBeLessThanOrEqual(200);
    expect(lane?.segments.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect(lane?.segments.at(-1)).toMatchObject({ requestId: 'r4999', count: 1 });
  });

  it('forgets lanes and segments that are older than the longest window', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), stopped(1000, 'a'), changed(0, 'b', 'idle'), started(10, 'r', 'b'), ended(20, 'r', 'b', 10)]);
    timeline.append(started(timelineHorizonMs + 10_000, 'r2', 'b'));
    expect(timeline.lane('a')).toBeUndefined();
    expect(timeline.lane('b')?.segments).toHaveLength(1);
  });

  it('keeps no more ended lanes than it may, and all that live', () => {
    const timeline = timelineOf([], {}, { points: 10, lanes: { lanes: 5, segments: 1000 } });
    for (let index = 0; index < 20; index++) timeline.append(changed(index, `e${index}`, 'idle', index));
    for (let index = 0; index < 17; index++) timeline.append(stopped(100 + index, `e${index}`));
    timeline.append(changed(20_000, 'new', 'idle', 20_000));
    expect([...timeline.lanes()].map(({ id }) => id)).toEqual(['e16', 'e17', 'e18', 'e19', 'new']);
  });

  it('says whether every warm invocation of a window is still there', () => {
    const timeline = timelineOf([...busy(50, 10)], {}, { points: 20 });
    expect(timeline.warm.read(t0, t0 + 5000, undefined)).toHaveLength(20);
    expect(timeline.warm.covers(t0)).toBe(false);
    expect(timeline.warm.covers(t0 + 700)).toBe(true);
  });
});

describe('coalesce', () => {
  const invoke = (start: number, end: number, more: Partial<Segment> = {}): Segment => ({ kind: 'invoke', start, end, count: 1, cold: false, outcome: 'success', ...more });

  it('joins close invocations before distant ones and keeps the newest apart', () => {
    const segments = [invoke(0, 10), invoke(11, 20), invoke(500, 510), invoke(2000, 2010), invoke(2011, 2020)];
    expect(coalesce(segments, 4)).toMatchObject([{ start: 0, end: 20, count: 2 }, { start: 500, count: 1 }, { start: 2000, count: 1 }, { start: 2011, count: 1 }]);
  });

  it('joins no failure and no init', () => {
    const segments = [invoke(0, 1, { kind: 'init', count: 0 }), invoke(1, 2), invoke(2, 3, { outcome: 'error' }), invoke(3, 4), invoke(4, 5), invoke(5, 6), invoke(6, 7), invoke(7, 8)];
    expect(coalesce(segments, 8).map(({ count }) => count)).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    expect(coalesce(segments.slice(1), 6).map(({ start, count }) => [start, count])).toEqual([[1, 1], [2, 1], [3, 2], [5, 1], [6, 1], [7, 1]]);
  });
});

describe('DurationSamples', () => {
  const check = (values: readonly number[], q: number, expected: number | undefined) => {
    const samples = new DurationSamples();
    for (const value of values) samples.add(value);
    expect(samples.quantile(q)).toBe(expected);
  };
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('has none without values', () => check([], 0.5, undefined));
  it('is the value of one', () => check([7], 0.9, 7));
  it('takes the nearest rank', () => check(hundred, 0.5, 50));
  it('takes the nearest rank near the end', () => check(hundred, 0.99, 99));
  it('takes new values into account after it was asked', () => {
    const samples = new DurationSamples();
    samples.add(1);
    expect(samples.quantile(1)).toBe(1);
    samples.add(5);
    expect(samples.quantile(1)).toBe(5);
  });

  it('stays near the truth and keeps the maximum beyond its capacity', () => {
    const samples = new DurationSamples();
    for (let index = 0; index < 100_000; index++) samples.add((index * 7919) % 100_000);
    expect(samples.count).toBe(100_000);
    expect(samples.max).toBe(99_999);
    expect(Math.abs((samples.quantile(0.5) ?? 0) - 50_000)).toBeLessThan(2500);
    expect(Math.abs((samples.quantile(0.9) ?? 0) - 90_000)).toBeLessThan(2500);
  });
});

describe('whatever comes, in whatever order', () => {
  const ids = fc.constantFrom('a', 'b', 'c');
  const at = fc.integer({ min: 0, max: 40_000 });
  const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
    fc.tuple(at, ids, fc.constantFrom('starting', 'idle', 'busy', 'stopping')).map(([when, id, state]) => changed(when, id, state, Math.max(0, when - 100))),
    fc.tuple(at, ids).map(([when, id]) => stopped(when, id)),
    fc.tuple(at, fc.integer({ min: 0, max: 9 }), ids, fc.boolean()).map(([when, request, id, cold]) => started(when, `r${request}`, id, cold)),
    fc.tuple(at, fc.integer({ min: 0, max: 9 }), ids).map(([when, request, id]) => ended(when, `r${request}`, id, 5)),
  );

  it('adds up, counts no less than nothing, and keeps segments in order', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const timeline = timelineOf(events);
        const scope = timeline.scope(undefined);
        const { started: begun, ended: done, running, lost } = scope?.totals ?? { started: 0, ended: 0, running: 0, lost: 0 };
        expect(begun).toBe(done + running + lost);
        expect(Math.min(running, lost, scope?.executing ?? 0)).toBeGreaterThanOrEqual(0);
        const alive = [...timeline.lanes()].filter(({ state }) => state !== 'stopped');
        expect(scope?.environments).toBe(alive.length);
        expect(scope?.executing).toBe(alive.filter(({ state }) => state === 'busy' || state === 'starting').length);
        for (const { segments } of timeline.lanes()) {
          segments.forEach(({ start, end }, index) => {
            expect(end).toBeGreaterThanOrEqual(start);
            expect(start).toBeGreaterThanOrEqual(segments[index - 1]?.end ?? 0);
          });
        }
        expect(levels(timeline, 'concurrency', 41_000, 41_100)).toEqual([scope?.executing]);
      }),
      { seed: 42, numRuns: 300 },
    );
  });
});
