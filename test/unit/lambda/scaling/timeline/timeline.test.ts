import { describe, expect, it } from 'vitest';
import type { TimelineEvent, TimelineFunction } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { heatCellOf, heatCells, heatCellStart } from '../../../../../src/lambda/scaling/timeline/heatSeries.ts';
import { timelineSeries } from '../../../../../src/lambda/scaling/timeline/timelineSeries.ts';
import { changed, ended, environment, functionOf, levels, started, stopped, t0, throttled, timelineOf, values } from './timelineScript.ts';

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
  const check = (metric: 'concurrency' | 'environments', events: readonly TimelineEvent[], expected: readonly number[]) =>
    expect(levels(timelineOf(events), metric, 0, expected.length * 100)).toEqual(expected);

  it('counts what starts and what is busy as in use', () => check('concurrency', life, [1, 1, 1, 1, 1, 0, 1, 0, 0, 0]));
  it('counts environments from their start to their end', () => check('environments', life, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]));

  it('keeps the peak of a step, however short', () =>
    check('concurrency', [...['a', 'b', 'c'].flatMap((id) => [changed(310, id, 'idle', 310), started(320, id, id)]), ...['a', 'b', 'c'].map((id) => ended(330, id, id, 10))], [0, 0, 0, 3, 0]));

  it('carries a level on without news', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), started(100, 'r', 'a')]);
    expect(levels(timeline, 'concurrency', 49_000, 49_300)).toEqual([1, 1, 1]);
    expect(values(timeline, 'concurrency', 49_000, 52_000)).toEqual([1, 1, 1]);
  });

  it('knows nothing from before the beginning', () => {
    const timeline = timelineOf(life);
    expect(values(timeline, 'concurrency', -2000, 1000)).toEqual([null, 1]);
    expect(values(timeline, 'accountLimit', -2000, 1000)).toEqual([null, 1000]);
  });

  it('counts a late change from the newest step on', () => {
    const timeline = timelineOf([changed(0, 'a', 'idle'), changed(0, 'b', 'idle'), started(500, 'r1', 'b'), started(120, 'r2', 'a')]);
    expect(levels(timeline, 'concurrency', 0, 700)).toEqual([0, 0, 0, 0, 0, 2, 2]);
  });

  it('has fine steps of the newest two minutes alone', () => {
    const timeline = timelineOf(life);
    expect(levels(timeline, 'concurrency', -200_000, 1000)).toEqual([]);
  });

  it('tells one function from another', () => {
    const timeline = timelineOf([changed(0, 'a', 'starting'), changed(100, 'x', 'starting', 100, { functionName: 'worker' })]);
    expect(levels(timeline, 'concurrency', 0, 300, 'worker')).toEqual([0, 1, 1]);
    expect(levels(timeline, 'concurrency', 0, 300, 'orders')).toEqual([1, 1, 1]);
    expect(levels(timeline, 'concurrency', 0, 300)).toEqual([1, 2, 2]);
    expect(levels(timeline, 'concurrency', 0, 300, 'unheard-of')).toEqual([0, 0, 0]);
  });
});

describe('provisioned environments', () => {
  const provisioned = { provisioned: true } as const;
  const ready = functionOf('orders', { provisioned: [{ qualifier: 'live', requested: 2, allocated: 2, available: 2, status: 'READY' }] });
  const timeline = timelineOf(
    [
      changed(0, 'p', 'starting', 0, provisioned), changed(300, 'p', 'idle', 0, provisioned),
      started(500, 'r1', 'p'), changed(600, 's', 'starting', 600), { ...started(600, 'r2', 's', true), spillover: true }, changed(700, 's', 'busy', 600),
      ended(800, 'r1', 'p', 300), ended(900, 'r2', 's', 200),
    ],
    { functions: [ready] },
  );

  it('of a function that is gone are none', () => {
    const gone = timelineOf([{ type: 'functionsChanged', at: t0 + 1000, accountConcurrency: 10, rateScale: 1, functions: [] }], { functions: [ready] });
    expect(values(gone, 'provisioned', 0, 3000)).toEqual([2, 2, 0]);
  });

  it('count for no concurrency while they start', () => expect(levels(timeline, 'concurrency', 0, 1000)).toEqual([0, 0, 0, 0, 0, 1, 2, 2, 2, 1]));
  it('are told apart from what runs on demand', () => expect(levels(timeline, 'provisionedInUse', 0, 1000)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 0]));
  it('are told apart from what spilled over', () => {
    expect(levels(timeline, 'spillover', 0, 1000)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(values(timeline, 'onDemand', 0, 1000)).toEqual([0]);
  });
  it('have parts that add up to the peak', () =>
    expect((['provisionedInUse', 'onDemand', 'spillover', 'concurrency'] as const).map((metric) => values(timeline, metric, 0, 1000)[0])).toEqual([1, 0, 1, 2]));
  it('are a share of what is ready', () => expect(values(timeline, 'provisionedUtilization', 0, 2000)).toEqual([0.5, 0]));

  it('make gigabyte-seconds, at work and idle', () => {
    const whole = (metric: 'gigabyteSeconds' | 'wastedGigabyteSeconds') => values(timeline, metric, 0, 2000).map((value) => Number((value ?? 0).toFixed(6)));
    // 300 ms provisioned and 300 ms on demand at 1 GB; two were ready.
    expect(whole('gigabyteSeconds')).toEqual([0.6, 0]);
    expect(whole('wastedGigabyteSeconds')).toEqual([1.7, 2]);
  });

  it('cost what is held, what runs and what is asked', () => {
    const cost = 2 * 0.2e-6 + 0.3 * 0.0000166667 + 0.3 * 0.0000097222 + 2 * 0.0000041667;
    expect(values(timeline, 'costPerHour', 0, 1000)[0]).toBeCloseTo(cost * 3600, 9);
  });
});

describe('the scaling rate', () => {
  it('allows what is in use and what may still start, by its scale', () => {
    const timeline = timelineOf([0, 1, 2].map((index) => changed(index, `e${index}`, 'starting', index)), { rateScale: 0.01, functions: [functionOf('orders')] });
    // Ten may start at once, and one more each second; three of them have, and stay in use.
    expect(values(timeline, 'scalingCeiling', 0, 4000, 'orders')).toEqual([10, 11, 13, 13]);
    expect(values(timeline, 'scalingCeiling', 0, 1000)).toEqual([null]);
  });

  it('is not spent by provisioned environments', () => {
    const timeline = timelineOf([changed(0, 'p', 'starting', 0, { provisioned: true })], { rateScale: 0.01, functions: [functionOf('orders')] });
    expect(values(timeline, 'scalingCeiling', 0, 1000, 'orders')).toEqual([10]);
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
    const counts = (['invocations', 'coldStarts', 'errors'] as const).map((metric) => values(timeline, metric, 0, 3000));
    expect(counts).toEqual([[2, 1, 1], [1, 1, 0], [0, 0, 2]]);
  });

  it('counts throttles by rule, those of unknown rules together', () => {
    const timeline = timelineOf([
      throttled(10, 'reservedConcurrency'),
      throttled(20, 'unreservedConcurrency'),
      throttled(40, 'reservedRequests'),
      throttled(50, 'scalingRate'),
      throttled(60, 'a newer rule'),
    ]);
    const metrics = [
      'throttles.reservedConcurrency', 'throttles.unreservedConcurrency', 'throttles.reservedRequests', 'throttles.scalingRate', 'throttles.other',
      'throttledByLimit', 'throttledByRate', 'throttles', 'arrivals', 'invocations',
    ] as const;
    expect(metrics.map((metric) => values(timeline, metric, 0, 1000)[0])).toEqual([1, 1, 1, 1, 1, 2, 3, 5, 5, 0]);
  });

  it('has quantiles of what callers waited, init included', () => {
    const timeline = timelineOf([...Array.from({ length: 100 }, (_, index) => ended(500, `r${index}`, 'a', index + 1)), ended(600, 'cold', 'a', 1000, { initDurationMs: 500 })]);
    expect((['p50', 'p90', 'p99', 'maxDuration'] as const).map((metric) => values(timeline, metric, 0, 1000)[0])).toEqual([51, 91, 100, 1500]);
  });

  it('has no quantile where nothing ended', () => expect(values(timelineOf(life), 'maxDuration', 0, 2000)).toEqual([450, null]));

  it('has counts of a step once it is over, of a graph that goes on', () => {
    const series = timelineSeries(timelineOf(life), { functionName: undefined, from: t0, to: t0 + 950 });
    expect(series.columns.invocations).toBeUndefined();
    expect(timelineSeries(timelineOf(life), { functionName: undefined, from: t0, to: t0 + 950, now: t0 + 1000 }).columns.invocations).toEqual([2]);
  });

  it('counts a late event in its own step, and forgets what is too old', () => {
    const timeline = timelineOf([throttled(1_000_000, 'x'), throttled(990_500, 'x'), throttled(2000, 'x')]);
    expect(values(timeline, 'throttles', 990_000, 991_000)).toEqual([1]);
    expect(values(timeline, 'throttles', 0, 1_001_000).reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(2);
  });
});

describe('arrivals one by one', () => {
  it('are those that were accepted and those that were not', () => {
    const timeline = timelineOf([started(5, 'r', 'a'), throttled(7, 'x'), throttled(8, 'x', 'worker')]);
    expect(timeline.arrivals.read(t0, t0 + 100, timeline.indexOf('orders'))).toEqual([t0 + 5, t0 + 7]);
    expect(timeline.arrivals.covers(t0)).toBe(true);
  });
});

describe('the heat of latencies', () => {
  it('counts by cell', () => {
    const counts = new Float64Array(heatCells);
    timelineOf([ended(10, 'r1', 'a', 100), ended(20, 'r2', 'a', 110), ended(30, 'r3', 'a', 5000)]).scope('orders')?.heat.sum(Math.floor(t0 / 1000), counts);
    expect([counts[heatCellOf(100)], counts[heatCellOf(5000)], counts.reduce((sum, count) => sum + count, 0)]).toEqual([2, 1, 3]);
    expect(heatCellStart(heatCellOf(100))).toBeCloseTo(100, 6);
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
    expect(levels(timeline, 'environments', 0, 300)).toEqual([2, 2, 2]);
    expect(levels(timeline, 'concurrency', 200, 500)).toEqual([1, 1, 1]);
  });

  it('begins lanes where they began, though the history first tells of them later', () => {
    const timeline = timelineOf([], { history: [changed(300, 'a', 'stopping', -1000), stopped(400, 'a')] });
    expect(timeline.lane('a')).toMatchObject({ startedAt: t0 - 1000, endedAt: t0 + 400 });
    expect(levels(timeline, 'environments', 0, 600)).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('ends in the state, whatever the history left out', () => {
    const timeline = timelineOf([], { history: [changed(0, 'a', 'idle'), changed(0, 'gone', 'idle'), started(100, 'r', 'a')], environments: [environment('a', 'idle')] });
    expect(timeline.lane('a')?.state).toBe('idle');
    expect(timeline.lane('gone')?.state).toBe('stopped');
    expect(timeline.scope('orders')).toMatchObject({ executing: 0, environments: 1 });
  });

  it('is empty until something runs', () => {
    expect(timelineOf([], { functions: [functionOf('orders')] }).empty).toBe(true);
    expect(timelineOf([throttled(1, 'x')]).empty).toBe(false);
  });

  it('names functions that are there and those that have run', () =>
    expect(timelineOf([throttled(1, 'x', 'deleted')], { functions: [functionOf('orders')] }).functionNames).toEqual(['deleted', 'orders']));
});

describe('limits', () => {
  const limits = (at: number, accountConcurrency: number, reservedConcurrency?: number): TimelineEvent => ({
    type: 'functionsChanged', at: t0 + at, accountConcurrency, rateScale: 1,
    functions: [functionOf('orders', reservedConcurrency === undefined ? {} : { reservedConcurrency }), functionOf('worker', { timeoutMs: 9000 })],
  });

  it('steps where they change', () => {
    const timeline = timelineOf([limits(0, 1000), limits(300, 500, 20)]);
    expect(levels(timeline, 'reservedLimit', 0, 600, 'orders')).toEqual([null, null, 20, 20, 20, 20]);
    expect(levels(timeline, 'unreservedLimit', 0, 600, 'orders')).toEqual([1000, 1000, 480, 480, 480, 480]);
    expect(levels(timeline, 'accountLimit', 0, 600, 'orders')).toEqual([1000, 1000, 500, 500, 500, 500]);
  });

  it('has a timeout for one function, and for all where they agree', () => {
    const timeline = timelineOf([limits(0, 1000)]);
    expect(timeline.limits.at(t0, 'worker')?.timeoutMs).toBe(9000);
    expect(timeline.limits.at(t0, undefined)?.timeoutMs).toBeUndefined();
    const agreed = timelineOf([{ type: 'functionsChanged', at: t0, accountConcurrency: 1, rateScale: 1, functions: [functionOf('a'), functionOf('b')] }]);
    expect(agreed.limits.at(t0, undefined)?.timeoutMs).toBe(3000);
  });
});

describe('annotations', () => {
  const live = (version: string, weight?: number) => [{ name: 'live', version, ...(weight !== undefined && { additional: { version: '9', weight } }) }];
  const held = (requested: number, allocated: number) => [{ qualifier: 'live', requested, allocated, available: allocated, status: 'READY' as const }];
  const check = (before: Partial<TimelineFunction> | undefined, after: Partial<TimelineFunction>, expected: readonly object[]) => {
    const event = (at: number, functions: readonly TimelineFunction[]): TimelineEvent => ({ type: 'functionsChanged', at: t0 + at, accountConcurrency: 1000, rateScale: 1, functions });
    const timeline = timelineOf([event(0, before === undefined ? [] : [functionOf('orders', before)]), event(100, [functionOf('orders', after)])]);
    expect(timeline.limits.annotations(t0 + 50, t0 + 200, 'orders')).toEqual(expected.map((each) => ({ at: t0 + 100, functionName: 'orders', ...each })));
    expect(timeline.limits.annotations(t0 + 150, t0 + 200, 'orders')).toEqual([]);
    expect(timeline.limits.annotations(t0, t0 + 200, 'worker')).toEqual([]);
  };

  it('tells of a new function', () => check(undefined, {}, [{ type: 'deployed' }]));
  it('tells of new code or settings', () => check({}, { revision: 'second' }, [{ type: 'deployed' }]));
  it('tells of nothing where nothing changed', () => check({}, {}, []));
  it('tells of a reservation that came', () => check({}, { reservedConcurrency: 5 }, [{ type: 'limitChanged', to: '5' }]));
  it('tells of a reservation that went', () => check({ reservedConcurrency: 5 }, {}, [{ type: 'limitChanged', from: '5' }]));
  it('tells of a timeout once', () => check({}, { timeoutMs: 9000, revision: 'second' }, [{ type: 'timeoutChanged', from: '3000', to: '9000' }]));
  it('tells of an alias’ weights', () => check({ aliases: live('3') }, { aliases: live('3', 0.1) }, [{ type: 'aliasRouted', from: 'live → 3', to: 'live → 3, 9 10%' }]));
  it('tells of provisioned concurrency as asked for, not as it comes', () => {
    check({}, { provisioned: held(5, 0) }, [{ type: 'provisionedChanged', to: 'live 5' }]);
    check({ provisioned: held(5, 0) }, { provisioned: held(5, 5) }, []);
  });

  it('tells of the account, whatever function is shown', () => {
    const event = (at: number, accountConcurrency: number): TimelineEvent => ({ type: 'functionsChanged', at: t0 + at, accountConcurrency, rateScale: 1, functions: [] });
    const timeline = timelineOf([event(0, 1000), event(100, 500)]);
    expect(timeline.limits.annotations(t0, t0 + 200, 'orders')).toEqual([{ at: t0 + 100, type: 'limitChanged', functionName: '', from: '1000', to: '500' }]);
  });
});
