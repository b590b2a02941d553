import { expect, test } from 'vitest';
import { LogHistogram } from '../../../../../src/lambda/scaling/load/logHistogram.ts';
import { randomNumbers } from '../../../../shared/randomNumbers.ts';

test.each([0.002, 0.5, 1, 3.7, 42, 999, 12_345, 900_000])('a quantile near %d is off by at most 1 %', (value) => {
  const histogram = new LogHistogram();
  histogram.add(value);
  histogram.add(value * 10);
  expect(Math.abs(histogram.quantile(0.5) / value - 1)).toBeLessThanOrEqual(0.01);
});

test('quantiles of many values are those of the sorted values, within 1 %', () => {
  const random = randomNumbers(7);
  const values = Array.from({ length: 20_000 }, () => Math.exp(random() * 9 - 2));
  const histogram = new LogHistogram();
  for (const value of values) histogram.add(value);
  const sorted = values.toSorted((a, b) => a - b);
  for (const q of [0.01, 0.5, 0.9, 0.99, 0.999]) {
    const exact = sorted[Math.ceil(q * values.length) - 1] ?? 0;
    expect(Math.abs(histogram.quantile(q) / exact - 1)).toBeLessThanOrEqual(0.01);
  }
  expect(histogram.max).toBe(sorted.at(-1));
  expect(histogram.count).toBe(20_000);
});

test('none, zeroes and values beyond all buckets', () => {
  const histogram = new LogHistogram();
  expect(histogram.quantiles()).toBeUndefined();
  histogram.add(0);
  histogram.add(0);
  expect(histogram.quantiles()).toEqual({ p50: 0, p90: 0, p99: 0, max: 0 });
  histogram.add(1e12);
  expect(histogram.quantile(0.5)).toBe(0);
  expect(histogram.quantile(1)).toBe(1e12);
});
