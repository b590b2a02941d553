import { expect, test } from 'vitest';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import type { SimulationResult } from '../../../../../src/lambda/scaling/simulation/result.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { bothModes } from './fluidScenarios.ts';

const seeds = [3, 17, 29, 41];
/** What the modes may differ by, besides what chance leaves in a mean of a few seeds. */
const tolerance = 0.02;
const byWorkInUse = ['peak', 'cold', 'waiting', 'p99 concurrency'];

test.each(Object.entries(bothModes))('%s: fluid and exact agree', (_, scenario) => {
  const exact = seeds.map((seed) => figuresOf(simulate({ ...scenario, seed, stepSeconds: 60 })));
  const differences: string[] = [];
  for (const [figure, value] of figuresOf(simulateFlows({ ...scenario, stepSeconds: 60 }))) {
    const values = exact.map((figures) => figures.get(figure) ?? 0);
    const mean = average(values);
    const spread = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1));
    // Such figures vary by chance as what is in use does; a few seeds do not tell by how much.
    const byChance = byWorkInUse.some((name) => figure.includes(name));
    const error = (byChance ? Math.max(spread, Math.sqrt(mean)) : spread) / Math.sqrt(values.length);
    // One more or less is rounding.
    const allowed = tolerance * mean + 2 * error + (figure.includes('ms') ? 0 : 1);
    if (!(Math.abs(value - mean) <= allowed)) differences.push(`${figure}: ${value}, but exactly ${mean} ± ${error}`);
  }
  expect(differences).toEqual([]);
}, 60_000);

test.each([
  { name: 'a constant rate, log-normal durations', seconds: 4, runs: 60 },
  { name: 'a constant rate, constant durations, at random', seconds: 4, runs: 60 },
  { name: 'empirical durations', seconds: 4, runs: 60 },
  { name: 'a step on a warm pool', seconds: 104, runs: 30 },
  { name: 'steps up and down', seconds: 84, runs: 100 },
])('$name: many beginnings agree on average', ({ name, seconds, runs }) => {
  const scenario = bothModes[name];
  if (scenario === undefined) throw new RangeError(name);
  const start = { ...scenario, seconds };
  const exact = Array.from({ length: runs }, (_, index) => simulate({ ...start, seed: 1000 + 37 * index }).functions[0]?.totals);
  const [fn] = simulateFlows(start).functions;
  for (const figure of ['peakConcurrency', 'coldStarts'] as const) {
    const mean = average(exact.map((totals) => totals?.[figure] ?? 0));
    expect(Math.abs((fn?.totals[figure] ?? 0) - mean) / mean, figure).toBeLessThan(tolerance + 0.005);
  }
}, 60_000);

function average(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function total(column: readonly number[] | undefined): number {
  return column === undefined ? Number.NaN : column.reduce((sum, one) => sum + one, 0);
}

function figuresOf({ account, functions, cost }: SimulationResult): ReadonlyMap<string, number> {
  const figures = new Map([['account peak', account.peakConcurrency], ['cost in ms of a dollar', cost.total * 1000]]);
  for (const { name, totals, latencyMs, series } of functions) {
    const set = (figure: string, value: number): unknown => figures.set(`${name} ${figure}`, value);
    set('arrivals', totals.arrivals);
    set('invocations', totals.invocations);
    set('errors', totals.errors);
    set('cold starts', totals.coldStarts);
    set('provisioned', totals.provisionedInvocations);
    set('spillover', totals.spilloverInvocations);
    set('waiting', totals.waiting);
    set('dropped', totals.dropped);
    set('idle provisioned GB-s', totals.gigabyteSeconds.provisionedIdle);
    set('GB-s on demand', totals.gigabyteSeconds.onDemand);
    set('peak concurrency', totals.peakConcurrency);
    set('p99 concurrency', totals.p99Concurrency);
    set('GB-s', totals.gigabyteSeconds.onDemand + totals.gigabyteSeconds.provisionedUsed);
    set('GB-s at work', total(series.gigabyteSeconds));
    set('GB-s not at work', total(series.wastedGigabyteSeconds));
    set('p50 ms', latencyMs.p50);
    set('p90 ms', latencyMs.p90);
    set('p99 ms', latencyMs.p99);
    // Of a few throttles among many arrivals chance decides.
    for (const [rule, count] of Object.entries(totals.throttles)) if (count > 0.02 * totals.arrivals) set(rule, count);
  }
  return figures;
}
