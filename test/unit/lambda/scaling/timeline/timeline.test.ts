import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { changed, ended, environment, fifteenMinutes, fiveMinutes, frameAt, levels, started, stopped, t0, throttled, timelineOf } from './timelineScript.ts';

/** A cold start at 0, its invocation from 250 to 450, another from 600 to 650, stopped at 900. */
const life: readonly TimelineEvent[] = [
  changed(0, 'a', 'starting'),
  changed(250, 'a', 'idle', 0, { initDurationMs: 250 }),
  started(250, 'r1', 'a', true),
  ended(450, 'r1', 'a', 200, { initDurationMs: 250 }),
  started(600, 'r2', 'a'),
  ended(650, 'r2', 'a', 50),
  changed(800, 'a', 'stopping'),
  stopped(900, 'a'),
];

describe('levels', () => {
  const check = (column: 'executing' | 'environments', events: readonly TimelineEvent[], expected: readonly number[]) =>
    expect(levels(frameAt(timelineOf(events), 1200), column, 0, expected.length * 100)).toEqual(expected);

  it('counts what starts and what is busy as executing', () => check('executing', life, [1, 1, 1, 1, 1, 0, 1, 0, 0, 0]));
  it('counts environments from their start to their end', () => check('environments', life, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]));

  it('keeps the peak of a step, however short', () =>
    check('executing', [...['a', 'b', 'c'].flatMap((id) => [changed(310, id, 'idle', 310), started(320, id, id)]), ...['a', 'b', 'c'].map((id) => ended(330, id, id, 10))], [0, 0, 0, 3, 0]));

  it('carries a level on without news', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), started(100, 'r', 'a')]);
    expect(levels(frameAt(timeline, 50_000), 'executing', 49_000, 49_300)).toEqual([1, 1, 1]);
  });

  it('knows nothing from before the beginning', () => {
    const { levels: columns } = frameAt(timelineOf(life), 1000);
    expect(columns.executing[columns.at.indexOf(t0 - 100)]).toBeNull();
    expect(columns.account[columns.at.indexOf(t0 - 100)]).toBeNull();
    expect(columns.account[columns.at.indexOf(t0)]).toBe(1000);
  });

  it('counts a late change from the newest step on', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), changed(0, 'b', 'idle'), started(500, 'r1', 'b'), started(120, 'r2', 'a')]);
    expect(levels(frameAt(timeline, 1000), 'executing', 0, 700)).toEqual([0, 0, 0, 0, 0, 2, 2]);
  });

  it('shows the same at every resolution', () => {
    const timeline = timelineOf(life);
    for (const window of [fiveMinutes, fifteenMinutes]) {
      const { levels: columns } = frameAt(timeline, 5000, undefined, window);
      expect(Math.max(...columns.executing.map(Number))).toBe(1);
      expect(columns.executing.at(-1)).toBe(0);
    }
  });

  it('tells one function from another', () => {
    const timeline = timelineOf([changed(0, 'a', 'starting'), changed(100, 'x', 'starting', 100, { functionName: 'worker' })]);
    expect(levels(frameAt(timeline, 1200, 'worker'), 'executing', 0, 300)).toEqual([0, 1, 1]);
    expect(levels(frameAt(timeline, 1200, 'orders'), 'executing', 0, 300)).toEqual([1, 1, 1]);
    expect(levels(frameAt(timeline, 1200), 'executing', 0, 300)).toEqual([1, 2, 2]);
    expect(levels(frameAt(timeline, 1200, 'unheard-of'), 'executing', 0, 300)).toEqual([0, 0, 0]);
  });
});

describe('flows', () => {
  it('counts arrivals when they start and errors when they end', () => {
    const timeline = timelineOf([
      ...life,
      changed(1000, 'b', 'starting', 1000),
      started(1500, 'r3', 'b', true),
      ended(2500, 'r3', 'b', 1000, { outcome: 'error' }),
      started(2600, 'r4', 'b'),
      ended(2900, 'r4', 'b', 300, { outcome: 'timeout' }),
    ]);
    const counts = frameAt(timeline, 2999).flows.map(({ started: arrived, cold, ended: done, errors, timeouts }) => ({ arrived, cold, done, errors, timeouts }));
    expect(counts).toEqual([
      { arrived: 2, cold: 1, done: 2, errors: 0, timeouts: 0 },
      { arrived: 1, cold: 1, done: 0, errors: 0, timeouts: 0 },
      { arrived: 1, cold: 0, done: 2, errors: 2, timeouts: 1 },
    ]);
  });

  it('counts throttles by reason, unknown ones together', () => {
    const timeline = timelineOf([
      throttled(10, 'ReservedFunctionConcurrentInvocationLimitExceeded'),
      throttled(20, 'ConcurrentInvocationLimitExceeded'),
      throttled(30, 'ConcurrentInvocationLimitExceeded'),
      throttled(40, 'ReservedFunctionInvocationRateLimitExceeded'),
      throttled(50, 'FunctionInvocationRateLimitExceeded'),
      throttled(60, 'CallerRateLimitExceeded'),
    ]);
    expect(frameAt(timeline, 900).flows.at(-1)?.throttled).toEqual([1, 2, 1, 1, 1]);
  });

  it('leaves steps without an end without durations', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), ...[10, 20, 30, 40, 1000].flatMap((ms, index) => [started(index, `r${index}`, 'a'), ended(index + 1, `r${index}`, 'a', ms)])]);
    const [first, second] = frameAt(timeline, 1500).flows;
    expect(first?.durations).toEqual({ p50: 30, p90: 1000, max: 1000 });
    expect(second?.durations).toBeUndefined();
  });

  it('takes late news into the step it belongs to, while that is kept', () => {
    const timeline = timelineOf([throttled(70_000, 'x'), throttled(10_500, 'x'), throttled(2000, 'x')]);
    const { flows } = frameAt(timeline, 70_500);
    expect(flows.find(({ start }) => start === t0 + 10_000)?.throttled.at(-1)).toBe(1);
    expect(flows.reduce((sum, flow) => sum + (flow.throttled.at(-1) ?? 0), 0)).toBe(2);
  });
});

describe('totals', () => {
  const totals = (events: readonly TimelineEvent[]) => timelineOf(events).scope('orders')?.totals;

  it('adds up: started = ended + running + lost', () => {
    const events = [
      ...life,
      changed(1000, 'b', 'idle', 1000),
      started(1100, 'r3', 'b'),
      changed(1000, 'c', 'idle', 1000),
      started(1100, 'r4', 'c'),
      stopped(1200, 'c'),
    ];
    expect(totals(events)).toEqual({ started: 4, ended: 2, running: 1, lost: 1, unseen: 0 });
    expect(totals([...events, ended(1201, 'r4', 'c', 101, { outcome: 'crash' })])).toEqual({ started: 4, ended: 3, running: 1, lost: 0, unseen: 0 });
  });

  it('counts a start that is told twice once', () => expect(totals([started(0, 'r', 'a'), started(1, 'r', 'a')])?.started).toBe(1));

  it('counts an end without a start apart', () =>
    expect(totals([ended(5, 'r', 'a', 5)])).toEqual({ started: 0, ended: 0, running: 0, lost: 0, unseen: 1 }));
});

describe('lanes', () => {
  it('has a segment for init and each invocation, and for the shutdown', () => {
    const lane = timelineOf(life).lane('a');
    expect(lane).toMatchObject({ state: 'stopped', startedAt: t0, endedAt: t0 + 900, reason: 'idle', invocations: 2 });
    expect(lane?.segments.map(({ kind, start, end, cold, requestId, outcome }) => ({ kind, from: start - t0, to: end - t0, cold, requestId, outcome }))).toEqual([
      { kind: 'init', from: 0, to: 250, cold: false },
      { kind: 'invoke', from: 250, to: 450, cold: true, requestId: 'r1', outcome: 'success' },
      { kind: 'invoke', from: 600, to: 650, cold: false, requestId: 'r2', outcome: 'success' },
      { kind: 'shutdown', from: 800, to: 900, cold: false },
    ]);
  });

  it('labels an invocation that started before its environment was ready', () => {
    const lane = timelineOf([changed(0, 'a', 'starting'), started(1, 'r', 'a', true), changed(200, 'a', 'busy')]).lane('a');
    expect(lane?.segments.at(-1)).toMatchObject({ kind: 'invoke', start: t0 + 200, cold: true, requestId: 'r' });
  });

  it('draws an invocation of which only the end is known', () => {
    const lane = timelineOf([changed(0, 'a', 'idle'), ended(500, 'r', 'a', 300)]).lane('a');
    expect(lane?.segments).toMatchObject([{ kind: 'invoke', start: t0 + 200, end: t0 + 500, requestId: 'r', durationMs: 300 }]);
  });

  it('ends all when the region ends', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), started(10, 'r', 'a'), changed(0, 'b', 'idle')]);
    timeline.stop(t0 + 100);
    expect([...timeline.lanes()].map(({ state, endedAt }) => ({ state, endedAt }))).toEqual([{ state: 'stopped', endedAt: t0 + 100 }, { state: 'stopped', endedAt: t0 + 100 }]);
    expect(timeline.scope(undefined)).toMatchObject({ executing: 0, environments: 0 });
  });

  it('passes over what belongs to no environment or comes after its end', () => {
    const timeline = timelineOf([...life, changed(950, 'a', 'idle'), started(960, 'r9', 'a'), stopped(970, 'never-seen'), started(980, 'r8', 'never-seen')]);
    expect(timeline.lane('a')?.state).toBe('stopped');
    expect(timeline.scope(undefined)).toMatchObject({ executing: 0, environments: 0 });
  });

  it('passes over events that it does not know', () => {
    // A region of a newer version sends what this one has no name for.
    const timeline = timelineOf([...life, JSON.parse(`{"type":"hibernated","at":${t0}}`)]);
    expect(timeline.lane('a')?.state).toBe('stopped');
  });
});

describe('a snapshot', () => {
  it('begins with environments that the history does not tell of', () => {
    const timeline = timelineOf([], { since: t0, environments: [environment('old', 'idle', -60_000, { initDurationMs: 100 }), environment('busy', 'busy', -500)] });
    expect(timeline.lane('old')?.segments).toMatchObject([{ kind: 'init', start: t0 - 60_000, end: t0 - 59_900 }]);
    expect(levels(frameAt(timeline, 500), 'environments', 0, 300)).toEqual([2, 2, 2]);
    expect(levels(frameAt(timeline, 500), 'executing', 200, 500)).toEqual([1, 1, 1]);
  });

  it('begins lanes where they began, though the history first tells of them later', () => {
    const timeline = timelineOf([], { history: [changed(300, 'a', 'stopping', -1000), stopped(400, 'a')] });
    expect(timeline.lane('a')).toMatchObject({ startedAt: t0 - 1000, endedAt: t0 + 400 });
    expect(levels(frameAt(timeline, 900), 'environments', 0, 600)).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('ends in the state, whatever the history left out', () => {
    const timeline = timelineOf([], { history: [changed(0, 'a', 'idle'), changed(0, 'gone', 'idle'), started(100, 'r', 'a')], environments: [environment('a', 'idle')] });
    expect(timeline.lane('a')?.state).toBe('idle');
    expect(timeline.lane('gone')?.state).toBe('stopped');
    expect(timeline.scope('orders')).toMatchObject({ executing: 0, environments: 1 });
  });

  it('is empty until something runs', () => {
    expect(timelineOf([], { functions: [{ name: 'orders', timeoutMs: 3000 }] }).empty).toBe(true);
    expect(timelineOf([throttled(1, 'x')]).empty).toBe(false);
  });

  it('names functions that are there and those that have run', () =>
    expect(timelineOf([throttled(1, 'x', 'deleted')], { functions: [{ name: 'orders', timeoutMs: 3000 }] }).functionNames).toEqual(['deleted', 'orders']));
});

describe('limits', () => {
  const limits = (at: number, accountConcurrency: number, reservedConcurrency?: number): TimelineEvent => ({
    type: 'functionsChanged', at: t0 + at, accountConcurrency,
    functions: [{ name: 'orders', timeoutMs: 3000, ...(reservedConcurrency !== undefined && { reservedConcurrency }) }, { name: 'worker', timeoutMs: 9000 }],
  });

  it('steps where they change', () => {
    const timeline = timelineOf([limits(0, 1000), limits(300, 500, 20)]);
    const { levels: columns } = frameAt(timeline, 600, 'orders');
    const from = columns.at.indexOf(t0);
    expect(columns.reserved.slice(from, from + 6)).toEqual([null, null, 20, 20, 20, 20]);
    expect(columns.unreserved.slice(from, from + 6)).toEqual([1000, 1000, 480, 480, 480, 480]);
    expect(columns.account.slice(from, from + 6)).toEqual([1000, 1000, 500, 500, 500, 500]);
  });

  it('has a timeout for one function, and for all where they agree', () => {
    const timeline = timelineOf([limits(0, 1000)]);
    expect(frameAt(timeline, 100, 'worker').limits?.timeoutMs).toBe(9000);
    expect(frameAt(timeline, 100).limits?.timeoutMs).toBeUndefined();
    const agreed = timelineOf([{ type: 'functionsChanged', at: t0, accountConcurrency: 1, functions: [{ name: 'a', timeoutMs: 5 }, { name: 'b', timeoutMs: 5 }] }]);
    expect(frameAt(agreed, 100).limits?.timeoutMs).toBe(5);
  });
});
