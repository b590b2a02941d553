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
  /** By level and step. */
  readonly peaks: readonly Float64Array[];
  /** At work, by second. */
  readonly secondPeaks: Int32Array;
  readonly throttles = new Float64Array(throttleRules.length);
  /** Of steps that have ended. */
  readonly latency = new Histogram();
  provisionedInvocations = 0;
  spilloverInvocations = 0;
  /** Most provisioned environments at work since the minute began. */
  minutePeak = 0;
  readonly #now = new Int32Array(6);
  readonly #stepLatency = new Histogram();
  #step = 0;
  #second = 0;
  #held = 0;
  #heldSince = 0;

  constructor({ steps, seconds }: Grid) {
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
  work(kind: Level): void {
    this.raise(kind);
    this.raise(levels.atWork);
    const atWork = this.#now[levels.atWork] ?? 0;
    if (atWork > (this.secondPeaks[this.#second] ?? 0)) this.secondPeaks[this.#second] = atWork;
    const provisioned = this.#now[levels.provisionedInUse] ?? 0;
    if (provisioned > this.minutePeak) this.minutePeak = provisioned;
  }

  rest(kind: Level): void {
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
    this.peaks.forEach((peaks, level) => (peaks[step] = this.#now[level] ?? 0));
  }

  beginMinute(): void {
    this.minutePeak = this.#now[levels.provisionedInUse] ?? 0;
  }

  beginSecond(second: number): void {
    this.#second = second;
    this.secondPeaks[second] = this.#now[levels.atWork] ?? 0;
  }
}
