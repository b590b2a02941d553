import { describe, expect, test } from 'vitest';
import type { FunctionTotals } from '../../../../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { atOnce, constant, even, fn, only, run, runOne, scenario, throttled } from './scenarios.ts';

const unthrottled = { reservedConcurrency: 0, unreservedConcurrency: 0, scalingRate: 0, reservedRequests: 0, unreservedRequests: 0 };

describe('on demand', () => {
  test.each<[string, Partial<FunctionScenario>, Partial<Scenario>, Partial<FunctionTotals>]>([
    ['five reserved and ten at once: five throttles', { reserved: 5, traffic: atOnce([10, 0]) }, {}, { invocations: 5, coldStarts: 5, peakConcurrency: 5, throttles: { ...unthrottled, reservedConcurrency: 5 } }],
    ['what ends at a moment makes room for what comes in it', { reserved: 1, traffic: atOnce([1, 0], [1, 1000]) }, {}, { invocations: 2, coldStarts: 1, throttles: unthrottled }],
    ['0 reserved throttles all', { reserved: 0, traffic: atOnce([4, 0]) }, {}, { invocations: 0, coldStarts: 0, throttles: { ...unthrottled, reservedConcurrency: 4 } }],
    ['the account is the limit of what reserves nothing', { traffic: atOnce([120, 0]) }, { account: { concurrency: 100 } }, { invocations: 100, throttles: { ...unthrottled, unreservedConcurrency: 20 } }],
    ['a cold start counts from its beginning', { reserved: 1, init: constant(500), traffic: atOnce([1, 0], [1, 1400], [1, 1500]) }, {}, { invocations: 2, coldStarts: 1, throttles: { ...unthrottled, reservedConcurrency: 1 } }],
    [
      'three thousand at once start a thousand: the scaling rate',
      { traffic: atOnce([3000, 0]) },
      { account: { concurrency: 5000 } },
      { invocations: 1000, coldStarts: 1000, throttles: { ...unthrottled, scalingRate: 2000 } },
    ],
    [
      'and a hundred more a second after that',
      { traffic: atOnce([3000, 0], [1000, 1000]), duration: constant(60_000), timeoutSeconds: 100 },
      { account: { concurrency: 5000 } },
      { invocations: 1100, coldStarts: 1100, peakConcurrency: 1100 },
    ],
    ['a slower scaling rate', { traffic: atOnce([100, 0]) }, { rateScale: 0.01 }, { coldStarts: 10, throttles: { ...unthrottled, scalingRate: 90 } }],
    [
      'ten requests a second for each of concurrency, of a reservation',
      { reserved: 2, duration: constant(1), traffic: even({ type: 'constant', rps: 100 }) },
      { seconds: 1 },
      // Twenty at once, and twenty a second after that: on the way to 100, 24 have come before the first is refused.
      { arrivals: 100, coldStarts: 1, invocations: 39, throttles: { ...unthrottled, reservedRequests: 61 } },
    ],
    [
      'and of the account',
      { duration: constant(1), traffic: atOnce([2, 0], [2, 1], [2, 2], [2, 3], [2, 4], [2, 5], [2, 6], [2, 7], [2, 8], [2, 9], [2, 10]) },
      { account: { concurrency: 2 } },
      { invocations: 20, throttles: { ...unthrottled, unreservedRequests: 2 } },
    ],
    ['an idle environment ends', { traffic: atOnce([1, 0], [1, 3500], [1, 9000]), idleSeconds: 3 }, {}, { coldStarts: 2, peakEnvironments: 1 }],
    ['the newest idle one is taken, so that the oldest ends', { traffic: atOnce([2, 0], [1, 2000], [1, 3500], [2, 5500]), idleSeconds: 3 }, {}, { coldStarts: 3, peakEnvironments: 2 }],
    ['what takes too long is cut and fails', { duration: constant(5000), timeoutSeconds: 2, traffic: atOnce([1, 0]) }, {}, { errors: 1, gigabyteSeconds: { onDemand: 2, provisionedUsed: 0, provisionedIdle: 0 } }],
    [
      'an initialisation of more than ten seconds is done again within the run',
      { duration: constant(1000), init: constant(11_000), traffic: atOnce([1, 0]) },
      { seconds: 60 },
      { coldStarts: 1, errors: 0, gigabyteSeconds: { onDemand: 22, provisionedUsed: 0, provisionedIdle: 0 } },
    ],
    ['all fail where all are to', { errorRate: 1, traffic: atOnce([3, 0]) }, {}, { invocations: 3, errors: 3 }],
    ['durations are billed in whole milliseconds', { duration: constant(0.2), init: constant(99.9), traffic: atOnce([1, 0]) }, {}, { gigabyteSeconds: { onDemand: 0.101, provisionedUsed: 0, provisionedIdle: 0 } }],
  ])('%s', (_title, over, scenarioOver, expected) => {
    expect(runOne(over, scenarioOver).totals).toMatchObject(expected);
  });

  test('after a timeout an environment initialises once more, within its next run', () => {
    const durations: number[] = [];
    const slowOrQuick = fn({ duration: { type: 'empirical', valuesMs: [100, 5000] }, init: constant(1000), timeoutSeconds: 2, traffic: even({ type: 'constant', rps: 0.1 }) });
    simulate(scenario([slowOrQuick], { seconds: 1000 }), {
      onEvent: (event) => {
        if (event.type === 'invocationEnded') durations.push(event.durationMs);
      },
    });
    expect(durations).toHaveLength(100);
    for (const [index, ms] of durations.entries()) expect(ms).toBe(ms === 2000 ? 2000 : durations[index - 1] === 2000 ? 1100 : 100);
    expect(new Set(durations)).toEqual(new Set([100, 1100, 2000]));
  });

  test('a reservation is a guarantee, and taken off the others', () => {
    const result = run([fn({ name: 'noisy', traffic: atOnce([100, 0]) }), fn({ name: 'kept', reserved: 20, traffic: atOnce([25, 1]) })], { account: { concurrency: 100 } });
    expect(result.functions.map(({ totals }) => [totals.invocations, totals.throttles])).toEqual([
      [80, { ...unthrottled, unreservedConcurrency: 20 }],
      [20, { ...unthrottled, reservedConcurrency: 5 }],
    ]);
    expect(result.account.peakConcurrency).toBe(100);
  });

  test('functions without a reservation share what is left', () => {
    const result = run([fn({ name: 'a', traffic: atOnce([60, 0]) }), fn({ name: 'b', traffic: atOnce([60, 1]) })], { account: { concurrency: 100 } });
    expect(result.functions.map(({ totals }) => totals.invocations)).toEqual([60, 40]);
  });

  test('a machine of few processors initialises in turns, and the invocations wait', () => {
    const over = { init: constant(1000), duration: constant(100), traffic: atOnce([4, 0]) };
    expect(runOne(over).latencyMs.max).toBe(1100);
    const result = runOne(over, { initsAtOnce: 2 });
    expect(result.latencyMs.max).toBe(2100);
    expect(result.totals).toMatchObject({ coldStarts: 4, peakConcurrency: 4 });
    expect(runOne({ ...over, traffic: atOnce([2, 0], [5, 4000]) }, { initsAtOnce: 1 }).latencyMs.max).toBe(3100);
    // Waiting for a turn is not billed.
    expect(result.totals.gigabyteSeconds.onDemand).toBeCloseTo(4.4, 9);
  });
});

describe('provisioned', () => {
  test('is usable once all have initialised: before, all runs on demand; beyond it, invocations spill over', () => {
    const { totals, series } = runOne(
      { provisioned: { type: 'fixed', count: 10 }, init: constant(500), duration: constant(1000), traffic: atOnce([3, 0], [12, 2000]) },
      { seconds: 5 },
    );
    expect(totals).toMatchObject({ invocations: 15, coldStarts: 3, provisionedInvocations: 10, spilloverInvocations: 2, peakConcurrency: 12, throttles: unthrottled });
    expect(series.provisioned).toEqual([10, 10, 10, 10, 10]);
    expect(series.provisionedInUse).toEqual([0, 0, 10, 0, 0]);
    expect(series.spillover).toEqual([0, 0, 2, 0, 0]);
    expect(series.onDemand).toEqual([3, 3, 0, 0, 0]);
  });

  test('is allocated a hundred a second', () => {
    const { series } = runOne({ provisioned: { type: 'fixed', count: 350 }, traffic: even({ type: 'constant', rps: 0 }) }, { seconds: 5 });
    expect(series.environments[0]).toBe(199);
    expect(series.environments[1]).toBe(299);
    expect(series.provisioned).toEqual([0, 0, 350, 350, 350]);
  });

  test('takes ten requests a second each, and what is beyond spills over', () => {
    const { totals } = runOne({ provisioned: { type: 'fixed', count: 2 }, duration: constant(1), traffic: atOnce(...Array.from({ length: 30 }, (_, index) => [1, 1000 + index * 2] as const)) });
    expect(totals).toMatchObject({ provisionedInvocations: 21, spilloverInvocations: 9 });
  });

  test('is part of the reservation: the rest is for what spills over', () => {
    const { totals } = runOne({ reserved: 5, provisioned: { type: 'fixed', count: 3 }, traffic: atOnce([10, 1000]) });
    expect(totals).toMatchObject({ provisionedInvocations: 3, spilloverInvocations: 2, throttles: { ...unthrottled, reservedConcurrency: 5 } });
  });

  test('is taken off the unreserved pool, used or not', () => {
    const result = run([fn({ name: 'p', provisioned: { type: 'fixed', count: 40 }, traffic: even({ type: 'constant', rps: 0 }) }), fn({ name: 'q', traffic: atOnce([100, 1000]) })], { account: { concurrency: 100 } });
    expect(result.functions.map(({ totals }) => totals.invocations)).toEqual([0, 60]);
    expect(result.account.peakConcurrency).toBe(100);
  });

  test('is paid for while it is held', () => {
    const { totals } = runOne({ provisioned: { type: 'fixed', count: 10 }, traffic: atOnce([5, 1000]) }, { seconds: 100 });
    expect(totals.gigabyteSeconds).toEqual({ onDemand: 0, provisionedUsed: 5, provisionedIdle: 995 });
  });

  test('follows a schedule; what is at work ends its work first', () => {
    const schedule = [{ atSeconds: 2, minimum: 10, maximum: 10 }, { atSeconds: 6, minimum: 2, maximum: 2 }];
    const { series, totals } = runOne(
      { provisioned: { type: 'autoScaling', minimum: 0, maximum: 0, schedule }, duration: constant(1500), traffic: atOnce([5, 5000], [4, 8000]) },
      { seconds: 10 },
    );
    expect(series.provisioned).toEqual([0, 0, 10, 10, 10, 10, 10, 2, 2, 2]);
    expect(series.environments).toEqual([0, 0, 10, 10, 10, 10, 10, 2, 4, 4]);
    expect(totals).toMatchObject({ provisionedInvocations: 7, spilloverInvocations: 2 });
  });

  test('follows its use', () => {
    const { series } = runOne(
      { provisioned: { type: 'autoScaling', minimum: 10, maximum: 100, targetUtilization: 0.5 }, duration: constant(1000), traffic: even({ type: 'constant', rps: 9 }) },
      { seconds: 400 },
    );
    expect(series.provisioned[170]).toBe(10);
    // Nine or ten of ten at work are to be half.
    expect(series.provisioned[200]).toBeGreaterThanOrEqual(18);
    expect(series.provisioned[399]).toBeLessThanOrEqual(20);
  });
});

describe('answers', () => {
  test('series tell each step', () => {
    const { series } = runOne({ reserved: 2, init: constant(500), traffic: atOnce([3, 0], [1, 2000]) }, { seconds: 4 });
    expect(series).toMatchObject({
      arrivals: [3, 0, 1, 0],
      invocations: [2, 0, 1, 0],
      throttledByLimit: [1, 0, 0, 0],
      throttledByRate: [0, 0, 0, 0],
      coldStarts: [2, 0, 0, 0],
      concurrency: [2, 2, 1, 0],
      environments: [2, 2, 2, 2],
      scalingCeiling: [1002, 1000, 1000, 1000],
    });
    expect(series.p50.map((ms) => ms === null)).toEqual([false, true, false, true]);
    expect(series.p50[0]).toBeCloseTo(1500, -1);
  });

  test('steps of other lengths have the same sums and peaks', () => {
    const over = { traffic: even({ type: 'ramp', fromRps: 1, toRps: 50 }) } as const;
    const fine = runOne(over, { stepSeconds: 0.5 });
    const coarse = runOne(over, { stepSeconds: 4 });
    expect([fine.series.arrivals.length, coarse.series.arrivals.length]).toEqual([20, 3]);
    expect(fine.totals).toEqual(coarse.totals);
    expect(Math.max(...fine.series.concurrency)).toBe(Math.max(...coarse.series.concurrency));
  });

  test('nothing is nothing', () => {
    const result = only(run([fn({ traffic: even({ type: 'constant', rps: 0 }) })]));
    expect(result).toMatchObject({ latencyMs: { p50: 0, p90: 0, p99: 0, max: 0 }, cost: { total: 0 } });
    expect(throttled(result)).toBe(0);
  });
});
