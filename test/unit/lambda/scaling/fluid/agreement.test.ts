import { expect, test } from 'vitest';
import { simulateFluid } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFluid.ts';
import type { SimulationResult } from '../../../../../src/lambda/scaling/simulation/result.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { bothModes } from './fluidScenarios.ts';

const seeds = [3, 17, 29];
/** What the modes may differ by, besides what chance leaves in a mean of a few seeds. */
const tolerance = 0.02;

test.each(Object.entries(bothModes))('%s: fluid and exact agree', (_, scenario) => {
  const exact = seeds.map((seed) => figuresOf(simulate({ ...scenario, seed, stepSeconds: 60 })));
  const differences: string[] = [];
  for (const [name, value] of figuresOf(simulateFluid({ ...scenario, stepSeconds: 60 }))) {
    const values = exact.map((figures) => figures.get(name) ?? 0);
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const error = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1) / values.length);
    // One more or less is rounding.
    if (Math.abs(value - mean) > tolerance * mean + 2.5 * error + (name.includes('ms') ? 0 : 1)) differences.push(`${name}: ${value}, but exactly ${mean} ± ${error}`);
  }
  expect(differences).toEqual([]);
});

function figuresOf({ account, functions, cost }: SimulationResult): ReadonlyMap<string, number> {
  const figures = new Map([['account peak', account.peakConcurrency], ['cost in ms of a dollar', cost.total * 1000]]);
  for (const { name, totals, latencyMs } of functions) {
    const set = (figure: string, value: number): unknown => figures.set(`${name} ${figure}`, value);
    set('arrivals', totals.arrivals);
    set('invocations', totals.invocations);
    set('errors', totals.errors);
    set('cold starts', totals.coldStarts);
    set('provisioned', totals.provisionedInvocations);
    set('peak concurrency', totals.peakConcurrency);
    set('p99 concurrency', totals.p99Concurrency);
    set('GB-s', totals.gigabyteSeconds.onDemand + totals.gigabyteSeconds.provisionedUsed);
    set('p50 ms', latencyMs.p50);
    set('p90 ms', latencyMs.p90);
    set('p99 ms', latencyMs.p99);
    // Of a few throttles among many arrivals chance decides.
    for (const [rule, count] of Object.entries(totals.throttles)) if (count > 0.02 * totals.arrivals) set(rule, count);
  }
  return figures;
}
