import { expect, test } from 'vitest';
import { meanResult } from '../../../../../src/lambda/scaling/simulation/fluid/meanResult.ts';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

const of = (rps: number) => simulateFlows(fluidScenario(fluidFunction({ type: 'constant', rps }), { seconds: 20 }));

test('the mean of one result is that result, and of the same ones too', () => {
  const one = of(100);
  expect(meanResult([one])).toBe(one);
  expect(meanResult([one, one])).toEqual(one);
});

test('of two results each figure is halfway between theirs, and a gap is none where the other has a value', () => {
  const none = of(0);
  const some = of(100);
  const mean = meanResult([none, some]);
  expect(mean.functions[0]?.totals.invocations).toBe(1000);
  expect(mean.functions[0]?.series.invocations[10]).toBeCloseTo(50, 3);
  expect(mean.functions[0]?.series.p50[10]).toBe(some.functions[0]?.series.p50[10]);
  expect(mean.functions[0]?.series.gigabyteSeconds?.[10]).toBeCloseTo((some.functions[0]?.series.gigabyteSeconds?.[10] ?? 0) / 2, 9);
  expect(mean.cost.total).toBeCloseTo(some.cost.total / 2, 9);
  expect(mean.account.concurrency[10]).toBeCloseTo((some.account.concurrency[10] ?? 0) / 2, 9);
});

test('of none there is no mean', () => {
  expect(() => meanResult([])).toThrow(RangeError);
});

test('a column that one of them does not tell is not told', () => {
  const some = of(100);
  const functions = some.functions.map((fn) => {
    const { wastedGigabyteSeconds: _, ...series } = fn.series;
    return { ...fn, series };
  });
  const [fn] = meanResult([some, { ...some, functions }]).functions;
  expect(Object.keys(fn?.series ?? {})).not.toContain('wastedGigabyteSeconds');
  expect(fn?.series.gigabyteSeconds).toEqual(some.functions[0]?.series.gigabyteSeconds);
});
