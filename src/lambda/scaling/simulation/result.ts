import type { ThrottleRule } from '../rules/verdict.ts';

export interface SimulationResult {
  /** `exact`: every invocation and environment. `fluid`: rates, for loads that cannot be enumerated. */
  readonly mode: 'exact' | 'fluid';
  readonly seconds: number;
  readonly stepSeconds: number;
  readonly account: {
    /** Environments in use, or held as provisioned, of all functions. */
    readonly peakConcurrency: number;
    readonly concurrency: readonly number[];
  };
  readonly functions: readonly FunctionResult[];
  readonly cost: Cost;
}

/** US dollars. */
export interface Cost {
  readonly requests: number;
  /** Durations on demand, initialisation included. */
  readonly onDemand: number;
  /** Durations in provisioned environments. */
  readonly provisionedDuration: number;
  /** For having environments provisioned, used or not. */
  readonly provisionedCapacity: number;
  readonly total: number;
}

export interface FunctionResult {
  readonly name: string;
  readonly totals: FunctionTotals;
  /** From the request's arrival to its answer, queues and retries not counted; throttled ones left out. Milliseconds. */
  readonly latencyMs: Quantiles;
  readonly cost: Cost;
  readonly series: FunctionSeries;
}

export interface FunctionTotals {
  /** Requests, messages or records that came. */
  readonly arrivals: number;
  /** Invocations that were admitted; batches count once. */
  readonly invocations: number;
  readonly throttles: Readonly<Record<ThrottleRule, number>>;
  /** Invocations that failed or timed out. */
  readonly errors: number;
  readonly coldStarts: number;
  readonly provisionedInvocations: number;
  readonly spilloverInvocations: number;
  /** Asynchronous events that were given up; messages and records still waiting at the end count in `waiting`. */
  readonly dropped: number;
  readonly waiting: number;
  /** Environments at work at once, provisioned and on demand. */
  readonly peakConcurrency: number;
  /** What 99 of 100 seconds do not exceed, by the peak of each second. */
  readonly p99Concurrency: number;
  readonly peakEnvironments: number;
  readonly gigabyteSeconds: { readonly onDemand: number; readonly provisionedUsed: number; readonly provisionedIdle: number };
}

export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** A value for each step. Concurrency: the peak in the step. Null: nothing to measure there. */
export interface FunctionSeries {
  readonly arrivals: readonly number[];
  readonly invocations: readonly number[];
  /** By limits of concurrency. */
  readonly throttledByLimit: readonly number[];
  /** By the scaling rate and by requests a second. */
  readonly throttledByRate: readonly number[];
  readonly errors: readonly number[];
  readonly coldStarts: readonly number[];
  /** At work: provisioned, on demand, and on demand because provisioned was full. Their sum's peak is `concurrency`. */
  readonly provisionedInUse: readonly number[];
  readonly onDemand: readonly number[];
  readonly spillover: readonly number[];
  readonly concurrency: readonly number[];
  /** Allocated and ready. */
  readonly provisioned: readonly number[];
  readonly environments: readonly number[];
  /** The concurrency that the scaling rate allows at the end of the step: in use plus what may still start. */
  readonly scalingCeiling: readonly number[];
  readonly p50: readonly (number | null)[];
  readonly p90: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly queueDepth: readonly number[];
  /** Age of the oldest that waits, in seconds. */
  readonly queueAge: readonly number[];
  readonly costPerHour: readonly number[];
  /** Of memory at work in the step, initialisation included; and provisioned, but not at work. Absent where the mode does not tell. */
  readonly gigabyteSeconds?: readonly number[];
  readonly wastedGigabyteSeconds?: readonly number[];
}
