import type { FunctionSeries } from '../result.ts';

/** Steps of a result. */
export interface SeriesGrid {
  readonly steps: number;
  readonly stepSeconds: number;
}

type Sums = 'arrivals' | 'invocations' | 'throttledByLimit' | 'throttledByRate' | 'errors' | 'coldStarts' | 'costPerHour';
type Peaks = 'provisionedInUse' | 'onDemand' | 'spillover' | 'concurrency' | 'provisioned' | 'environments' | 'scalingCeiling' | 'queueDepth' | 'queueAge';

/** A function's series, filled by steps of other lengths. */
export class FluidSeries {
  readonly #grid: SeriesGrid;
  readonly #columns: Record<Sums | Peaks, Float64Array>;
  readonly p50: (number | null)[];
  readonly p90: (number | null)[];
  readonly p99: (number | null)[];

  constructor(grid: SeriesGrid) {
    this.#grid = grid;
    const column = (): Float64Array => new Float64Array(grid.steps);
    this.#columns = {
      arrivals: column(), invocations: column(), throttledByLimit: column(), throttledByRate: column(), errors: column(), coldStarts: column(),
      costPerHour: column(), provisionedInUse: column(), onDemand: column(), spillover: column(), concurrency: column(), provisioned: column(),
      environments: column(), scalingCeiling: column(), queueDepth: column(), queueAge: column(),
    };
    const gaps = (): (number | null)[] => Array.from({ length: grid.steps }, () => null);
    this.p50 = gaps();
    this.p90 = gaps();
    this.p99 = gaps();
  }

  /** Spreads an amount evenly over a time. */
  spread(name: Sums, from: number, to: number, amount: number): void {
    if (amount === 0) return;
    const { stepSeconds } = this.#grid;
    const column = this.#columns[name];
    const perSecond = amount / (to - from);
    for (let step = this.#step(from); step * stepSeconds < to && step < column.length; step++) {
      const width = Math.min(to, (step + 1) * stepSeconds) - Math.max(from, step * stepSeconds);
      column[step] = (column[step] ?? 0) + perSecond * Math.max(0, width);
    }
  }

  raise(name: Peaks, from: number, to: number, value: number): void {
    const { stepSeconds } = this.#grid;
    const column = this.#columns[name];
    for (let step = this.#step(from); step * stepSeconds < to && step < column.length; step++) {
      if (value > (column[step] ?? 0)) column[step] = value;
    }
  }

  set(name: Peaks, from: number, to: number, value: number): void {
    const { stepSeconds } = this.#grid;
    const column = this.#columns[name];
    for (let step = this.#step(from); step * stepSeconds < to && step < column.length; step++) column[step] = value;
  }

  column(name: Sums | Peaks): Float64Array {
    return this.#columns[name];
  }

  done(): FunctionSeries {
    const list = (name: Sums | Peaks): readonly number[] => Array.from(this.#columns[name]);
    return {
      arrivals: list('arrivals'),
      invocations: list('invocations'),
      throttledByLimit: list('throttledByLimit'),
      throttledByRate: list('throttledByRate'),
      errors: list('errors'),
      coldStarts: list('coldStarts'),
      provisionedInUse: list('provisionedInUse'),
      onDemand: list('onDemand'),
      spillover: list('spillover'),
      concurrency: list('concurrency'),
      provisioned: list('provisioned'),
      environments: list('environments'),
      scalingCeiling: list('scalingCeiling'),
      queueDepth: list('queueDepth'),
      queueAge: list('queueAge'),
      costPerHour: list('costPerHour'),
      p50: this.p50,
      p90: this.p90,
      p99: this.p99,
    };
  }

  #step(from: number): number {
    // A hair of tolerance: moments are sums of steps.
    return Math.max(0, Math.floor(from / this.#grid.stepSeconds + 1e-9));
  }
}
