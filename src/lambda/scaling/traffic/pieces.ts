import { assertNever } from '../../../common/assertNever.ts';
import type { TrafficShape } from './traffic.ts';

/**
 * A rate that is linear in pieces: from each `start` (seconds) it is `rate` and grows by `slope` a second, until the next one.
 * The last has no end.
 */
export interface Pieces {
  readonly start: Float64Array;
  readonly rate: Float64Array;
  readonly slope: Float64Array;
  /** Arrivals before the start. */
  readonly before: Float64Array;
}

type Piece = readonly [start: number, rate: number, slope?: number];
type PiecewiseShape = Exclude<TrafficShape, { type: 'daily' | 'arrivals' }>;

/** `seconds`: length of the scenario. */
export function piecesOf(shape: PiecewiseShape, seconds: number): Pieces {
  return packed(listed(shape, seconds));
}

function listed(shape: PiecewiseShape, seconds: number): readonly Piece[] {
  switch (shape.type) {
    case 'constant':
      return [[0, shape.rps]];
    case 'ramp': {
      const { fromRps, toRps, overSeconds = seconds } = shape;
      return overSeconds > 0 ? [[0, fromRps, (toRps - fromRps) / overSeconds], [overSeconds, toRps]] : [[0, toRps]];
    }
    case 'step':
      return [[0, 0], ...shape.steps.map(({ atSeconds, rps }): Piece => [atSeconds, rps])];
    case 'spike':
      return [[0, shape.baseRps], [shape.atSeconds, shape.peakRps], [shape.atSeconds + shape.forSeconds, shape.baseRps]];
    case 'trace': {
      const { counts, stepSeconds } = shape;
      return [...counts.map((count, index): Piece => [index * stepSeconds, count / stepSeconds]), [counts.length * stepSeconds, 0]];
    }
    default:
      return assertNever(shape);
  }
}

function packed(list: readonly Piece[]): Pieces {
  const start = Float64Array.from(list, ([from]) => from);
  const rate = Float64Array.from(list, ([, rps]) => rps);
  const slope = Float64Array.from(list, ([, , growth = 0]) => growth);
  const before = new Float64Array(list.length);
  for (let index = 1; index < list.length; index++) {
    const width = (start[index] ?? 0) - (start[index - 1] ?? 0);
    before[index] = (before[index - 1] ?? 0) + width * ((rate[index - 1] ?? 0) + ((slope[index - 1] ?? 0) * width) / 2);
  }
  return { start, rate, slope, before };
}
