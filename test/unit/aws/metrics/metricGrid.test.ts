import { expect, test } from 'vitest';
import { metricGrid, startsOf } from '../../../../src/aws/metrics/metricGrid.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A whole day since the epoch. */
const now = 20_160 * day;

test.each<[title: string, from: number, to: number, wanted: number, period: number, points: number]>([
  ['an hour in minutes', now - hour, now, 1, minute, 60],
  ['an hour in what is wanted, rounded up', now - hour, now, 4 * minute, 5 * minute, 12],
  ['a day in minutes', now - day, now, 1, minute, 1440],
  ['more than 1,440 minutes in two', now - day - minute, now, 1, 2 * minute, 721],
  ['a week', now - 7 * day, now, 1, 10 * minute, 1008],
  ['an hour of fifteen days ago in minutes', now - 15 * day, now - 15 * day + hour, 1, minute, 60],
  ['an hour of longer ago in five', now - 15 * day - minute, now - 15 * day + hour - minute, 1, 5 * minute, 13],
  ['five minutes and more, where they are no multiple of five', now - 15 * day - minute, now - 15 * day + hour - minute, 2 * minute, 5 * minute, 13],
  ['a day of 63 days ago', now - 63 * day, now - 62 * day, 1, 5 * minute, 288],
  ['a day of longer ago in hours', now - 64 * day, now - 63 * day, 1, hour, 24],
  ['half-hours of longer ago in hours', now - 64 * day, now - 63 * day, 30 * minute, hour, 24],
  ['a year', now - 365 * day, now, 1, 12 * hour, 730],
  ['more than all periods have', now - 18_000 * day, now, 1, 13 * day, 1384],
])('%s', (_title, from, to, wanted, period, points) => {
  const grid = metricGrid({ from, to, periodMs: wanted }, now);
  expect([grid.periodMs, startsOf(grid).length]).toEqual([period, points]);
  expect(grid.from % period).toBe(0);
  expect(grid.from).toBeLessThanOrEqual(from);
  expect(grid.to).toBeGreaterThan(to - period);
});

test('the period that has not ended is left out', () => {
  const grid = metricGrid({ from: now - 3 * minute, to: now + 30_000, periodMs: minute }, now + 59_999);
  expect(startsOf(grid)).toEqual([now - 3 * minute, now - 2 * minute, now - minute]);
});

test.each([
  ['what has not begun', now + hour, now + 2 * hour, 0],
  ['a moment', now - 1, now - 1, 1],
  ['what ends before it begins', now - minute, now - 2 * minute, 0],
])('of %s', (_title, from, to, points) => {
  expect(startsOf(metricGrid({ from, to, periodMs: minute }, now))).toHaveLength(points);
});
