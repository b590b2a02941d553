import { expect, test } from 'vitest';
import { expectedSize, simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { atOnce, constant, even, fn, poisson, scenario } from './scenarios.ts';

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

test('memory at work is told while it is at work, not when it is billed', () => {
  const [own] = simulate(scenario([fn({ memoryMegabytes: 2048, traffic: atOnce([2, 500]), duration: constant(2000) })])).functions;
  expect(own?.series.gigabyteSeconds?.slice(0, 4)).toEqual([2, 4, 2, 0]);
  expect(own?.series.wastedGigabyteSeconds?.every((value) => value === 0)).toBe(true);
});

test('what is provisioned and not at work is wasted', () => {
  const [own] = simulate(scenario([fn({ provisioned: { type: 'fixed', count: 3 }, traffic: atOnce([1, 5500]), duration: constant(1000) })], { seconds: 8 })).functions;
  const [used, wasted] = [own?.series.gigabyteSeconds ?? [], own?.series.wastedGigabyteSeconds ?? []];
  expect(used.slice(4)).toEqual([0, 0.5, 0.5, 0]);
  expect(wasted.slice(4)).toEqual([3, 2.5, 2.5, 3]);
});
