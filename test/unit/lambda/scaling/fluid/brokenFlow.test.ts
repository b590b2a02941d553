import { expect, test } from 'vitest';
import { BrokenFlow } from '../../../../../src/lambda/scaling/simulation/fluid/brokenFlow.ts';
import { fluidLaws } from '../../../../../src/lambda/scaling/simulation/fluid/fluidLaws.ts';
import { fluidFunction } from './fluidScenarios.ts';

const duration = { type: 'logNormal', medianMs: 300, p99Ms: 2500 } as const;

function sharesOf(initMs: number, step: number, rateAt: (seconds: number) => number = () => 100): readonly number[] {
  const { breaking } = fluidLaws(fluidFunction({ type: 'constant', rps: 1 }, { duration, timeoutSeconds: 1, init: { type: 'constant', ms: initMs } }));
  if (breaking === undefined) throw new RangeError('No timeouts.');
  const flow = new BrokenFlow(breaking);
  return Array.from({ length: Math.round(400 / step) }, (_, index) => {
    const rate = rateAt(index * step);
    return flow.pass((index + 1) * step, step, rate, 0) / rate;
  });
}

test.each([0.05, 0.7, 4])('an environment that never succeeds again stays: in steps of %d s', (step) => {
  const shares = sharesOf(3000, step);
  expect(shares.at(-1)).toBeCloseTo(1, 3);
  // One of eleven invocations breaks its environment.
  expect(shares[Math.round(12 / step)]).toBeGreaterThan(0.5);
  expect(shares[Math.round(12 / step)]).toBeLessThan(0.8);
});

test.each([0.05, 4])('one that may succeed again is well again: in steps of %d s', (step) => {
  const { breaking } = fluidLaws(fluidFunction({ type: 'constant', rps: 1 }, { duration, timeoutSeconds: 1, init: { type: 'constant', ms: 800 } }));
  const { once = 0, again = 0 } = breaking ?? {};
  expect(sharesOf(800, step).at(-1)).toBeCloseTo(once / (1 - again + once), 2);
});

test('where fewer are needed as large a part of them is broken, and new ones are well', () => {
  const shares = sharesOf(3000, 0.5, (seconds) => (seconds < 200 ? 100 : seconds < 250 ? 50 : 200));
  expect(shares[450]).toBeCloseTo(1, 1);
  expect(shares[502]).toBeLessThan(0.7);
});

test('without timeouts nothing breaks', () => {
  expect(fluidLaws(fluidFunction({ type: 'constant', rps: 1 })).breaking).toBeUndefined();
});
