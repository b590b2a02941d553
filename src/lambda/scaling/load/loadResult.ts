import type { ScalingMetric } from '../metrics/scalingSeries.ts';
import type { Quantiles } from '../simulation/result.ts';

/** What of a load is drawn: `concurrency` is what was under way, `errors` are errors of the function and invocations without an answer. */
export type LoadMetric = Extract<
  ScalingMetric,
  'arrivals' | 'invocations' | 'throttles' | 'throttledByLimit' | 'throttledByRate' | 'errors' | 'concurrency' | 'p50' | 'p90' | 'p99'
>;

/** Columns as in ScalingSeries. An invocation counts in the second in which it was due, whenever it was answered. */
export interface LoadSeries {
  readonly periodMs: number;
  /** Starts of the periods, in milliseconds since the epoch. */
  readonly at: readonly number[];
  readonly columns: Readonly<Record<LoadMetric, readonly (number | null)[]>>;
  /** Not sent, as too many were under way. */
  readonly shed: readonly number[];
}

export interface LoadTotals {
  readonly sent: number;
  /** Due, but not sent, as too many were under way: the load was less than was asked. */
  readonly shed: number;
  readonly succeeded: number;
  readonly functionErrors: number;
  /** By reason, as the service calls it; `other` where it gives none. */
  readonly throttled: Readonly<Record<string, number>>;
  /** Without an answer of the function, by the code of what happened. */
  readonly failed: Readonly<Record<string, number>>;
}

export interface LoadProgress extends LoadTotals {
  readonly elapsedMs: number;
  readonly inFlight: number;
  readonly latencyMs: Quantiles | undefined;
}

export interface LoadResult extends LoadTotals {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** `maximum`: as many were sent as may be. `stopped`: before its time. */
  readonly endedBy: 'time' | 'maximum' | 'stopped';
  /** How long it sent. */
  readonly sendingMs: number;
  /** Still under way when it ended. */
  readonly unanswered: number;
  /** Invocations a second: as they were due, and as they were sent. */
  readonly askedRate: number;
  readonly achievedRate: number;
  /** From when an invocation was due until its answer, of those that the function answered, with an error or not. Undefined where none was. */
  readonly latencyMs: Quantiles | undefined;
  /** How much later than due they were sent: what this machine adds, and part of the latency. */
  readonly latenessMs: Quantiles | undefined;
  readonly peakInFlight: number;
  readonly series: LoadSeries;
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
