import { describe, expect, test } from 'vitest';
import { arrivalsUntil, curveOf, rateAt } from '../../../../../src/lambda/scaling/traffic/rate.ts';
import type { TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

const length = 100;
const day = 86_400;

describe('rates of shapes', () => {
  test.each<[string, TrafficShape, number, number, number]>([
    ['constant', { type: 'constant', rps: 3 }, 10, 3, 30],
    ['a ramp over the whole scenario', { type: 'ramp', fromRps: 0, toRps: 100 }, 50, 50, 1250],
    ['a ramp downwards', { type: 'ramp', fromRps: 10, toRps: 0, overSeconds: 10 }, 5, 5, 37.5],
    ['a ramp that has ended stays', { type: 'ramp', fromRps: 0, toRps: 10, overSeconds: 10 }, 20, 10, 150],
    ['a ramp of no time', { type: 'ramp', fromRps: 0, toRps: 10, overSeconds: 0 }, 2, 10, 20],
    ['nothing before the first step', { type: 'step', steps: [{ atSeconds: 10, rps: 4 }] }, 9, 0, 0],
    ['steps', { type: 'step', steps: [{ atSeconds: 0, rps: 2 }, { atSeconds: 10, rps: 7 }] }, 12, 7, 34],
    ['before a spike', { type: 'spike', baseRps: 1, peakRps: 50, atSeconds: 10, forSeconds: 5 }, 9, 1, 9],
    ['in a spike', { type: 'spike', baseRps: 1, peakRps: 50, atSeconds: 10, forSeconds: 5 }, 12, 50, 110],
    ['after a spike', { type: 'spike', baseRps: 1, peakRps: 50, atSeconds: 10, forSeconds: 5 }, 20, 1, 265],
    ['a day at its highest', { type: 'daily', lowRps: 10, highRps: 30, highHour: 12 }, day / 2, 30, (20 * day) / 2],
    ['a day at its lowest', { type: 'daily', lowRps: 10, highRps: 30, highHour: 12 }, 0, 10, 0],
    ['a day that begins at its highest', { type: 'daily', lowRps: 10, highRps: 30, highHour: 12, startHour: 12 }, day, 30, 20 * day],
    ['a trace', { type: 'trace', stepSeconds: 60, counts: [60, 120, 0] }, 90, 2, 120],
    ['beyond a trace', { type: 'trace', stepSeconds: 60, counts: [60, 120] }, 500, 0, 180],
    ['recorded arrivals', { type: 'arrivals', atMs: [0, 500, 999, 1000, 5000] }, 0.2, 3, 1],
    ['what came at a moment is not before it', { type: 'arrivals', atMs: [0, 500, 1000] }, 1, 1, 2],
  ])('%s', (_title, shape, at, rate, until) => {
    expect(rateAt(shape, at, length)).toBeCloseTo(rate, 9);
    expect(arrivalsUntil(shape, at, length)).toBeCloseTo(until, 6);
  });

  test('before the beginning there is nothing', () => {
    expect(rateAt({ type: 'constant', rps: 3 }, -1, length)).toBe(0);
    expect(arrivalsUntil({ type: 'daily', lowRps: 1, highRps: 2, highHour: 0 }, -1, length)).toBe(0);
  });

  test.each<TrafficShape>([
    { type: 'constant', rps: 3 },
    { type: 'ramp', fromRps: 0, toRps: 100 },
    { type: 'ramp', fromRps: 50, toRps: 1, overSeconds: 30 },
    { type: 'step', steps: [{ atSeconds: 10, rps: 4 }, { atSeconds: 20, rps: 0 }, { atSeconds: 40, rps: 9 }] },
    { type: 'spike', baseRps: 1, peakRps: 50, atSeconds: 10, forSeconds: 5 },
    { type: 'daily', lowRps: 0, highRps: 30, highHour: 14 },
    { type: 'trace', stepSeconds: 7, counts: [3, 0, 0, 90, 2] },
  ])('the inverse of the integral of $type', (shape) => {
    const curve = curveOf(shape, length);
    const total = curve.arrivalsUntil(length);
    for (let share = 0.01; share < 1; share += 0.01) expect(curve.arrivalsUntil(curve.timeOf(total * share))).toBeCloseTo(total * share, 6);
    // Not in ascending order, too.
    expect(curve.arrivalsUntil(curve.timeOf(total * 0.1))).toBeCloseTo(total * 0.1, 6);
  });

  test.each<TrafficShape>([
    { type: 'constant', rps: 0 },
    { type: 'trace', stepSeconds: 1, counts: [1] },
    { type: 'daily', lowRps: 0, highRps: 0, highHour: 0 },
    { type: 'arrivals', atMs: [5] },
  ])('more than ever arrive take forever: $type', (shape) => {
    expect(curveOf(shape, length).timeOf(2)).toBe(Number.POSITIVE_INFINITY);
  });
});
