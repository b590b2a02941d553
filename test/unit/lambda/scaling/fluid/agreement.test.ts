import { expect, test } from 'vitest';
import { simulateFluid } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFluid.ts';
import type { SimulationResult } from '../../../../../src/lambda/scaling/simulation/result.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { bothModes } from './fluidScenarios.ts';

const seeds = [3, 17, 29];
/** What the modes may differ by, besides what chance leaves in a mean of a few seeds. */
const tolerance = 0.02;

/** A jump on a warm pool: environments that are free decide how many more start, and chance grows by it, which flows do not show. */
const looser: Readonly<Record<string, number>> = { 'steps up and down': 0.08 };

test.each(Object.entries(bothModes))('%s: fluid and exact agree', (name, scenario) => {
  const exact = seeds.map((seed) => figuresOf(simulate({ ...scenario, seed, stepSeconds: 60 })));
  const differences: string[] = [];
  for (const [figure, value] of figuresOf(simulateFluid({ ...scenario, stepSeconds: 60 }))) {
    const values = exact.map((figures) => figures.get(figure) ?? 0);
    const mean = average(values);
    const spread = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1));
    // Peaks vary by chance as what is in use does; a few seeds do not tell by how much.
    const error = (figure.includes('peak') || figure.includes('cold') ? Math.max(spread, Math.sqrt(mean)) : spread) / Math.sqrt(values.length);
    // One more or less is rounding.
    const allowed = (looser[name] ?? tolerance) * mean + 2 * error + (figure.includes('ms') ? 0 : 1);
    if (Math.abs(value - mean) > allowed) differences.push(`${figure}: ${value}, but exactly ${mean} ± ${error}`);
  }
  expect(differences).toEqual([]);
}, 60_000);

test.each(['a constant rate, log-normal durations', 'a constant rate, constant durations, at random', 'empirical durations'])('%s: many starts from rest agree on average', (name) => {
  const scenario = bothModes[name];
  if (scenario === undefined) throw new RangeError(name);
  const start = { ...scenario, seconds: 4 };
  const runs = Array.from({ length: 60 }, (_, index) => simulate({ ...start, seed: 1000 + 37 * index }).functions[0]?.totals);
  const [fn] = simulateFluid(start).functions;
  for (const figure of ['peakConcurrency', 'coldStarts'] as const) {
    const mean = average(runs.map((totals) => totals?.[figure] ?? 0));
    expect(Math.abs((fn?.totals[figure] ?? 0) - mean) / mean, figure).toBeLessThan(tolerance + 0.005);
  }
}, 60_000);

function average(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

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
