import { scalingFigures } from '../../rules/figures.ts';
import { normalQuantile } from '../../traffic/normal.ts';
import { randomOf } from '../../traffic/random.ts';
import type { InUse } from './levelProfile.ts';
import { LocalPoints } from './localPoints.ts';
import type { LocalProcess } from './localProcess.ts';
import type { WorkKernel } from './workKernel.ts';

/** One that asks a pool: how many a second, and how long they take. */
export interface Asking {
  readonly rate: number;
  readonly even: boolean;
  readonly kernel: WorkKernel;
  /** So many, each as likely as the other. */
  readonly durations: Float64Array;
  /** Where these are what provisioned environments of its own leave: so many a second before, and how many environments. */
  readonly front?: { readonly rate: number; readonly servers: number } | undefined;
}

/** What meets the limit of concurrency while no requests are left, and what that leaves at work. */
export interface Split {
  readonly share: number;
  /** What finds no requests left, where the rate goes on as it is. */
  readonly bounded?: number;
  readonly use: Pick<InUse, 'mean' | 'peakedness'>;
}

/** Rates are told apart by so much of their logarithm. */
const apart = 0.02;
/** What all that is let through has at work is so many deviations below the limit where it never comes up to it. */
const far = 8;
/** With more servers, both bind in a narrow band of loads only, and a few thousand arrivals say nothing. */
const mostServers = 20_000;
/** The share of arrivals by whose level the variance goes. */
const tail = 1e-4;
/** Of several functions shares of the rate are told apart by so much. */
const parts = 128;
/** Refusals that are taken for granted, as the logarithm of none is none. */
const granted = 0.5;
/** A smaller share is of how it began: without requests left. */
const fewest = 1e-4;

/**
 * Where requests a second and concurrency bind at once, who is refused by which: concurrency is asked first, but what comes up to it is what
 * the requests let through, evenly, and less evenly the nearer the rate is to what they let through. No formula is known, so it is
 * measured of a few thousand arrivals.
 */
export class LimitSplit {
  readonly #points: LocalPoints;
  /** Then a rate that goes on is looked at for itself: one point takes more arrivals than the mean of many. */
  readonly #patient: boolean;
  #rate = 0;

  constructor(patience?: number) {
    this.#points = new LocalPoints(patience);
    this.#patient = patience !== undefined;
  }

  /** Undefined where the limit of concurrency is too far above for that. */
  of(asking: readonly Asking[], capacity: number): Split | undefined {
    const rate = asking.reduce((sum, one) => sum + one.rate, 0);
    const servers = Math.round(capacity);
    const requests = servers * scalingFigures.requestsPerConcurrency;
    if (servers < 1 || servers > mostServers || rate <= requests) return undefined;
    const load = (asking.reduce((sum, one) => sum + one.rate * one.kernel.mean, 0) / rate) * requests;
    if (servers - load > far * Math.sqrt(load) + 1) return undefined;
    const comes = arriving(asking, rate);
    const place = Math.log(comes / requests) / apart;
    const steady = this.#steady(asking, rate, servers, place, comes);
    if (steady !== undefined) return steady;
    const index = Math.floor(place);
    const low = splitOf(this.#measured(asking, rate, servers, index));
    const high = splitOf(this.#measured(asking, rate, servers, index + 1));
    if (low === undefined || high === undefined) return undefined;
    const between = (from: number, to: number): number => from + (to - from) * (place - index);
    return {
      share: Math.exp(between(Math.log(low.share), Math.log(high.share))),
      use: { mean: between(low.use.mean, high.use.mean), peakedness: between(low.use.peakedness, high.use.peakedness) },
    };
  }

  #steady(asking: readonly Asking[], rate: number, servers: number, place: number, comes: number): Split | undefined {
    const before = this.#rate;
    this.#rate = comes;
    if (!this.#patient || Math.abs(comes - before) > 1e-6 * comes) return undefined;
    const process = this.#measured(asking, rate, servers, Number(place.toFixed(4)));
    const split = splitOf(process);
    if (process === undefined || split === undefined) return undefined;
    const bounded = process.bounded / process.arrivals;
    return { ...split, bounded: bounded < fewest ? 0 : bounded };
  }

  #measured(asking: readonly Asking[], total: number, servers: number, place: number): LocalProcess | undefined {
    const counts = asking.map(({ rate }) => Math.round((rate / total) * parts));
    const [one] = asking;
    const front = asking.length === 1 ? one?.front?.servers : undefined;
    return this.#points.at(`${servers} ${place} ${counts.join(' ')} ${front ?? ''}`, () => {
      const requests = servers * scalingFigures.requestsPerConcurrency;
      const durations = asking.length === 1 ? asking.map(({ durations: own }) => own) : asking.map(({ durations: own }, number) => thinned(own, counts[number] ?? 0));
      return {
        rate: requests * Math.exp(place * apart),
        even: asking.length === 1 && one?.even === true,
        servers,
        requests,
        front: front === undefined ? undefined : { servers: front, requests: front * scalingFigures.requestsPerConcurrency },
        durations: joined(durations),
        random: randomOf(servers, Math.round(place)),
      };
    });
  }
}

/** All that come, also what a front takes. */
function arriving([one, ...others]: readonly Asking[], rate: number): number {
  return others.length === 0 && one?.front !== undefined ? one.front.rate : rate;
}

function splitOf(process: LocalProcess | undefined): Split | undefined {
  if (process === undefined) return undefined;
  const { limited, arrivals, found } = process;
  let mean = 0;
  for (const [level, count] of found.entries()) mean += (level * count) / arrivals;
  return { share: (limited + granted) / (arrivals + granted), use: { mean, peakedness: Math.max(0.002, tailPeakedness(found, arrivals, mean)) } };
}

/** What varies so much that it comes as often as high as is found: tails fall off more slowly than the normal law's. */
function tailPeakedness(found: Int32Array, arrivals: number, mean: number): number {
  let above = 0;
  let level = found.length - 1;
  for (; level > mean + 1; level--) {
    above += found[level] ?? 0;
    if (above >= tail * arrivals) break;
  }
  const over = level - mean;
  return (2 * (level * Math.log(level / mean) - over)) / normalQuantile(Math.min(above / arrivals, 0.4)) ** 2;
}

function joined(parted: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parted.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parted) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

/** `count` parts of them, evenly. */
function thinned(durations: Float64Array, count: number): Float64Array {
  const length = Math.floor((durations.length * count) / parts);
  return Float64Array.from({ length }, (_, index) => durations[Math.floor(((index + 0.5) * durations.length) / length)] ?? 0);
}
