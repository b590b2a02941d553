import { notAbove } from './distribution.ts';
import { type Pieces, piecesOf } from './pieces.ts';
import type { TrafficShape } from './traffic.ts';

/** A shape, ready to be asked often. Seconds from the beginning of the scenario. */
export interface RateCurve {
  /** Invocations a second. Of recorded arrivals: how many came in that second. */
  rateAt(seconds: number): number;
  /** How many arrive before that: the integral of the rate, exact. */
  arrivalsUntil(seconds: number): number;
  /** When so many have arrived: the inverse. Infinity where they never do. Fast where it is asked in ascending order. */
  timeOf(arrivals: number): number;
}

/** `seconds`: length of the scenario, over which a ramp that does not say otherwise goes. */
export function curveOf(shape: TrafficShape, seconds: number): RateCurve {
  if (shape.type === 'daily') return dailyCurve(shape);
  if (shape.type === 'arrivals') return recordedCurve(shape.atMs);
  return pieceCurve(piecesOf(shape, seconds));
}

export function rateAt(shape: TrafficShape, at: number, seconds: number): number {
  return curveOf(shape, seconds).rateAt(at);
}

export function arrivalsUntil(shape: TrafficShape, until: number, seconds: number): number {
  return curveOf(shape, seconds).arrivalsUntil(until);
}

function pieceCurve({ start, rate, slope, before }: Pieces): RateCurve {
  const last = start.length - 1;
  let cursor = 0;
  const at = (seconds: number) => Math.max(0, notAbove(start, seconds) - 1);
  return {
    rateAt: (seconds) => {
      const index = at(seconds);
      return seconds < 0 ? 0 : (rate[index] ?? 0) + (slope[index] ?? 0) * (seconds - (start[index] ?? 0));
    },
    arrivalsUntil: (seconds) => {
      if (seconds <= 0) return 0;
      const index = at(seconds);
      const width = seconds - (start[index] ?? 0);
      return (before[index] ?? 0) + width * ((rate[index] ?? 0) + ((slope[index] ?? 0) * width) / 2);
    },
    timeOf: (arrivals) => {
      if (arrivals < (before[cursor] ?? 0)) cursor = 0;
      while (cursor < last && arrivals > (before[cursor + 1] ?? 0)) cursor += 1;
      return (start[cursor] ?? 0) + timeWithin(arrivals - (before[cursor] ?? 0), rate[cursor] ?? 0, slope[cursor] ?? 0);
    },
  };
}

/** Until a rate that grows evenly has brought so many; in the form that loses no digits where the slope is nearly 0. */
function timeWithin(arrivals: number, rate: number, slope: number): number {
  if (arrivals <= 0) return 0;
  if (slope === 0) return rate > 0 ? arrivals / rate : Number.POSITIVE_INFINITY;
  const root = rate * rate + 2 * slope * arrivals;
  return root < 0 ? rate / -slope : (2 * arrivals) / (rate + Math.sqrt(root));
}

const daySeconds = 86_400;

function dailyCurve({ lowRps, highRps, highHour, startHour = 0 }: Extract<TrafficShape, { type: 'daily' }>): RateCurve {
  const middle = (lowRps + highRps) / 2;
  const swing = (highRps - lowRps) / 2;
  const turn = (2 * Math.PI) / daySeconds;
  const phase = (startHour - highHour) * 3600 * turn;
  const rate = (seconds: number) => middle + swing * Math.cos(seconds * turn + phase);
  const until = (seconds: number) => Math.max(0, middle * seconds + (swing / turn) * (Math.sin(seconds * turn + phase) - Math.sin(phase)));
  let cursor = 0;
  let reached = 0;
  return {
    rateAt: (seconds) => (seconds < 0 ? 0 : rate(seconds)),
    arrivalsUntil: (seconds) => (seconds <= 0 ? 0 : until(seconds)),
    timeOf: (arrivals) => {
      if (arrivals <= 0) return 0;
      if (middle <= 0) return Number.POSITIVE_INFINITY;
      if (arrivals < reached) cursor = reached = 0;
      // Newton's steps from the last answer, kept inside what must hold: whole days bring `middle * daySeconds` each.
      let low = cursor;
      let high = (Math.floor(arrivals / (middle * daySeconds)) + 1) * daySeconds;
      let time = cursor;
      for (let round = 0; round < 80; round++) {
        const missing = arrivals - until(time);
        if (Math.abs(missing) <= 1e-9) break;
        if (missing > 0) low = time;
        else high = time;
        const next = time + missing / rate(time);
        time = next > low && next < high ? next : (low + high) / 2;
        if (high - low < 1e-9) break;
      }
      cursor = time;
      reached = arrivals;
      return time;
    },
  };
}

function recordedCurve(atMs: readonly number[]): RateCurve {
  // What came exactly at a moment is not before it.
  const before = (seconds: number) => {
    let low = 0;
    let high = atMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((atMs[middle] ?? 0) < seconds * 1000) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    rateAt: (seconds) => (seconds < 0 ? 0 : before(Math.floor(seconds) + 1) - before(Math.floor(seconds))),
    arrivalsUntil: before,
    timeOf: (arrivals) => (arrivals <= 0 ? 0 : (atMs[Math.ceil(arrivals) - 1] ?? Number.POSITIVE_INFINITY) / 1000),
  };
}
