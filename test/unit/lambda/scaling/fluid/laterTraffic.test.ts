import { expect, test } from 'vitest';
import { laterTraffic } from '../../../../../src/lambda/scaling/simulation/fluid/laterTraffic.ts';
import { arrivalsUntil } from '../../../../../src/lambda/scaling/traffic/rate.ts';
import type { TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

const shapes: readonly TrafficShape[] = [
  { type: 'constant', rps: 7 },
  { type: 'ramp', fromRps: 3, toRps: 90 },
  { type: 'ramp', fromRps: 90, toRps: 10, overSeconds: 50 },
  { type: 'step', steps: [{ atSeconds: 10, rps: 5 }, { atSeconds: 60, rps: 50 }] },
  { type: 'spike', baseRps: 2, peakRps: 40, atSeconds: 30, forSeconds: 15 },
  { type: 'daily', lowRps: 5, highRps: 50, highHour: 13, startHour: 9 },
  { type: 'trace', stepSeconds: 7, counts: [70, 7, 140, 0, 21] },
  { type: 'arrivals', atMs: [1, 500, 40_000, 40_001, 90_000] },
];

test.each(shapes)('$type: what comes later is what comes later', (shape) => {
  for (const from of [0, 4, 33.5, 70]) {
    const later = laterTraffic(shape, from, 120);
    for (const seconds of [1, 12, 50]) {
      expect(arrivalsUntil(later, seconds, 120 - from)).toBeCloseTo(arrivalsUntil(shape, from + seconds, 120) - arrivalsUntil(shape, from, 120), 6);
    }
  }
});
