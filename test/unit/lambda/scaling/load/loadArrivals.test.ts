import { expect, test } from 'vitest';
import { loadArrivals, plannedInvocations } from '../../../../../src/lambda/scaling/load/loadArrivals.ts';
import type { LoadPlan } from '../../../../../src/lambda/scaling/load/loadPlan.ts';

type Schedule = Parameters<typeof plannedInvocations>[0];

const even: Schedule = { traffic: { shape: { type: 'constant', rps: 50 }, spacing: 'even' }, seconds: 60, seed: 1, maximumInvocations: 1_000_000 };
const poisson: Schedule = { ...even, traffic: { ...even.traffic, spacing: 'poisson' } };

test.each<[string, Schedule, number]>([
  ['an even rate', even, 3000],
  ['no more than may be sent', { ...even, maximumInvocations: 100 }, 100],
  ['a ramp', { ...even, traffic: { shape: { type: 'ramp', fromRps: 0, toRps: 100 }, spacing: 'even' } }, 3000],
  ['none', { ...even, traffic: { shape: { type: 'arrivals', atMs: [] }, spacing: 'even' } }, 0],
])('%s', (_, plan, expected) => {
  expect(plannedInvocations(plan)).toBe(expected);
});

test('random arrivals are counted as they will come, and are others with another seed', () => {
  const first = (plan: Pick<LoadPlan, 'traffic' | 'seconds' | 'seed'>): number[] => {
    const arrivals = loadArrivals(plan);
    return Array.from({ length: 5 }, arrivals);
  };
  expect(first(poisson)).toEqual(first(poisson));
  expect(first({ ...poisson, seed: 2 })).not.toEqual(first(poisson));
  const arrivals = loadArrivals(poisson);
  let count = 0;
  while (arrivals() < 60_000) count += 1;
  expect(plannedInvocations(poisson)).toBe(count);
});
