import { describe, expect, test } from 'vitest';
import { lawOf, meanOf, quantileOf, survivalOf, varianceOf } from '../../../../../src/lambda/scaling/traffic/distribution.ts';
import { normalQuantile, normalSurvival } from '../../../../../src/lambda/scaling/traffic/normal.ts';
import { randomOf } from '../../../../../src/lambda/scaling/traffic/random.ts';
import { samplerOf } from '../../../../../src/lambda/scaling/traffic/sampler.ts';
import type { Distribution } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

const logNormal: Distribution = { type: 'logNormal', medianMs: 100, p99Ms: 1000 };
const empirical: Distribution = { type: 'empirical', valuesMs: [30, 10, 20, 40] };

describe('the normal distribution', () => {
  // Figures of printed tables of the normal distribution.
  test.each([
    [0, 0.5],
    [1, 0.158655253931457],
    [-1, 0.841344746068543],
    [3, 1.349898031630095e-3],
    [6, 9.865876450376981e-10],
    [10, 7.619853024160527e-24],
  ])('is above %d with the chance %d', (x, chance) => {
    expect(normalSurvival(x) / chance).toBeCloseTo(1, 12);
  });

  test.each([
    [0.5, 0],
    [0.99, 2.3263478740408408],
    [0.01, -2.3263478740408408],
    [0.975, 1.959963984540054],
    [1e-10, -6.361340902404056],
    [0, Number.NEGATIVE_INFINITY],
    [1, Number.POSITIVE_INFINITY],
  ])('has the quantile of %d at %d', (q, x) => {
    expect(normalQuantile(q)).toBeCloseTo(x, 11);
  });
});

describe('distributions', () => {
  test.each<[string, Distribution, number, number]>([
    ['constant', { type: 'constant', ms: 7 }, 7, 0],
    ['log-normal', logNormal, 163.205105552, 44_311.2449136],
    ['log-normal without spread', { type: 'logNormal', medianMs: 50, p99Ms: 50 }, 50, 0],
    ['empirical', empirical, 25, 125],
  ])('mean and variance: %s', (_title, distribution, mean, variance) => {
    expect(meanOf(distribution)).toBeCloseTo(mean, 6);
    expect(varianceOf(distribution)).toBeCloseTo(variance, 4);
  });

  test.each<[Distribution, number, number]>([
    [{ type: 'constant', ms: 7 }, 0.99, 7],
    [logNormal, 0.5, 100],
    [logNormal, 0.99, 1000],
    [empirical, 0, 10],
    [empirical, 0.25, 10],
    [empirical, 0.5, 20],
    [empirical, 0.51, 30],
    [empirical, 1, 40],
    [{ type: 'empirical', valuesMs: Array.from({ length: 100 }, (_, index) => index + 1) }, 0.99, 99],
  ])('quantiles: %j at %d', (distribution, q, ms) => {
    expect(quantileOf(distribution, q)).toBeCloseTo(ms, 8);
  });

  test.each<[Distribution, number, number, number]>([
    [{ type: 'constant', ms: 7 }, 7, 0, 7],
    [{ type: 'constant', ms: 7 }, 6, 1, 6],
    // By numerical integration of the survival.
    [logNormal, 100, 0.5, 76.298792],
    [logNormal, 1000, 0.01, 158.405219],
    [logNormal, 0, 1, 0],
    [empirical, 20, 0.5, 17.5],
    [empirical, 100, 0, 25],
    [empirical, 5, 1, 5],
  ])('%j takes longer than %d ms in %d of 1, and cut there %d on average', (distribution, ms, share, mean) => {
    expect(survivalOf(distribution, ms)).toBeCloseTo(share, 10);
    expect(lawOf(distribution).meanUpTo(ms)).toBeCloseTo(mean, 5);
  });

  test.each<Distribution>([logNormal, empirical])('what is drawn has the mean and the quantiles of $type', (distribution) => {
    const draw = samplerOf(distribution, randomOf(3));
    const values = Array.from({ length: 200_000 }, draw).sort((a, b) => a - b);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean / meanOf(distribution) - 1)).toBeLessThan(0.015);
    for (const q of [0.1, 0.45, 0.9, 0.99]) expect(Math.abs((values[Math.floor(q * values.length)] ?? 0) / quantileOf(distribution, q) - 1)).toBeLessThan(0.03);
  });
});

describe('random numbers', () => {
  test('are the same for the same seed and stream, and others for others', () => {
    const first = (seed: number, stream?: number) => Array.from({ length: 4 }, randomOf(seed, stream));
    expect(first(1)).toEqual(first(1, 0));
    expect(new Set([...first(1), ...first(2), ...first(1, 1), ...first(2 ** 40), ...first(0)]).size).toBe(20);
  });

  test('are even from 0 to below 1', () => {
    const random = randomOf(11);
    const bins = Array.from({ length: 100 }, () => 0);
    for (let count = 0; count < 100_000; count++) {
      const value = random();
      if (value < 0 || value >= 1) throw new RangeError(`${value} is out of range.`);
      const bin = Math.floor(value * 100);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    // Chi-squared of 99 degrees: beyond 160 once in ten thousand times.
    expect(bins.reduce((sum, bin) => sum + (bin - 1000) ** 2 / 1000, 0)).toBeLessThan(160);
  });
});
