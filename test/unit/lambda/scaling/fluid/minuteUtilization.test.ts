import { afterEach, describe, expect, test, vi } from 'vitest';
import { TargetTracker } from '../../../../../src/lambda/scaling/autoScaling/targetTracking.ts';
import { MinuteUtilization } from '../../../../../src/lambda/scaling/simulation/fluid/minuteUtilization.ts';
import { seenUse } from '../../../../../src/lambda/scaling/simulation/fluid/seenUse.ts';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import type { Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import type { Distribution } from '../../../../../src/lambda/scaling/traffic/traffic.ts';
import { randomOf } from '../../../../../src/lambda/scaling/traffic/random.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Mean and variance of Poisson's law, cut off above `most`. */
function cutPoisson(load: number, most: number): { readonly mean: number; readonly variance: number } {
  let [term, all, sum, squares] = [1, 0, 0, 0];
  for (let count = 0; count <= most; count++) {
    all += term;
    sum += count * term;
    squares += count * count * term;
    term *= load / (count + 1);
  }
  return { mean: sum / all, variance: squares / all - (sum / all) ** 2 };
}

test.each([[3, 10], [9, 10], [30, 10], [100, 140], [140, 140], [0.1, 2], [5, 1]])('a load of %d finds on %d what is at work of the others, and adds itself', (found, servers) => {
  const use = seenUse({ found, servers, peakedness: 1, residual: 1 });
  const expected = cutPoisson(found, servers - 1);
  expect(use.mean).toBeCloseTo(expected.mean + 1, 1);
  expect(use.variance).toBeCloseTo(expected.variance, 0);
});

describe('draws of a minute', () => {
  const draws = (timeConstant: number, variance = 100): readonly number[] => {
    const minute = new MinuteUtilization(randomOf(7), false);
    return Array.from({ length: 4000 }, () => {
      minute.add(1000, 60, 200, { mean: 100, variance, timeConstant });
      return minute.draw() ?? 0;
    });
  };
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

  test.each([
    { timeConstant: 0.1, deviations: Math.sqrt(0.2 / 60) },
    { timeConstant: 3, deviations: Math.sqrt((6 / 60) * (1 - 3 / 60)) },
    { timeConstant: 6000, deviations: 1 },
  ])('vary the less the sooner use forgets what it was ($timeConstant s)', ({ timeConstant, deviations }) => {
    const values = draws(timeConstant);
    if (timeConstant < 60) expect(mean(values)).toBeCloseTo(0.5, 2);
    if (timeConstant < 60) expect(deviation(values) / (0.05 * deviations)).toBeCloseTo(1, 1);
    // Where work goes on for hours, one minute is as the one before.
    else expect(mean(values.map((value, index) => Math.abs(value - (values[index - 1] ?? value))))).toBeLessThan(0.01);
  });

  test('are none where none began, and shares of a whole', () => {
    const minute = new MinuteUtilization(randomOf(1), true);
    expect(minute.draw()).toBeNull();
    minute.add(1, 60, 10, { mean: 2, variance: 0, timeConstant: 1 });
    minute.add(3, 60, 20, { mean: 8, variance: 0, timeConstant: 1 });
    expect(minute.draw()).toBeCloseTo((0.2 + 3 * 0.4) / 4, 12);
    expect(minute.draw()).toBeNull();
    expect(draws(10, 1e6).every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('have gaps where hardly any is to be expected', () => {
    const minute = new MinuteUtilization(randomOf(3), false);
    const values = Array.from({ length: 2000 }, () => {
      minute.add(1 / 60, 60, 10, { mean: 1, variance: 0, timeConstant: 1 });
      return minute.draw();
    });
    expect(values.filter((value) => value === null).length / 2000).toBeCloseTo(Math.exp(-1), 1);
  });
});

const logNormal = { type: 'logNormal', medianMs: 100, p99Ms: 400 } as const;
const cases: readonly { readonly rps: number; readonly duration: Distribution; readonly of: number; readonly spacing: 'even' | 'poisson' }[] = [
  { rps: 250, duration: { type: 'constant', ms: 400 }, of: 145, spacing: 'poisson' },
  { rps: 250, duration: { type: 'constant', ms: 400 }, of: 103, spacing: 'poisson' },
  { rps: 250, duration: { type: 'constant', ms: 400 }, of: 70, spacing: 'poisson' },
  { rps: 50, duration: logNormal, of: 10, spacing: 'poisson' },
  { rps: 50, duration: logNormal, of: 6, spacing: 'poisson' },
  { rps: 3, duration: { type: 'constant', ms: 100 }, of: 2, spacing: 'poisson' },
  { rps: 300, duration: logNormal, of: 50, spacing: 'even' },
  { rps: 20, duration: { type: 'constant', ms: 105 }, of: 5, spacing: 'even' },
  { rps: 1000, duration: { type: 'constant', ms: 20 }, of: 50, spacing: 'poisson' },
];

test.each(cases)('the points of $rps a second, $spacing, on $of are those of the exact mode', ({ rps, duration, of, spacing }) => {
  const observe = vi.spyOn(TargetTracker.prototype, 'observe').mockReturnValue(undefined);
  const pointsOf = (run: (scenario: Scenario) => unknown): number => {
    observe.mockClear();
    const traffic = { shape: { type: 'constant', rps }, spacing } as const;
    const provisioned = { type: 'autoScaling', minimum: of, maximum: of, targetUtilization: 0.7 } as const;
    run(fluidScenario(fluidFunction(traffic.shape, { traffic, duration, provisioned }), { seconds: 900, stepSeconds: 60 }));
    // The first minutes have another load: they begin from rest.
    const points = observe.mock.calls.flatMap(([{ at, utilization }]) => (at > 120_000 && utilization !== null ? [utilization] : []));
    return points.reduce((sum, point) => sum + point, 0) / points.length;
  };
  expect(Math.abs(pointsOf(simulateFlows) / pointsOf(simulate) - 1)).toBeLessThan(0.01);
});
