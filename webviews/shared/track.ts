import { blocksOf, sumOf } from './blocks.ts';

/** Values in steps of equal length: each holds from its step's start to its end. NaN is a gap. */
export interface Track {
  /** Milliseconds since the epoch, of the first step. */
  readonly start: number;
  readonly periodMs: number;
  readonly values: Float64Array;
}

/** Makes a track of values at ascending moments on one grid; moments that are left out are gaps. */
export function trackOf(at: ArrayLike<number>, periodMs: number, values: ArrayLike<number | null>, factor = 1): Track {
  const start = at[0] ?? 0;
  const steps = at.length === 0 ? 0 : Math.round(((at[at.length - 1] ?? start) - start) / periodMs) + 1;
  const own = new Float64Array(steps).fill(Number.NaN);
  for (let index = 0; index < at.length; index++) {
    const value = values[index];
    if (value !== null && value !== undefined) own[Math.round(((at[index] ?? start) - start) / periodMs)] = value * factor;
  }
  return { start, periodMs, values: own };
}

/** The steps that lie between two moments, in part too: from the first to the last, which may be none. */
export function stepsWithin({ start, periodMs, values }: Track, from: number, to: number): readonly [first: number, last: number] {
  return [Math.max(0, Math.floor((from - start) / periodMs)), Math.min(values.length - 1, Math.ceil((to - start) / periodMs) - 1)];
}

/** Undefined where there is none. */
export function valueAt({ start, periodMs, values }: Track, at: number): number | undefined {
  const value = values[Math.floor((at - start) / periodMs)];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/** The last value that there is up to a moment, no more than `within` steps back. */
export function latestValue(track: Track, at: number, within = 3): number | undefined {
  for (let back = 0; back < within; back++) {
    const value = valueAt(track, at - back * track.periodMs);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The last value that there is up to a moment, however far back. */
export function lastValue({ start, periodMs, values }: Track, at: number): number | undefined {
  for (let index = Math.min(values.length - 1, Math.floor((at - start) / periodMs)); index >= 0; index--) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
  }
  return undefined;
}

/** Blocks of values that a range is looked at in. */
const glance = 64;

/** The highest value of the steps between two moments; undefined where there is none. */
export function peakWithin(track: Track, from: number, to: number): number | undefined {
  const { values } = track;
  const [first, last] = stepsWithin(track, from, to);
  const blocks = blocksOf(values, glance);
  let peak = Number.NEGATIVE_INFINITY;
  for (let index = first; index <= last; index++) {
    let value = values[index] ?? Number.NaN;
    if (blocks !== undefined && index % glance === 0 && index + glance - 1 <= last) {
      value = blocks.highest[index / glance] ?? Number.NaN;
      index += glance - 1;
    }
    if (value > peak) peak = value;
  }
  return peak === Number.NEGATIVE_INFINITY ? undefined : peak;
}

/** The lowest value above 0, for logarithmic axes. */
export function lowestWithin(track: Track, from: number, to: number): number | undefined {
  const [first, last] = stepsWithin(track, from, to);
  const blocks = blocksOf(track.values, glance);
  let lowest = Number.POSITIVE_INFINITY;
  for (let index = first; index <= last; index++) {
    let value = track.values[index] ?? Number.NaN;
    const block = blocks !== undefined && index % glance === 0 && index + glance - 1 <= last ? (blocks.lowest[index / glance] ?? Number.NaN) : 0;
    // A block with something at or below 0 is looked through; one without any value has nothing to tell.
    if (block > 0 || Number.isNaN(block)) {
      value = block;
      index += glance - 1;
    }
    if (value > 0 && value < lowest) lowest = value;
  }
  return lowest === Number.POSITIVE_INFINITY ? undefined : lowest;
}

/** Values times the seconds that they hold: of a rate, how many there were. */
export function totalWithin(track: Track, from: number, to: number): number {
  const [first, last] = stepsWithin(track, from, to);
  return (sumOf(track.values, first, last) * track.periodMs) / 1000;
}
