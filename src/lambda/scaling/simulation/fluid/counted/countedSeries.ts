import type { ThrottleRule } from '../../../rules/verdict.ts';
import { FluidSeries, type SeriesGrid } from '../fluidSeries.ts';

type Throttles = Record<ThrottleRule, number>;

/** What happens to a function, counted by step of the series and in all. */
export class CountedSeries {
  readonly columns: FluidSeries;
  readonly throttles: Throttles = { reservedConcurrency: 0, unreservedConcurrency: 0, scalingRate: 0, reservedRequests: 0, unreservedRequests: 0 };
  /** Runs that initialised again after a timeout. */
  again = 0;
  arrived = 0;
  invoked = 0;
  cold = 0;
  failed = 0;
  peak = 0;
  peakAlive = 0;
  readonly secondPeaks: Int32Array;
  readonly #gigabyteTicks: number;
  #step = 0;
  /** Of the step that goes on, and of the second. */
  #before = { arrived: 0, invoked: 0, cold: 0, failed: 0, limited: 0, rated: 0 };
  #stepPeak = 0;
  #stepAlive = 0;
  #secondPeak = 0;
  #busy = 0;

  /** `gigabyteTicks`: gigabyte-seconds of an environment in a tick. */
  constructor(grid: SeriesGrid, seconds: number, gigabyteTicks: number) {
    this.columns = new FluidSeries(grid);
    this.secondPeaks = new Int32Array(Math.max(1, Math.ceil(seconds)));
    this.#gigabyteTicks = gigabyteTicks;
  }

  invocations(many: number): void {
    this.invoked += many;
  }

  coldStarts(many: number): void {
    this.cold += many;
  }

  errors(): void {
    this.failed += 1;
  }

  throttled(rule: ThrottleRule, many: number): void {
    this.throttles[rule] += many;
  }

  /** At the end of a tick. */
  at(inUse: number, alive: number): void {
    this.#busy += inUse;
    if (inUse > this.#secondPeak) this.#secondPeak = inUse;
    if (inUse > this.#stepPeak) this.#stepPeak = inUse;
    if (alive > this.#stepAlive) this.#stepAlive = alive;
  }

  endSecond(second: number, inUse: number): void {
    this.secondPeaks[second] = this.#secondPeak;
    this.#secondPeak = inUse;
  }

  endStep(inUse: number, alive: number, ceiling: number, waiting: number, ageSeconds: number): void {
    const { columns } = this;
    const step = this.#step++;
    const before = this.#before;
    const { reservedConcurrency, unreservedConcurrency, scalingRate, reservedRequests, unreservedRequests } = this.throttles;
    const limited = reservedConcurrency + unreservedConcurrency;
    const rated = scalingRate + reservedRequests + unreservedRequests;
    const peak = this.#stepPeak;
    columns.column('arrivals')[step] = this.arrived - before.arrived;
    columns.column('invocations')[step] = this.invoked - before.invoked;
    columns.column('coldStarts')[step] = this.cold - before.cold;
    columns.column('errors')[step] = this.failed - before.failed;
    columns.column('throttledByLimit')[step] = limited - before.limited;
    columns.column('throttledByRate')[step] = rated - before.rated;
    columns.column('onDemand')[step] = columns.column('concurrency')[step] = peak;
    columns.column('environments')[step] = this.#stepAlive;
    columns.column('scalingCeiling')[step] = ceiling;
    columns.column('queueDepth')[step] = waiting;
    columns.column('queueAge')[step] = ageSeconds;
    columns.column('gigabyteSeconds')[step] = this.#busy * this.#gigabyteTicks;
    this.peak = Math.max(this.peak, peak);
    this.peakAlive = Math.max(this.peakAlive, this.#stepAlive);
    this.#before = { arrived: this.arrived, invoked: this.invoked, cold: this.cold, failed: this.failed, limited, rated };
    this.#stepPeak = inUse;
    this.#stepAlive = alive;
    this.#busy = 0;
  }
}
