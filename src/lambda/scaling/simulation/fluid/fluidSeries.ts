import type { FunctionSeries } from '../result.ts';

/** Steps of a result. */
export interface SeriesGrid {
  readonly steps: number;
  readonly stepSeconds: number;
}

const sums = ['arrivals', 'invocations', 'throttledByLimit', 'throttledByRate', 'errors', 'coldStarts', 'costPerHour', 'gigabyteSeconds', 'wastedGigabyteSeconds'] as const;
const peaks = ['provisionedInUse', 'onDemand', 'spillover', 'concurrency', 'provisioned', 'environments'] as const;
/** As they are when a step ends. */
const latest = ['scalingCeiling', 'queueDepth', 'queueAge'] as const;
type Sums = (typeof sums)[number];
type Peaks = (typeof peaks)[number];
type Latest = (typeof latest)[number];

/** A function's series, filled by steps of other lengths. */
export class FluidSeries {
  readonly #grid: SeriesGrid;
  readonly #columns: Record<Sums | Peaks | Latest, Float64Array>;
  readonly p50: (number | null)[] = [];
  readonly p90: (number | null)[] = [];
  readonly p99: (number | null)[] = [];

  constructor(grid: SeriesGrid) {
    this.#grid = grid;
    const column = (): Float64Array => new Float64Array(grid.steps);
    this.#columns = {
      arrivals: column(), invocations: column(), throttledByLimit: column(), throttledByRate: column(), errors: column(), coldStarts: column(),
      costPerHour: column(), gigabyteSeconds: column(), wastedGigabyteSeconds: column(), provisionedInUse: column(), onDemand: column(), spillover: column(), concurrency: column(), provisioned: column(),
      environments: column(), scalingCeiling: column(), queueDepth: column(), queueAge: column(),
    };
    for (const column of [this.p50, this.p90, this.p99]) {
      column.length = grid.steps;
      column.fill(null);
    }
  }

  /** Spreads an amount evenly over a time. */
  spread(name: Sums, from: number, to: number, amount: number): void {
    if (amount === 0) return;
    const { stepSeconds } = this.#grid;
    const column = this.#columns[name];
    const perSecond = amount / (to - from);
    const first = this.#step(from);
    const last = Math.min(column.length - 1, Math.ceil(to / stepSeconds - 1e-9) - 1);
    for (let step = first + 1; step < last; step++) column[step] = (column[step] ?? 0) + perSecond * stepSeconds;
    this.#spreadPart(column, first, from, to, perSecond);
    if (last > first) this.#spreadPart(column, last, from, to, perSecond);
  }

  /** Takes what is known of some steps from a time on; they are `stepSeconds` long, a part of its own, and the first `skipped` of them are left out. */
  take(known: FunctionSeries, from: number, stepSeconds: number, skipped: number): void {
    const share = stepSeconds / this.#grid.stepSeconds;
    known.arrivals.forEach((_, index) => {
      if (index < skipped) return;
      const begin = from + (index - skipped) * stepSeconds;
      const middle = begin + stepSeconds / 2;
      const step = this.#step(middle);
      for (const name of sums) this.#columns[name][step] = (this.#columns[name][step] ?? 0) + (known[name]?.[index] ?? 0) * (name === 'costPerHour' ? share : 1);
      for (const name of peaks) this.raise(name, begin, middle, known[name][index] ?? 0);
      for (const name of latest) this.set(name, begin, middle, known[name][index] ?? 0);
    });
  }

  raise(name: Peaks, from: number, to: number, value: number): void {
    const { stepSeconds } = this.#grid;
    const column = this.#columns[name];
    for (let step = this.#step(from); step * stepSeconds < to && step < column.length; step++) {
      if (value > (column[step] ?? 0)) column[step] = value;
    }
  }

  set(name: Latest, from: number, to: number, value: number): void {
    const { stepSeconds } = this.#grid;
    const column = this.#columns[name];
    for (let step = this.#step(from); step * stepSeconds < to && step < column.length; step++) column[step] = value;
  }

  column(name: Sums | Peaks | Latest): Float64Array {
    return this.#columns[name];
  }

  done(): FunctionSeries {
    const list = (name: Sums | Peaks | Latest): readonly number[] => listOf(this.#columns[name]);
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
      gigabyteSeconds: list('gigabyteSeconds'),
      wastedGigabyteSeconds: list('wastedGigabyteSeconds'),
      p50: this.p50,
      p90: this.p90,
      p99: this.p99,
    };
  }

  #spreadPart(column: Float64Array, step: number, from: number, to: number, perSecond: number): void {
    const { stepSeconds } = this.#grid;
    const width = Math.min(to, (step + 1) * stepSeconds) - Math.max(from, step * stepSeconds);
    if (step < column.length) column[step] = (column[step] ?? 0) + perSecond * Math.max(0, width);
  }

  #step(from: number): number {
    // A hair of tolerance: moments are sums of steps.
    return Math.max(0, Math.floor(from / this.#grid.stepSeconds + 1e-9));
  }
}

/** Much faster than `Array.from`, which asks for one value after the other, and than a list that grows. */
function listOf(column: Float64Array): readonly number[] {
  const list: number[] = [];
  list.length = column.length;
  for (let index = 0; index < column.length; index++) list[index] = column[index] ?? 0;
  return list;
}
