import type { FunctionSeries } from '../simulation/result.ts';

/** Where figures come from; figures of different sources are never joined into one line. */
export type MetricsSource = 'local' | 'aws' | 'simulated';

/** What the Scaling page draws, of whatever source. Units as in `metricUnits`. */
export type ScalingMetric =
  | keyof FunctionSeries
  /** Provisioned at work against provisioned, 0 to 1. */
  | 'provisionedUtilization'
  /** Of the account: in use of functions that reserve nothing; and in use, reserved or provisioned of all. */
  | 'unreservedConcurrency'
  | 'claimedConcurrency'
  | 'throttles'
  /** Invocations in provisioned environments, and those for which none of them was free. */
  | 'provisionedInvocations'
  | 'spilloverInvocations'
  | 'maxDuration'
  | 'averageDuration'
  /** Limits in force: steps. */
  | 'reservedLimit'
  | 'unreservedLimit'
  | 'accountLimit';

/** What happened at a moment and may explain what follows. */
export interface Annotation {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: 'deployed' | 'aliasRouted' | 'limitChanged' | 'provisionedChanged' | 'timeoutChanged';
  readonly functionName: string;
  /** Before and after, such as numbers of environments or versions; absent where there is none. */
  readonly from?: string;
  readonly to?: string;
}

/** Figures of one function, or (undefined) of all of a connection, in periods of equal length. */
export interface ScalingSeries {
  readonly source: MetricsSource;
  readonly functionName: string | undefined;
  readonly periodMs: number;
  /** Starts of the periods, ascending, in milliseconds since the epoch. */
  readonly at: readonly number[];
  /** A value for each period; null is a gap in the data, which is no zero. What a source does not know is left out. */
  readonly columns: Readonly<Partial<Record<ScalingMetric, readonly (number | null)[]>>>;
  readonly annotations: readonly Annotation[];
}

export interface MetricsQuery {
  /** Undefined: all functions together. */
  readonly functionName: string | undefined;
  /** A version or alias of the function; absent: all of it. */
  readonly qualifier?: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** What is wanted; a source may have no finer one than its own. */
  readonly periodMs: number;
}

/** One source of figures: the Local region, CloudWatch, a simulation. */
export interface ScalingMetrics {
  readonly source: MetricsSource;
  /** Rejects with CodedError where the figures cannot be had, and with the signal's reason where it was aborted. */
  read(query: MetricsQuery, signal?: Aborting): Promise<ScalingSeries>;
}

/** Of an AbortSignal, what is needed here. */
export interface Aborting {
  readonly aborted: boolean;
}
