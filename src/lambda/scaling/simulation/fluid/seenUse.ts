import { lossShare } from './erlang.ts';
import type { FluidLaws } from './fluidLaws.ts';

/** What invocations that take one of a group of environments find at work there. */
export interface SeenUse {
  /** Environments at work, with the one that is taken. */
  readonly mean: number;
  readonly variance: number;
  /** Seconds after which it has forgotten what it was. */
  readonly timeConstant: number;
}

export interface OfferedUse {
  /** What an arrival would find at work, were there environments without end. */
  readonly found: number;
  /** Environments of the group. */
  readonly servers: number;
  /** Variance of the load, by its mean. */
  readonly peakedness: number;
  /** For how long what is at work goes on, on average: seconds. */
  readonly residual: number;
}

/**
 * Those that are taken find at most one less than all, so that it is what a group of one less carries: mean and variance are those of
 * Erlang's loss system, by Hayward's approximation where arrivals are not at random.
 */
export function seenUse({ found, servers, peakedness, residual }: OfferedUse): SeenUse {
  const others = Math.max(0, servers - 1);
  const lost = found * lossShare(found, others, peakedness);
  const carried = Math.min(others, found - lost);
  const variance = Math.max(0, carried * peakedness - lost * (others - carried));
  // Where the group's end cuts off what varies, it comes back the sooner.
  const cut = carried > 0 ? Math.min(1, variance / (carried * peakedness)) : 1;
  return { mean: 1 + carried, variance, timeConstant: residual * cut };
}

/** So many at work on average, up to which it matters at which moments of the work the next arrivals come. */
const few = 8;

/**
 * What evenly spaced arrivals find at work where `load` is at work on average (random ones find just that: PASTA). The one before came a
 * whole distance ago, so that it is half an arrival less; of few, what is left of each of them.
 */
export function foundEvenly(load: number, rate: number, { warm, warmLonger }: Pick<FluidLaws, 'warm' | 'warmLonger'>): number {
  if (rate * warm.mean > few || rate <= 0) return Math.max(0, load - 0.5);
  let left = 0;
  for (let age = 1 / rate; age < warm.end; age += 1 / rate) {
    const longer = warmLonger(age * 1000);
    if (longer < 1e-6) break;
    left += longer;
  }
  // Where the rate has just changed, not all that it brings is there yet.
  return left * Math.min(1, load / (rate * warm.mean));
}

/** Measured: 0.75 where work ends in turns for the first time (twice the mean of a random walk that does not go below 0), less later. */
const walk = 0.55;
const minute = 60;
/** Where work takes less, turns are too many within a minute to be told apart. */
const shortWork = 5;

/**
 * How many of a group's environments are without work when one of them is taken, where all of them are soon at work and work takes nearly
 * always as long: they end together, one after the other as they began, and are taken again as fast as they end. How many are free then
 * goes up and down at random, from none.
 */
export function awayInTurns(servers: number, rate: number, { mean, residual }: Pick<FluidLaws['warm'], 'mean' | 'residual'>): number {
  const load = rate * mean;
  if (load <= servers || servers <= 0 || mean < shortWork) return 0;
  const deviation = Math.sqrt(Math.max(0, 2 * mean * residual - mean * mean));
  const together = servers / rate;
  // While there is nearly no break between the turns, they are no turns.
  const turns = Math.min(1, 4 * (1 - servers / load)) / (1 + (deviation / together) ** 2);
  // The more often they take turns within a minute, the less they do.
  return walk * Math.sqrt(servers * Math.min(1, mean / minute)) * turns;
}
