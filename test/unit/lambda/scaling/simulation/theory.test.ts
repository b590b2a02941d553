import { describe, expect, test } from 'vitest';
import { meanOf } from '../../../../../src/lambda/scaling/traffic/distribution.ts';
import type { Distribution } from '../../../../../src/lambda/scaling/traffic/traffic.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { constant, fn, poisson, runOne, scenario, throttled } from './scenarios.ts';

const durations: readonly [string, Distribution][] = [
  ['constant', constant(200)],
  ['log-normal', { type: 'logNormal', medianMs: 150, p99Ms: 1000 }],
];

/** Erlang's formula: the share of arrivals that find `servers` of them at work. */
function erlangB(load: number, servers: number): number {
  let blocked = 1;
  for (let count = 1; count <= servers; count++) blocked = (load * blocked) / (count + load * blocked);
  return blocked;
}

// Durations of any kind have the same answers; seeds are fixed, and bounds are several times the statistical error.
describe('against theory', () => {
  test.each(durations)('without a limit, as many are at work as Poisson says (M/G/∞): %s', (_title, duration) => {
    const load = 80;
    const time = new Float64Array(400);
    let level = 0;
    let since = 5000;
    const onEvent = (at: number, change: number) => {
      if (at > since) {
        time[level] = (time[level] ?? 0) + at - since;
        since = at;
      }
      level += change;
    };
    const traffic = poisson((load * 1000) / meanOf(duration));
    simulate(scenario([fn({ duration, traffic })], { seconds: 600 }), {
      onEvent: ({ type, at }) => {
        if (type === 'invocationStarted') onEvent(at, 1);
        else if (type === 'invocationEnded') onEvent(at, -1);
      },
    });
    const total = time.reduce((sum, ms) => sum + ms, 0);
    const mean = time.reduce((sum, ms, count) => sum + count * ms, 0) / total;
    const variance = time.reduce((sum, ms, count) => sum + (count - mean) ** 2 * ms, 0) / total;
    expect(Math.abs(mean / load - 1)).toBeLessThan(0.02);
    expect(Math.abs(variance / load - 1)).toBeLessThan(0.1);
  });

  test.each(durations)('at a limit, as many are throttled as Erlang says (M/G/c/c): %s', (_title, duration) => {
    const load = 47;
    const reserved = 50;
    const result = runOne({ reserved, duration, traffic: poisson((load * 1000) / meanOf(duration)) }, { seconds: 1500, seed: 4 });
    expect(result.totals.arrivals).toBeGreaterThan(300_000);
    const share = throttled(result) / result.totals.arrivals;
    expect(result.totals.throttles.reservedConcurrency).toBe(throttled(result));
    expect(Math.abs(share / erlangB(load, reserved) - 1)).toBeLessThan(0.03);
  });

  test('quantiles of latency are those of the duration, within half a percent of buckets and what is random', () => {
    const { latencyMs } = runOne({ duration: { type: 'logNormal', medianMs: 100, p99Ms: 1000 }, traffic: poisson(1000) }, { seconds: 200 });
    expect(Math.abs(latencyMs.p50 / 100 - 1)).toBeLessThan(0.015);
    expect(Math.abs(latencyMs.p99 / 1000 - 1)).toBeLessThan(0.03);
  });
});
