import { expect, test } from 'vitest';
import { expectedSize, simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { even, fn, poisson, scenario } from './scenarios.ts';

const two = scenario([fn({ traffic: poisson(50) }), fn({ name: 'g', traffic: even({ type: 'ramp', fromRps: 0, toRps: 10 }) })]);

test('knows how many arrivals are to be expected', () => {
  expect(expectedSize(two)).toBeCloseTo(550, 9);
});

test('refuses what is too large, before it begins', () => {
  expect(() => simulate(two, { maximumArrivals: 549 })).toThrow(expect.objectContaining({ code: 'SIMULATION_TOO_LARGE', details: { expected: 550, maximumArrivals: 549 } }));
  expect(simulate(two, { maximumArrivals: 551 }).functions).toHaveLength(2);
});

test('stops where it is told to', () => {
  expect(() => simulate(two, { signal: { aborted: true } })).toThrow(expect.objectContaining({ code: 'SIMULATION_ABORTED' }));
});

test('other seeds give other arrivals; other limits give the same', () => {
  const arrivals = (over: object, limits: object = {}) => simulate({ ...two, functions: [fn({ traffic: poisson(50), ...limits })], ...over }).functions[0]?.series.arrivals;
  expect(arrivals({})).not.toEqual(arrivals({ seed: 2 }));
  expect(arrivals({})).toEqual(arrivals({}, { reserved: 1, errorRate: 0.5, provisioned: { type: 'fixed', count: 1 } }));
});
