import { costOf } from '../../../src/lambda/scaling/pricing/costOf.ts';
import type { ScalingSeries } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { GraphSeries } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { AwsSource } from '../../../src/protocol/webview/scaling.ts';

/** What CloudWatch knows, with what follows from it and the function's settings: limits, memory at work and what it costs on demand. */
export function awsSeries(series: ScalingSeries, source: AwsSource): GraphSeries {
  return { ...series, columns: { ...memoryOf(series, source), ...limitsOf(series, source), ...series.columns } };
}

function memoryOf({ columns, periodMs }: ScalingSeries, { memoryMegabytes, architecture }: AwsSource): GraphSeries['columns'] {
  const { invocations, averageDuration, provisioned, provisionedInUse } = columns;
  if (invocations === undefined || averageDuration === undefined) return {};
  const gigabytes = memoryMegabytes / 1024;
  // Averages leave initialisation out, so what is billed may be a little more.
  const used = invocations.map((count, index) => {
    const average = averageDuration[index];
    return count === null || average === null || average === undefined ? null : (count * average * gigabytes) / 1000;
  });
  // Provisioned environments are told apart from the others by number alone: their cost is not known.
  if (provisioned?.some((count) => count !== null && count > 0) === true) {
    const wasted = provisioned.map((count, index) => (count === null ? null : Math.max(0, count - (provisionedInUse?.[index] ?? 0)) * gigabytes * (periodMs / 1000)));
    return { gigabyteSeconds: used, wastedGigabyteSeconds: wasted };
  }
  const hourly = used.map((onDemandGigabyteSeconds, index) => {
    if (onDemandGigabyteSeconds === null) return null;
    const usage = { requests: invocations[index] ?? 0, onDemandGigabyteSeconds, provisionedUsedGigabyteSeconds: 0, provisionedHeldGigabyteSeconds: 0 };
    return (costOf(usage, architecture).total * 3_600_000) / periodMs;
  });
  return { gigabyteSeconds: used, costPerHour: hourly };
}

function limitsOf({ at }: ScalingSeries, { accountConcurrency, reservedConcurrency }: AwsSource): GraphSeries['columns'] {
  const steps = (value: number): number[] => at.map(() => value);
  return {
    ...(accountConcurrency !== undefined && { accountLimit: steps(accountConcurrency) }),
    ...(reservedConcurrency !== undefined && { reservedLimit: steps(reservedConcurrency) }),
  };
}
