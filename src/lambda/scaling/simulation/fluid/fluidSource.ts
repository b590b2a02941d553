import type { Random } from '../../traffic/random.ts';
import type { Span } from './span.ts';

/** What became of the invocations that a source asked for, in amounts. */
export interface FlowOutcome {
  readonly admitted: number;
  readonly refused: number;
  /** In how many bursts a second they are refused; Infinity where evenly. */
  readonly bursts: number;
}

/** What a source would have at work were it not for its pollers, and how many those are in the course of a step, of which so many work at least once. */
export interface Polled {
  readonly load: number;
  readonly parts: readonly { readonly pollers: number; readonly least: number; readonly seconds: number }[];
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
  /** Of the step; undefined where nothing polls. */
  readonly polled?: Polled | undefined;
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
