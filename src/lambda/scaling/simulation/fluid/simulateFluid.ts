import { addCosts, noCost } from '../../pricing/costOf.ts';
import { queuePace } from '../../rules/eventSources.ts';
import { unreservedLimit } from '../../rules/counters.ts';
import { meanOf } from '../../traffic/distribution.ts';
import { curveOf } from '../../traffic/rate.ts';
import type { SimulationResult } from '../result.ts';
import type { FunctionScenario, Scenario } from '../scenario.ts';
import { LevelProfile } from './levelProfile.ts';
import { FluidRun } from './fluidRun.ts';
import { LimitPool } from './limitPool.ts';
import { timeGrid } from './timeGrid.ts';

/** So many bins of levels at most. */
const mostBins = 4000;

/**
 * What happens to a scenario, by flows instead of single invocations: time goes in steps whose number depends on neither rates nor
 * durations. Gives what is to be expected, so that it needs no seed. Offered work is the rate's convolution with the survival of durations;
 * limits take off by loss formulas, environments are the levels that work in use has come up to within their idle time. How many initialise
 * at once (`initsAtOnce`) is not looked at, and costs are of the first price tier, as in the exact mode.
 */
export function simulateFluid(scenario: Scenario): SimulationResult {
  const { seconds, stepSeconds = 1, functions, account } = scenario;
  const grid = { steps: Math.max(1, Math.ceil(seconds / stepSeconds - 1e-9)), stepSeconds };
  const highest = functions.map((fn) => highestLoad(fn, scenario));
  const runs = functions.map((fn, index) => {
    const top = highest[index] ?? 1;
    return new FluidRun(fn, scenario, grid, top, binWidth(top));
  });
  const times = timeGrid(scenario, runs.map((run) => run.pace));
  const pools = runs.flatMap(({ fn, scenario: { reserved } }) => (reserved === undefined ? [] : [{ pool: new LimitPool([fn]), runs: runs.filter((run) => run.fn === fn) }]));
  const shared = runs.filter(({ scenario: { reserved } }) => reserved === undefined);
  if (shared.length > 0) pools.push({ pool: new LimitPool(shared.map(({ fn }) => fn)), runs: shared });
  const reserved = functions.reduce((total, fn) => total + (fn.reserved ?? 0), 0);
  const unreserved = unreservedLimit({ limit: account.concurrency, reserved });
  const all = Math.min(account.concurrency + 1, highest.reduce((total, top) => total + top, 0));
  const together = new LevelProfile(all, binWidth(all), Number.POSITIVE_INFINITY);
  const concurrency = new Float64Array(grid.steps);
  for (let index = 0; index + 1 < times.length; index++) {
    const from = times[index] ?? 0;
    const to = times[index + 1] ?? seconds;
    const span = { from, to, seconds: to - from };
    for (const run of runs) run.begin(span);
    for (const { pool, runs: members } of pools) {
      const [first] = members;
      const limit = first?.scenario.reserved;
      const held = members.reduce((total, run) => total + run.held, 0);
      pool.step(members.map((run) => run.tried), Math.max(0, (limit ?? unreserved) - held), span);
    }
    let claimed = 0;
    let mean = 0;
    let variance = 0;
    let constant = 1;
    for (const run of runs) {
      run.end(span);
      claimed += run.claimed;
      mean += run.claimedMean;
      variance += run.claimedVariance;
      constant = Math.max(constant === 1 ? 0 : constant, run.fn.atWork.timeConstant);
    }
    const step = Math.min(grid.steps - 1, Math.floor(from / stepSeconds + 1e-9));
    if (runs.length > 1) together.add(to, span.seconds, { mean, peakedness: mean > 0 ? Math.max(0.002, variance / mean) : 1, timeConstant: constant, ceiling: account.concurrency, below: 0 });
    for (let at = step; at * stepSeconds < to && at < grid.steps; at++) concurrency[at] = Math.max(concurrency[at] ?? 0, Math.min(account.concurrency, claimed));
  }
  const results = runs.map((run) => run.result());
  return {
    mode: 'fluid',
    seconds,
    stepSeconds,
    account: { peakConcurrency: Math.round(runs.length === 1 ? (runs[0]?.claimedPeak ?? 0) : together.level), concurrency: [...concurrency] },
    functions: results,
    cost: results.reduce((total, { cost }) => addCosts(total, cost), noCost),
  };
}

/** Above what a function never has at work at once, but for a chance that does not matter. */
function highestLoad(fn: FunctionScenario, { seconds, account }: Scenario): number {
  const curve = curveOf(fn.traffic.shape, seconds);
  let most = 0;
  const looks = 4000;
  for (let index = 0; index < looks; index++) {
    const from = (index / looks) * seconds;
    const to = ((index + 1) / looks) * seconds;
    most = Math.max(most, curve.rateAt(from), (curve.arrivalsUntil(to) - curve.arrivalsUntil(from)) / (to - from));
  }
  const limit = Math.max(1, fn.reserved ?? account.concurrency);
  const { source } = fn;
  if (source?.type === 'async') return limit + 1;
  if (source?.type === 'sqs') return Math.min(limit, queuePace(source).most) + 1;
  if (source?.type === 'stream') return Math.min(limit, source.shards * (source.parallelizationFactor ?? 1)) + 1;
  const load = (most * (Math.min(fn.timeoutSeconds * 1000, meanOf(fn.duration)) + 2 * meanOf(fn.init))) / 1000;
  return Math.min(limit + 1, load + 10 * Math.sqrt(load) + 20);
}

function binWidth(highest: number): number {
  return Math.max(1, Math.floor(Math.sqrt(highest) / 5), Math.ceil(highest / mostBins));
}
