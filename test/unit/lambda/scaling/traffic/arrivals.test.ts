import { describe, expect, test } from 'vitest';
import { arrivalsOf, expectedArrivals } from '../../../../../src/lambda/scaling/traffic/arrivals.ts';
import { randomOf } from '../../../../../src/lambda/scaling/traffic/random.ts';
import { curveOf } from '../../../../../src/lambda/scaling/traffic/rate.ts';
import type { Traffic, TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

function all(traffic: Traffic, seconds: number, seed = 1): number[] {
  const next = arrivalsOf(traffic, seconds, randomOf(seed));
  const times: number[] = [];
  for (let at = next(); at !== Number.POSITIVE_INFINITY; at = next()) times.push(at);
  return times;
}

describe('arrivals', () => {
  test.each<[string, TrafficShape, number, number[]]>([
    ['constant', { type: 'constant', rps: 2 }, 2, [250, 750, 1250, 1750]],
    ['a trace: within their steps', { type: 'trace', stepSeconds: 1, counts: [1, 0, 2] }, 9, [500, 2250, 2750]],
    ['a step', { type: 'step', steps: [{ atSeconds: 1, rps: 1 }] }, 3, [1500, 2500]],
    ['none', { type: 'constant', rps: 0 }, 3, []],
  ])('evenly: %s', (_title, shape, seconds, expected) => {
    const times = all({ shape, spacing: 'even' }, seconds);
    expect(times.map((at) => Math.round(at * 1e6) / 1e6)).toEqual(expected);
  });

  test('evenly, growing: more and more', () => {
    const times = all({ shape: { type: 'ramp', fromRps: 0, toRps: 20 }, spacing: 'even' }, 10);
    expect(times).toHaveLength(100);
    expect(times.filter((at) => at < 5000)).toHaveLength(25);
  });

  test('recorded ones come as they were, up to the end', () => {
    expect(all({ shape: { type: 'arrivals', atMs: [0, 3, 3, 999, 1000, 1500] }, spacing: 'poisson' }, 1)).toEqual([0, 3, 3, 999]);
  });

  test.each<TrafficShape>([
    { type: 'constant', rps: 500 },
    { type: 'ramp', fromRps: 0, toRps: 1000 },
    { type: 'spike', baseRps: 100, peakRps: 2000, atSeconds: 20, forSeconds: 10 },
    { type: 'trace', stepSeconds: 10, counts: [10_000, 0, 20_000] },
    { type: 'daily', lowRps: 100, highRps: 900, highHour: 0 },
  ])('at random, their number is that of the rate, and as far from it as Poisson says: $type', (shape) => {
    const seconds = 60;
    const times = all({ shape, spacing: 'poisson' }, seconds, 5);
    const curve = curveOf(shape, seconds);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    let squares = 0;
    let windows = 0;
    for (let at = 0; at < seconds; at += 0.1) {
      const expected = curve.arrivalsUntil(at + 0.1) - curve.arrivalsUntil(at);
      if (expected < 2) continue;
      const count = times.filter((time) => time >= at * 1000 && time < (at + 0.1) * 1000).length;
      squares += (count - expected) ** 2 / expected;
      windows += 1;
    }
    // Variance over mean is 1 of a Poisson process; here within five times what its estimate varies by.
    expect(Math.abs(squares / windows - 1)).toBeLessThan(5 * Math.sqrt(2 / windows));
    const total = expectedArrivals({ shape, spacing: 'poisson' }, seconds);
    expect(Math.abs(times.length - total)).toBeLessThan(5 * Math.sqrt(total));
  });

  test('are the same for the same seed', () => {
    const traffic: Traffic = { shape: { type: 'constant', rps: 100 }, spacing: 'poisson' };
    expect(all(traffic, 5, 9)).toEqual(all(traffic, 5, 9));
    expect(all(traffic, 5, 9)).not.toEqual(all(traffic, 5, 10));
  });
});
