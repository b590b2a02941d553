import { throttleRules } from '../../rules/verdict.ts';
import { at } from './at.ts';
import { Histogram } from './histogram.ts';

/** What goes up and down, by its number. */
export const levels = { provisionedInUse: 0, onDemand: 1, spillover: 2, atWork: 3, ready: 4, alive: 5 } as const;
export type Level = (typeof levels)[keyof typeof levels];

/** The first rules of `throttleRules` are limits of concurrency, the others rates. */
const rateRulesFrom = throttleRules.indexOf('scalingRate');

/** A scenario's length in steps of its series, and in seconds. */
export interface Grid {
  readonly steps: number;
  readonly stepMs: number;
  readonly seconds: number;
}

/** What happens to one function, by steps of the series. Nothing is allocated by an invocation. */
export class Recorder {
  readonly arrivals: Float64Array;
  readonly invocations: Float64Array;
  readonly throttledByLimit: Float64Array;
  readonly throttledByRate: Float64Array;
  readonly errors: Float64Array;
  readonly coldStarts: Float64Array;
  readonly scalingCeiling: Float64Array;
  readonly queueDepth: Float64Array;
  readonly queueAge: Float64Array;
  readonly quantiles: { readonly p50: (number | null)[]; readonly p90: (number | null)[]; readonly p99: (number | null)[] };
  /** Billed, in environments × ms: at work on demand and provisioned, and held as provisioned. */
  readonly onDemandMs: Float64Array;
  readonly provisionedMs: Float64Array;
  readonly heldMs: Float64Array;
  /** At work while it lasts, in environments × ms, all and provisioned ones: what is billed counts with an invocation's beginning. */
  readonly busyMs: Float64Array;
  readonly provisionedBusyMs: Float64Array;
  /** By level and step. */
  readonly peaks: readonly Float64Array[];
  /** At work, by second. */
  readonly secondPeaks: Int32Array;
  readonly throttles = new Float64Array(throttleRules.length);
  /** Of steps that have ended. */
  readonly latency = new Histogram();
  provisionedInvocations = 0;
  spilloverInvocations = 0;
  readonly #now = new Int32Array(6);
  readonly #stepLatency = new Histogram();
  #step = 0;
  #second = 0;
  #held = 0;
  #heldSince = 0;
  /** Of this minute, a sample for each invocation that began in a provisioned environment: what share of those ready is at work then. */
  #utilizationSum = 0;
  #utilizationSamples = 0;
  readonly #stepMs: number;
  readonly #endMs: number;
  #stepEnd: number;

  constructor({ steps, stepMs, seconds }: Grid) {
    this.#stepMs = stepMs;
    this.#endMs = seconds * 1000;
    this.#stepEnd = Math.min(stepMs, this.#endMs);
    const column = () => new Float64Array(steps);
    this.arrivals = column();
    this.invocations = column();
    this.throttledByLimit = column();
    this.throttledByRate = column();
    this.errors = column();
    this.coldStarts = column();
    this.scalingCeiling = column();
    this.queueDepth = column();
    this.queueAge = column();
    this.onDemandMs = column();
    this.provisionedMs = column();
    this.heldMs = column();
    this.busyMs = column();
    this.provisionedBusyMs = column();
    const gaps = () => Array.from({ length: steps }, (): number | null => null);
    this.quantiles = { p50: gaps(), p90: gaps(), p99: gaps() };
    this.peaks = Object.values(levels).map(column);
    this.secondPeaks = new Int32Array(seconds);
  }

  level(level: Level): number {
    return this.#now[level] ?? 0;
  }

  raise(level: Level, by = 1): void {
    const now = (this.#now[level] ?? 0) + by;
    this.#now[level] = now;
    const peaks = at(this.peaks, level);
    if (now > (peaks[this.#step] ?? 0)) peaks[this.#step] = now;
  }

  lower(level: Level, by = 1): void {
    this.#now[level] = (this.#now[level] ?? 0) - by;
  }

  /** An environment of that kind begins to work. */
  work(kind: Level, now: number): void {
    this.#occupy(kind, this.#stepEnd - now);
    this.raise(kind);
    this.raise(levels.atWork);
    const atWork = this.#now[levels.atWork] ?? 0;
    if (atWork > (this.secondPeaks[this.#second] ?? 0)) this.secondPeaks[this.#second] = atWork;
    if (kind !== levels.provisionedInUse) return;
    // None serves while there are more than are asked for, so that `ready` tells all that are open.
    this.#utilizationSum += (this.#now[levels.provisionedInUse] ?? 0) / (this.#now[levels.ready] ?? 0);
    this.#utilizationSamples += 1;
  }

  rest(kind: Level, now: number): void {
    this.#occupy(kind, now - this.#stepEnd);
    this.lower(kind);
    this.lower(levels.atWork);
  }

  count(column: Float64Array, by = 1): void {
    column[this.#step] = (column[this.#step] ?? 0) + by;
  }

  throttled(rule: number): void {
    this.throttles[rule] = (this.throttles[rule] ?? 0) + 1;
    this.count(rule < rateRulesFrom ? this.throttledByLimit : this.throttledByRate);
  }

  answered(ms: number): void {
    this.#stepLatency.add(ms);
  }

  /** So many are held as provisioned from now on. */
  hold(environments: number, now: number): void {
    this.count(this.heldMs, this.#held * (now - this.#heldSince));
    this.#held = environments;
    this.#heldSince = now;
  }

  /** Ends a step at `now`, with what is true then. */
  endStep(now: number, ceiling: number, depth: number, ageSeconds: number): void {
    const step = this.#step;
    this.hold(this.#held, now);
    this.scalingCeiling[step] = ceiling;
    this.queueDepth[step] = depth;
    this.queueAge[step] = ageSeconds;
    if (this.#stepLatency.count > 0) {
      const [p50 = null, p90 = null, p99 = null] = this.#stepLatency.quantiles([0.5, 0.9, 0.99]);
      this.quantiles.p50[step] = p50;
      this.quantiles.p90[step] = p90;
      this.quantiles.p99[step] = p99;
      this.latency.addAll(this.#stepLatency);
      this.#stepLatency.clear();
    }
  }

  beginStep(step: number): void {
    this.#step = step;
    const begin = this.#stepEnd;
    this.#stepEnd = Math.min((step + 1) * this.#stepMs, this.#endMs);
    this.count(this.busyMs, this.level(levels.atWork) * (this.#stepEnd - begin));
    this.count(this.provisionedBusyMs, this.level(levels.provisionedInUse) * (this.#stepEnd - begin));
    this.peaks.forEach((peaks, level) => (peaks[step] = this.#now[level] ?? 0));
  }

  /**
   * The average of the minute that ends: provisioned environments at work, of those ready, 0 to 1 (`LambdaProvisionedConcurrencyUtilization`,
   * as the Local region tells it); null where none began to work. The next minute begins.
   */
  endMinute(): number | null {
    const average = this.#utilizationSamples > 0 ? this.#utilizationSum / this.#utilizationSamples : null;
    this.#utilizationSum = 0;
    this.#utilizationSamples = 0;
    return average;
  }

  beginSecond(second: number): void {
    this.#second = second;
    this.secondPeaks[second] = this.#now[levels.atWork] ?? 0;
  }

  /** Until the end of the step, or (negative) from now on no longer. */
  #occupy(kind: Level, ms: number): void {
    this.count(this.busyMs, ms);
    if (kind === levels.provisionedInUse) this.count(this.provisionedBusyMs, ms);
  }
}
