import type { ScalingMetric } from '../../lambda/scaling/metrics/scalingSeries.ts';

/** CloudWatch's namespace of what Lambda tells of functions. */
export const lambdaNamespace = 'AWS/Lambda';

/** A metric of CloudWatch by one of its statistics. */
export interface MetricPart {
  readonly metric: string;
  readonly statistic: string;
}

/** What a column of a series is made of. */
export interface MetricColumn {
  readonly column: ScalingMetric;
  readonly parts: readonly MetricPart[];
  /** Of several parts, what their values come to; a part without a value does not count. */
  readonly join: 'sum' | 'maximum';
  /** CloudWatch's unit in the series' own; 1 where they are the same. */
  readonly scale: number;
  /** `region`: CloudWatch has it of all functions of the account in the Region only. */
  readonly of: 'function' | 'region';
}

/**
 * Which metric and statistic each column is, counts as sums and concurrency as maxima.
 * Source: AWS's documentation "Types of metrics for Lambda functions" and "Monitoring concurrency".
 */
export const metricColumns: readonly MetricColumn[] = [
  // Requests that were throttled are no invocations: both together are what came.
  joined('arrivals', 'sum', 1, sum('Invocations'), sum('Throttles')),
  single('invocations', sum('Invocations')),
  single('throttles', sum('Throttles')),
  single('errors', sum('Errors')),
  single('provisionedInvocations', sum('ProvisionedConcurrencyInvocations')),
  single('spilloverInvocations', sum('ProvisionedConcurrencySpilloverInvocations')),
  single('concurrency', maximum('ConcurrentExecutions')),
  single('provisionedInUse', maximum('ProvisionedConcurrentExecutions')),
  single('provisionedUtilization', maximum('ProvisionedConcurrencyUtilization')),
  ofRegion('unreservedConcurrency', maximum('UnreservedConcurrentExecutions')),
  ofRegion('claimedConcurrency', maximum('ClaimedAccountConcurrency')),
  single('p50', { metric: 'Duration', statistic: 'p50' }),
  single('p90', { metric: 'Duration', statistic: 'p90' }),
  single('p99', { metric: 'Duration', statistic: 'p99' }),
  single('maxDuration', maximum('Duration')),
  single('averageDuration', { metric: 'Duration', statistic: 'Average' }),
  // How long the oldest event or record had waited, in ms there and in seconds here.
  joined('queueAge', 'maximum', 1 / 1000, maximum('AsyncEventAge'), maximum('IteratorAge')),
];

function single(column: ScalingMetric, part: MetricPart): MetricColumn {
  return { column, parts: [part], join: 'sum', scale: 1, of: 'function' };
}

function ofRegion(column: ScalingMetric, part: MetricPart): MetricColumn {
  return { ...single(column, part), of: 'region' };
}

function joined(column: ScalingMetric, join: MetricColumn['join'], scale: number, ...parts: readonly MetricPart[]): MetricColumn {
  return { column, parts, join, scale, of: 'function' };
}

function sum(metric: string): MetricPart {
  return { metric, statistic: 'Sum' };
}

function maximum(metric: string): MetricPart {
  return { metric, statistic: 'Maximum' };
}
