import { expect, test } from 'vitest';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import { simulateFluid } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFluid.ts';
import type { FunctionTotals } from '../../../../../src/lambda/scaling/simulation/result.ts';
import { runScenario, simulationModeFor } from '../../../../../src/lambda/scaling/simulation/run.ts';
import type { Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const constant = (ms: number) => ({ type: 'constant', ms }) as const;
const few = fluidScenario(fluidFunction(rps(1)));
const many = fluidScenario(fluidFunction(rps(10_000)));

test('few arrivals are simulated one by one, many as flows, and either where it is asked for', () => {
  expect([simulationModeFor(few), simulationModeFor(many)]).toEqual(['exact', 'fluid']);
  expect(runScenario(few).mode).toBe('exact');
  expect(runScenario(fluidScenario(fluidFunction(rps(100_000)))).mode).toBe('fluid');
  expect(runScenario(few, { mode: 'fluid' }).mode).toBe('fluid');
});

test('beyond what can be enumerated in some seconds it is flows, and what is known better of windows of time', () => {
  const enumerated = { ...many, seconds: 520, stepSeconds: 60 };
  expect(simulateFluid(enumerated)).toEqual({ ...simulate({ ...enumerated, seed: 0 }), mode: 'fluid' });
  const more = { ...enumerated, seconds: 1200 };
  const fluid = simulateFluid(more);
  const begin = Array.from({ length: 24 }, (_, seed) => simulate({ ...many, seconds: 4, seed: 700 + seed }).functions[0]?.totals.throttles.scalingRate ?? 0);
  const flows = simulateFlows(more);
  expect(fluid.functions[0]?.totals.invocations).toBeCloseTo(flows.functions[0]?.totals.invocations ?? 0, -4);
  expect(fluid.functions[0]?.totals.throttles.scalingRate).toBeGreaterThan(0.97 * (begin.reduce((sum, count) => sum + count, 0) / begin.length));
  expect(fluid.functions[0]?.totals.throttles.scalingRate).toBeLessThan(1.03 * (begin.reduce((sum, count) => sum + count, 0) / begin.length));
}, 60_000);

test('what flows tell badly and nothing counts is enumerated, however long that takes', () => {
  const soon = fluidFunction(rps(20_000), { traffic: { shape: rps(20_000), spacing: 'even' }, duration: constant(20), idleSeconds: 60 });
  const scenario = fluidScenario(soon, { seconds: 510, stepSeconds: 60 });
  expect(simulateFluid(scenario)).toEqual({ ...simulate({ ...scenario, seed: 0 }), mode: 'fluid' });
}, 60_000);

const totalsOf = (scenario: Scenario, run: typeof simulate): FunctionTotals => {
  const [fn] = run(scenario).functions;
  if (fn === undefined) throw new RangeError('No function.');
  return fn.totals;
};

test.each<readonly [string, Scenario]>([
  ['from rest, where initialisation takes many times as long as work', fluidScenario(fluidFunction(rps(30), { duration: constant(100), init: constant(1500) }))],
  ['initialisation beyond the timeout', fluidScenario(fluidFunction(rps(100), { timeoutSeconds: 1, init: constant(3000) }))],
  ['few initialisations at once', fluidScenario(fluidFunction(rps(100), { init: constant(500) }), { initsAtOnce: 2 })],
  [
    'evenly spaced arrivals on a handful of provisioned environments',
    fluidScenario(fluidFunction(rps(50), { traffic: { shape: rps(50), spacing: 'even' }, provisioned: { type: 'fixed', count: 6 } })),
  ],
  ['concurrency and requests a second at the same load', fluidScenario(fluidFunction(rps(550), { reserved: 50, duration: constant(92) }))],
])('%s: the mean of exact courses, apart from those of other seeds by chance alone', (_, scenario) => {
  const fluid = totalsOf(scenario, simulateFluid);
  const exact = Array.from({ length: 40 }, (__, index) => totalsOf({ ...scenario, seed: 5000 + index }, simulate));
  for (const of of [
    (totals: FunctionTotals) => totals.coldStarts,
    (totals: FunctionTotals) => totals.peakConcurrency,
    (totals: FunctionTotals) => totals.invocations,
    (totals: FunctionTotals) => totals.spilloverInvocations,
    (totals: FunctionTotals) => totals.throttles.reservedConcurrency,
    (totals: FunctionTotals) => totals.throttles.reservedRequests,
  ]) {
    const values = exact.map((totals) => of(totals));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    // Two means of seeds: three of what their difference deviates by.
    expect(Math.abs(of(fluid) - mean)).toBeLessThanOrEqual(1 + 3 * spread * Math.sqrt(1 / 24 + 1 / values.length));
  }
}, 60_000);

test('says the same, whatever the seed', () => {
  expect(simulateFluid(few)).toEqual(simulateFluid({ ...few, seed: 99 }));
});

test('a long scenario of few arrivals keeps few courses', () => {
  const month = fluidScenario(fluidFunction(rps(0.01)), { seconds: 30 * 86_400, stepSeconds: 10 });
  expect(simulateFluid(month).functions[0]?.series.arrivals).toHaveLength(259_200);
});
