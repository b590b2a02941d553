import type { ScalingMetric } from './scalingSeries.ts';

export type MetricUnit =
  /** How many in the period. */
  | 'perPeriod'
  /** Environments or executions at once; the most of the period, but for limits. */
  | 'concurrent'
  | 'milliseconds'
  | 'seconds'
  /** 0 to 1. */
  | 'share'
  /** How many at the end of the period. */
  | 'items'
  | 'dollarsPerHour'
  /** Gigabyte-seconds in the period. */
  | 'gigabyteSeconds';

export const metricUnits: Readonly<Record<ScalingMetric, MetricUnit>> = {
  arrivals: 'perPeriod',
  invocations: 'perPeriod',
  throttles: 'perPeriod',
  throttledByLimit: 'perPeriod',
  throttledByRate: 'perPeriod',
  errors: 'perPeriod',
  coldStarts: 'perPeriod',
  provisionedInvocations: 'perPeriod',
  spilloverInvocations: 'perPeriod',
  provisionedInUse: 'concurrent',
  onDemand: 'concurrent',
  spillover: 'concurrent',
  concurrency: 'concurrent',
  provisioned: 'concurrent',
  environments: 'concurrent',
  scalingCeiling: 'concurrent',
  unreservedConcurrency: 'concurrent',
  claimedConcurrency: 'concurrent',
  reservedLimit: 'concurrent',
  unreservedLimit: 'concurrent',
  accountLimit: 'concurrent',
  provisionedUtilization: 'share',
  p50: 'milliseconds',
  p90: 'milliseconds',
  p99: 'milliseconds',
  maxDuration: 'milliseconds',
  averageDuration: 'milliseconds',
  queueDepth: 'items',
  queueAge: 'seconds',
  costPerHour: 'dollarsPerHour',
  gigabyteSeconds: 'gigabyteSeconds',
  wastedGigabyteSeconds: 'gigabyteSeconds',
};
