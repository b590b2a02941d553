import { assertNever } from '../../../../common/assertNever.ts';
import type { Scenario } from '../scenario.ts';
import type { TrafficShape } from '../../traffic/traffic.ts';

/** What decides how short steps must be where the rate jumps, in seconds: of a function, initialisation and work together. */
export interface Pace {
  readonly shape: TrafficShape;
  readonly workSeconds: number;
  readonly idleSeconds: number;
  /** Other moments at which something jumps. */
  readonly changes: readonly number[];
  /** No step is longer, where that is not too many. */
  readonly longest: number | undefined;
  /** Steps end at the multiples of so many seconds. */
  readonly marks: number | undefined;
}

/** So many steps at most that only jumps ask for. */
const budget = 40_000;
const growth = 1.12;
/** Into so many of the longest steps a scenario is divided. */
const mostLongest = 6000;

/**
 * The moments between the steps, from 0 to the end. Steps begin at a sixteenth of the time that work takes, after each moment at which
 * something jumps, and grow from there to what a smooth rate bears: so the number of steps depends on neither rates nor durations.
 */
export function timeGrid({ seconds }: Scenario, paces: readonly Pace[]): Float64Array {
  const shortest = Math.min(...paces.map(({ workSeconds }) => Math.max(workSeconds, 0.002)));
  const longestWork = Math.max(...paces.map(({ workSeconds }) => workSeconds));
  const idle = Math.min(...paces.map(({ idleSeconds }) => idleSeconds));
  const jumps = [...new Set([0, ...paces.flatMap(({ shape, changes }) => [...jumpsOf(shape), ...changes]), seconds])]
    .filter((at) => at >= 0 && at <= seconds)
    .sort((a, b) => a - b);
  const wished = Math.min(...paces.map((pace) => pace.longest ?? Number.POSITIVE_INFINITY));
  const longest = Math.max(
    shortest / 4,
    Math.min(seconds / 400, Math.max(idle / 20, 0.25), Math.max(5, seconds / mostLongest), Math.max(wished, seconds / mostLongest)),
  );
  const first = Math.min(shortest / 16, longest);
  const fine = Math.min(2 * longestWork, 400 * first);
  const perJump = Math.log(longest / first) / Math.log(growth) + fine / first;
  const eased = jumps.length * perJump > budget;
  const grid: number[] = [0];
  for (let index = 0; index + 1 < jumps.length; index++) {
    const from = jumps[index] ?? 0;
    const to = jumps[index + 1] ?? seconds;
    let step = eased && index > 0 ? Math.min(longest, (to - from) / 4) : first;
    for (let at = from; at < to; ) {
      const next = to - at < step * 1.5 ? to : at + step;
      grid.push(next);
      at = next;
      if (at - from > fine) step = Math.min(longest, step * growth);
    }
  }
  return withMarks(grid, paces);
}

/** Moments that only split steps. */
function withMarks(grid: readonly number[], paces: readonly Pace[]): Float64Array {
  const widths = [...new Set(paces.flatMap(({ marks }) => marks ?? []))];
  if (widths.length === 0) return Float64Array.from(grid);
  const marked = new Set(grid);
  for (const width of widths) for (let at = width; at < (grid.at(-1) ?? 0); at += width) marked.add(at);
  return Float64Array.from(marked).sort();
}

function jumpsOf(shape: TrafficShape): readonly number[] {
  switch (shape.type) {
    case 'constant':
    case 'daily':
      return [];
    case 'ramp':
      return shape.overSeconds === undefined ? [] : [shape.overSeconds];
    case 'step':
      return shape.steps.map(({ atSeconds }) => atSeconds);
    case 'spike':
      return [shape.atSeconds, shape.atSeconds + shape.forSeconds];
    case 'trace':
      return Array.from({ length: shape.counts.length + 1 }, (_, index) => index * shape.stepSeconds);
    case 'arrivals':
      return Array.from({ length: Math.min(budget, Math.ceil((shape.atMs.at(-1) ?? 0) / 1000) + 1) }, (_, index) => index);
    default:
      return assertNever(shape);
  }
}
