import type { Disposable } from '../../common/disposable.ts';

/** One metric of the namespace AWS/Lambda by one statistic. */
export interface MetricRequest {
  /** To tell its answer from the others': a lower-case letter, then letters and digits. */
  readonly id: string;
  readonly metric: string;
  /** `Sum`, `Maximum`, `Average`, `p99` … */
  readonly statistic: string;
  /** None: of all functions of the account in the Region. */
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricBatch {
  /** 500 at most. */
  readonly requests: readonly MetricRequest[];
  /** Milliseconds since the epoch; `to` is not in it any more. */
  readonly from: number;
  readonly to: number;
  readonly periodMs: number;
  /** Of the page before. */
  readonly next?: string;
}

/** Values of one request on one page, or all of them. */
export interface MetricValues {
  readonly id: string;
  /** Starts of periods in milliseconds since the epoch, in any order; one for each value. */
  readonly at: readonly number[];
  readonly values: readonly number[];
  /** `partial`: there is more; on a page behind this one, or when it is asked for again. */
  readonly status: 'complete' | 'partial' | 'failed' | 'forbidden';
  /** What CloudWatch says of it. */
  readonly text?: string;
}

export interface MetricPage {
  readonly results: readonly MetricValues[];
  readonly next?: string;
}

/** GetMetricData of CloudWatch, over one connection. Throws ConnectionError, or the signal's reason. */
export interface MetricsApi extends Disposable {
  page(batch: MetricBatch, signal?: AbortSignal): Promise<MetricPage>;
}
