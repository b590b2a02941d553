import { expect, test } from 'vitest';
import { knownWindows } from '../../../../../src/lambda/scaling/simulation/fluid/knownWindows.ts';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import { finished } from '../../../../../src/lambda/scaling/simulation/inParts.ts';
import type { SimulationResult } from '../../../../../src/lambda/scaling/simulation/result.ts';
import type { Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const constant = (ms: number) => ({ type: 'constant', ms }) as const;
const account = { concurrency: 10_000 };
const windowArrivals = 3_000_000;

const steps = [{ atSeconds: 0, rps: 1000 }, { atSeconds: 40, rps: 2450 }];
const jump = fluidScenario(fluidFunction({ type: 'step', steps }, { duration: constant(400), init: constant(300), idleSeconds: 30 }), { seconds: 60, account });

test('what begins from rest, and where a rate jumps, is enumerated', () => {
  const windows = finished(knownWindows(jump, windowArrivals));
  expect(windows.map(({ from, to }) => from < to)).toEqual([true, true]);
  const [begin, later] = windows;
  expect(begin).toMatchObject({ from: 0, settling: 0 });
  expect(later?.from).toBe(40);
  // Until as much is at work as should be.
  expect(later?.settling).toBe(1);
  expect(later?.functions[0]?.series.concurrency[0]).toBeGreaterThan(380);
});

test('a series in longer steps is of the same windows', () => {
  const inSeconds = simulateFlows(jump, { known: finished(knownWindows(jump, windowArrivals)) }).functions[0];
  const tens = { ...jump, stepSeconds: 10 };
  const inTens = simulateFlows(tens, { known: finished(knownWindows(tens, windowArrivals)) }).functions[0];
  expect(inTens?.totals.coldStarts).toBe(inSeconds?.totals.coldStarts);
  for (const name of ['arrivals', 'coldStarts', 'gigabyteSeconds'] as const) {
    const column = inSeconds?.series[name] ?? [];
    inTens?.series[name]?.forEach((value, step) => expect(value).toBeCloseTo(column.slice(step * 10, step * 10 + 10).reduce((sum, one) => sum + one, 0), 6));
  }
  expect(inTens?.series.concurrency[4]).toBe(Math.max(...(inSeconds?.series.concurrency.slice(40, 50) ?? [])));
});

test('where there is no time, or nothing comes, there is none', () => {
  expect(finished(knownWindows(fluidScenario(fluidFunction(rps(0))), windowArrivals))).toMatchObject([{ from: 0 }]);
  const tooMany = fluidScenario(fluidFunction(rps(1e9)), { seconds: 10, account });
  expect(finished(knownWindows(tooMany, windowArrivals))).toEqual([]);
});

test.each<readonly [string, Scenario, number]>([
  ['a jump on a warm pool that the scaling rate just holds', jump, 20],
  [
    'several functions that share turns to initialise',
    fluidScenario(
      [fluidFunction(rps(1000), { name: 'a' }), fluidFunction(rps(300), { name: 'b', duration: { type: 'logNormal', medianMs: 300, p99Ms: 900 }, init: constant(900) })],
      { initsAtOnce: 16, seconds: 120, account },
    ),
    10,
  ],
  [
    'environments that start for long, before as many are provisioned',
    fluidScenario(fluidFunction(rps(900), { init: constant(4000), provisioned: { type: 'fixed', count: 110 } }), { seconds: 100, account }),
    16,
  ],
])('%s: agrees with the exact mode', (_, scenario, runs) => {
  const fluid = figuresOf(simulateFlows(scenario, { known: finished(knownWindows(scenario, windowArrivals)) }));
  const exact = Array.from({ length: runs }, (__, index) => figuresOf(simulate({ ...scenario, seed: 9000 + index })));
  const differences: string[] = [];
  for (const [figure, value] of fluid) {
    const values = exact.map((figures) => figures.get(figure) ?? 0);
    const mean = values.reduce((sum, one) => sum + one, 0) / runs;
    const spread = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (runs - 1));
    // Both are means of courses: a few of the fluid mode's.
    const allowed = 1 + 0.02 * mean + 2 * spread * Math.sqrt(1 / runs + 1 / 12);
    if (Math.abs(value - mean) > allowed) differences.push(`${figure}: ${value}, but exactly ${mean} ± ${spread}`);
  }
  expect(differences).toEqual([]);
}, 60_000);

function figuresOf({ account: { peakConcurrency }, functions }: SimulationResult): ReadonlyMap<string, number> {
  const figures = new Map([['account', peakConcurrency]]);
  for (const { name, totals, series } of functions) {
    const { arrivals, invocations, coldStarts, spilloverInvocations, throttles, peakEnvironments, p99Concurrency, gigabyteSeconds } = totals;
    const told = { arrivals, invocations, coldStarts, spilloverInvocations, scalingRate: throttles.scalingRate, peak: totals.peakConcurrency, peakEnvironments, p99Concurrency };
    for (const [figure, value] of Object.entries(told)) figures.set(`${name} ${figure}`, value);
    figures.set(`${name} GB-s`, gigabyteSeconds.onDemand + gigabyteSeconds.provisionedUsed);
    figures.set(`${name} idle GB-s`, gigabyteSeconds.provisionedIdle);
    figures.set(`${name} at the end`, series.environments.at(-1) ?? 0);
  }
  return figures;
}
