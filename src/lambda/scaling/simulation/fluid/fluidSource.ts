import type { Random } from '../../traffic/random.ts';
import type { Span } from './fluidFunction.ts';

/** What became of the invocations that a source asked for, in amounts. */
export interface FlowOutcome {
  readonly admitted: number;
  readonly refused: number;
  /** In how many bursts a second they are refused; Infinity where evenly. */
  readonly bursts: number;
}

/** Who invokes, as flows. */
export interface FluidSource {
  /** How many invocations are tried in the step, for so many arrivals in it. `inUse`: environments at work when it begins. */
  tried(arrivals: number, inUse: number, span: Span): number;
  settle(outcome: FlowOutcome, span: Span): void;
  /** By how much what it tries again makes the variance of the work larger. */
  readonly variance: number;
  /** What is at work at once at most. */
  readonly ceiling: number;
  readonly waiting: number;
  readonly dropped: number;
  /** Age of the oldest that waits, in seconds. */
  age(now: number): number;
}

/** What a source needs to know of its function and the scenario. Seconds. */
export interface SourceFunction {
  readonly seconds: number;
  /** Of an invocation. */
  readonly workSeconds: number;
  /** Share that does not succeed. */
  readonly failures: number;
  /** A reservation of 0. */
  readonly closed: boolean;
  /** Where chance decides. */
  readonly random: Random;
}
