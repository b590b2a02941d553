import { addCosts, noCost } from '../../pricing/costOf.ts';
import { unreservedLimit } from '../../rules/counters.ts';
import { randomOf } from '../../traffic/random.ts';
import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import type { FluidKnowledge } from './fluidKnowledge.ts';
import { FluidRun } from './fluidRun.ts';
import type { SeriesGrid } from './fluidSeries.ts';
import { InitTurnsFlow } from './initTurnsFlow.ts';
import type { KnownWindow } from './knownWindow.ts';
import { LevelProfile } from './levelProfile.ts';
import { LimitPool } from './limitPool.ts';
import { timeGrid } from './timeGrid.ts';

/** So many bins of levels at most. */
const mostBins = 4000;

/** What is the same of all replicas. By function. */
export interface ReplicaOptions {
  readonly scenario: Scenario;
  readonly grid: SeriesGrid;
  readonly knowledge: readonly FluidKnowledge[];
  readonly highest: readonly number[];
  /** What is known otherwise, in the order of time. */
  readonly known: readonly KnownWindow[];
}

/** One course of a scenario, as flows. `number` tells the chances apart that it takes. */
export function fluidReplica({ scenario, grid, knowledge, highest, known }: ReplicaOptions, number: number): SimulationResult {
  const { seconds, functions, account } = scenario;
  const turns = scenario.initsAtOnce === undefined ? undefined : new InitTurnsFlow(scenario.initsAtOnce);
  const runs = functions.flatMap((fn, index) => {
    const learned = knowledge[index];
    const top = highest[index] ?? 1;
    const random = randomOf(number, index);
    return learned === undefined ? [] : [new FluidRun(fn, scenario, { knowledge: learned, grid, highest: top, width: fn.source?.type === 'sqs' ? Math.max(1, Math.ceil(top / 400)) : binWidth(top, scenario.initsAtOnce), random, turns, known, index })];
  });
  const times = timeGrid(scenario, runs.map((run) => run.pace));
  const pools = poolsOf(runs);
  const reserved = functions.reduce((total, fn) => total + (fn.reserved ?? 0), 0);
  const unreserved = unreservedLimit({ limit: account.concurrency, reserved });
  const together = new TogetherProfile(runs, grid, account.concurrency, highest.reduce((total, top) => total + top, 0), known);
  let from = 0;
  for (let index = 1; index < times.length; ) {
    const planned = times[index] ?? seconds;
    const to = nextMoment(runs, from, planned);
    if (to === planned) index += 1;
    const span = { from, to, seconds: to - from };
    for (const run of runs) run.begin(span);
    for (const { pool, limit, members } of pools) {
      const held = members.reduce((total, run) => total + run.held, 0);
      pool.step(members.map((run) => run.tried), Math.max(0, (limit ?? unreserved) - held), span);
    }
    for (const run of runs) run.end(span);
    together.add(span);
    from = to;
  }
  const results = runs.map((run) => run.result());
  return {
    mode: 'fluid',
    seconds,
    stepSeconds: grid.stepSeconds,
    account: { peakConcurrency: Math.round(together.peak), concurrency: Array.from(together.concurrency) },
    functions: results,
    cost: results.reduce((total, { cost }) => addCosts(total, cost), noCost),
  };
}

interface Pool {
  readonly pool: LimitPool;
  /** Undefined: what is unreserved. */
  readonly limit: number | undefined;
  readonly members: readonly FluidRun[];
}

function poolsOf(runs: readonly FluidRun[]): readonly Pool[] {
  const own = runs.filter(({ scenario }) => scenario.reserved !== undefined);
  const shared = runs.filter(({ scenario }) => scenario.reserved === undefined);
  return [
    ...own.map((run): Pool => ({ pool: new LimitPool([run.fn]), limit: run.scenario.reserved, members: [run] })),
    ...(shared.length > 0 ? [{ pool: new LimitPool(shared.map(({ fn }) => fn)), limit: undefined, members: shared }] : []),
  ];
}

/** The end of the step: earlier than planned where something changes meanwhile. */
function nextMoment(runs: readonly FluidRun[], from: number, planned: number): number {
  let next = planned;
  for (const { nextChange } of runs) if (nextChange > from + 1e-6 && nextChange < next - 1e-6) next = nextChange;
  return next;
}

/** What all functions claim of the account together. */
class TogetherProfile {
  readonly concurrency: Float64Array;
  readonly #runs: readonly FluidRun[];
  readonly #stepSeconds: number;
  readonly #limit: number;
  readonly #levels: LevelProfile | undefined;
  #knownPeak = 0;

  constructor(runs: readonly FluidRun[], { steps, stepSeconds }: SeriesGrid, limit: number, highest: number, known: readonly KnownWindow[]) {
    const all = Math.min(limit + 1, highest);
    this.#runs = runs;
    this.#stepSeconds = stepSeconds;
    this.#limit = limit;
    this.concurrency = new Float64Array(steps);
    for (const { from, stepSeconds: step, settling, account } of known) {
      account.concurrency.slice(settling).forEach((level, index) => this.#raise(from + index * step, from + (index + 0.5) * step, level));
      this.#knownPeak = Math.max(this.#knownPeak, account.peakConcurrency);
    }
    if (runs.length > 1) this.#levels = new LevelProfile(all, binWidth(all), Number.POSITIVE_INFINITY);
  }

  get peak(): number {
    return Math.max(this.#knownPeak, this.#levels?.level ?? this.#runs[0]?.claimedPeak ?? 0);
  }

  add({ from, to, seconds }: { readonly from: number; readonly to: number; readonly seconds: number }): void {
    if (this.#runs.some(({ fn }) => !fn.observed)) return;
    let claimed = 0;
    let mean = 0;
    let variance = 0;
    let timeConstant = 0;
    for (const run of this.#runs) {
      claimed += run.claimed;
      mean += run.claimedMean;
      variance += run.claimedVariance;
      timeConstant = Math.max(timeConstant, run.fn.atWork.timeConstant);
    }
    this.#levels?.add(to, seconds, { mean, peakedness: mean > 0 ? Math.max(0.002, variance / mean) : 1, timeConstant, ceiling: this.#limit, below: 0 });
    this.#raise(from, to, Math.min(this.#limit, claimed));
  }

  #raise(from: number, to: number, high: number): void {
    const { concurrency } = this;
    for (let at = Math.max(0, Math.floor(from / this.#stepSeconds + 1e-9)); at * this.#stepSeconds < to && at < concurrency.length; at++) {
      if (high > (concurrency[at] ?? 0)) concurrency[at] = high;
    }
  }
}

/** What waits for its turn to initialise makes much of the highest load, and matters for a while only. */
function binWidth(highest: number, initsAtOnce?: number): number {
  return Math.max(1, Math.floor(Math.sqrt(highest) / (initsAtOnce === undefined ? 15 : 20)), Math.ceil(highest / mostBins));
}
