import { accountCounters } from '../../../rules/counters.ts';
import { randomOf } from '../../../traffic/random.ts';
import type { InParts } from '../../inParts.ts';
import type { SimulationResult } from '../../result.ts';
import type { InvocationSource, Scenario } from '../../scenario.ts';
import type { FluidKnowledge } from '../fluidKnowledge.ts';
import { type ArrivalCounts, arrivalCounts } from './arrivalCounts.ts';
import { countedCalls } from './countedCalls.ts';
import { CountedEvents } from './countedEvents.ts';
import { CountedFunction } from './countedFunction.ts';
import { CountedQueue } from './countedQueue.ts';
import { countedResult } from './countedResult.ts';
import { CountedSeries } from './countedSeries.ts';
import type { CountedSource } from './countedSource.ts';
import { CountedStream } from './countedStream.ts';
import type { Ticks } from './ticks.ts';

/** So many ticks are a part: some hundredths of a second. */
const ticksBetween = 200_000;

/** One course of a scenario, counted tick by tick. `number` tells the chances apart that it takes. */
export function* countedCourse(scenario: Scenario, knowledge: readonly FluidKnowledge[], ticks: Ticks, number: number): InParts<SimulationResult> {
  const { seconds, stepSeconds = 1, functions } = scenario;
  const grid = { steps: Math.max(1, Math.ceil(seconds / stepSeconds - 1e-9)), stepSeconds };
  const account = accountCounters(scenario.account.concurrency, scenario.rateScale ?? 1);
  account.reserved = functions.reduce((sum, { reserved = 0 }) => sum + reserved, 0);
  const counted = functions.flatMap((one, index) => {
    const known = knowledge[index];
    if (known === undefined) return [];
    const series = new CountedSeries(grid, seconds, (one.memoryMegabytes / 1024) * (ticks.ms / 1000));
    const fn = new CountedFunction(one, { account, ticks, series, random: randomOf(number, 2 * index), breaks: known.laws.breaking !== undefined });
    return [{ fn, series, source: sourceOf(one.source, fn), knowledge: known, arrivals: arrivalCounts(one.traffic, seconds, ticks, randomOf(number, 2 * index + 1)), coming: 0, due: 0 }];
  });
  const concurrency = new Float64Array(grid.steps);
  let step = 0;
  let second = 0;
  let part = ticksBetween;
  for (let tick = 0; tick < ticks.count; ) {
    const secondEnd = Math.min(ticks.count, (second + 1) * ticks.perSecond);
    const stepEnd = Math.min(ticks.count, Math.round((step + 1) * stepSeconds * ticks.perSecond));
    const until = Math.min(secondEnd, stepEnd);
    const most = counted.length === 1 ? runAlone(counted, tick, until) : runTogether(counted, tick, until);
    concurrency[step] = Math.max(concurrency[step] ?? 0, most);
    tick = until;
    if (tick >= part) {
      part = tick + ticksBetween;
      yield tick / ticks.count;
    }
    if (tick === secondEnd) {
      for (const { fn, series } of counted) series.endSecond(second, fn.inUse);
      second += 1;
    }
    if (tick === stepEnd) {
      for (const { fn, series, source } of counted) {
        const oldest = source.oldest(tick);
        series.endStep(fn.inUse, fn.alive, fn.ceiling(tick), source.waiting, oldest < tick ? (tick - oldest) / ticks.perSecond : 0);
      }
      step += 1;
    }
  }
  return countedResult({ counted, seconds, stepSeconds, concurrency });
}

interface Running {
  readonly fn: CountedFunction;
  readonly series: CountedSeries;
  readonly source: CountedSource;
  readonly arrivals: ArrivalCounts;
  /** In the tick. */
  coming: number;
  due: number;
}

/** Runs ticks; answers how many were at work at once. */
function runAlone(all: readonly Running[], from: number, to: number): number {
  const [one] = all;
  if (one === undefined) return 0;
  const { fn, series, source, arrivals } = one;
  const { limit } = fn;
  let most = fn.inUse;
  for (let tick = from; tick < to; tick++) {
    const arrived = arrivals();
    const due = source.begin(tick);
    const coming = source.comes(arrived);
    series.arrived += arrived;
    if (fn.inUse + coming > limit && source.ceiling > limit) {
      one.coming = coming;
      one.due = due;
      oneByOne(all, tick);
    } else {
      if (due > 0) source.end(tick, due);
      source.go(tick, due, coming);
    }
    source.finish(tick);
    fn.retire(tick);
    series.at(fn.inUse, fn.alive);
    if (fn.inUse > most) most = fn.inUse;
  }
  return most;
}

/** The same of several, by turns: what they share goes to who asks first. */
function runTogether(all: readonly Running[], from: number, to: number): number {
  let most = 0;
  for (const { fn } of all) most += fn.inUse;
  for (let tick = from; tick < to; tick++) {
    let shared = 0;
    let near = false;
    for (const one of all) {
      const { fn, source } = one;
      const arrived = one.arrivals();
      one.series.arrived += arrived;
      one.due = source.begin(tick);
      one.coming = source.comes(arrived);
      if (fn.counters.reserved === undefined) shared += fn.inUse + one.coming;
      else if (fn.inUse + one.coming > fn.limit && source.ceiling > fn.limit) near = true;
    }
    for (const { fn } of all) if (fn.counters.reserved === undefined && shared > fn.limit) near = true;
    if (near) {
      oneByOne(all, tick);
    } else {
      for (const { source, due } of all) if (due > 0) source.end(tick, due);
      for (let turn = 0; turn < all.length; turn++) {
        const one = all[(tick + turn) % all.length];
        one?.source.go(tick, one.due, one.coming);
      }
    }
    let together = 0;
    for (const { fn, series, source } of all) {
      source.finish(tick);
      fn.retire(tick);
      series.at(fn.inUse, fn.alive);
      together += fn.inUse;
    }
    if (together > most) most = together;
  }
  return most;
}

/** Where a limit is near, what ends makes room for what comes after it, and no earlier: ends and arrivals in an order drawn at random. */
function oneByOne(all: readonly Running[], tick: number): void {
  let left = 0;
  for (const one of all) {
    if (one.source.gathers) {
      one.source.go(tick, 0, one.coming);
      one.coming = 0;
    }
    left += one.due + one.coming;
  }
  for (; left > 0; left--) {
    let drawn = (all[0]?.fn.random() ?? 0) * left;
    for (const one of all) {
      if (drawn < one.due) {
        one.due -= 1;
        one.source.end(tick, 1);
        one.source.go(tick, 1, 0);
        break;
      }
      drawn -= one.due;
      if (drawn < one.coming) {
        one.coming -= 1;
        one.source.go(tick, 0, 1);
        break;
      }
      drawn -= one.coming;
    }
  }
}

function sourceOf(source: InvocationSource | undefined, fn: CountedFunction): CountedSource {
  if (source?.type === 'async') return new CountedEvents(source, fn);
  if (source?.type === 'sqs') return new CountedQueue(source, fn);
  if (source?.type === 'stream') return new CountedStream(source, fn);
  return countedCalls(fn);
}
