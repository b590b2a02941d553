import type { AwsSource } from '../../../src/protocol/webview/scaling.ts';
import type { GraphMetric } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { Figures } from '../sources/figures.ts';
import type { MeasuredDurations, Observed } from './observed.ts';

/** An account's limit where it may not be read: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const defaultConcurrency = 1000;

/** The whole periods of a stretch of time that CloudWatch has, from the first to the last: the newest ones come minutes late. Where it has none, all. */
export function awsRange({ series: { at, columns, periodMs } }: Figures, from: number, to: number): readonly [from: number, to: number] {
  const start = Math.floor(from / periodMs) * periodMs;
  const known = at.filter((moment, index) => moment < to && moment >= start && typeof columns.arrivals?.[index] === 'number');
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined ? [start, Math.max(start + periodMs, Math.floor(to / periodMs) * periodMs)] : [first, last + periodMs];
}

/**
 * What CloudWatch has of a function, whole periods from `from` to `to`. It counts arrivals by the minute, and tells neither how long initialisation
 * takes nor what the account's other functions do: those are left out.
 */
export function observeAws(source: AwsSource, figures: Figures, from: number, to: number): Observed {
  const { functionName, memoryMegabytes, architecture, timeoutMs, accountConcurrency = defaultConcurrency, reservedConcurrency } = source;
  const { at, columns, periodMs } = figures.series;
  const counts = Array.from({ length: Math.max(1, Math.round((to - from) / periodMs)) }, () => 0);
  at.forEach((moment, index) => {
    const step = Math.round((moment - from) / periodMs);
    // A gap is a minute in which CloudWatch was told nothing: nothing is known to have come.
    if (step >= 0 && step < counts.length) counts[step] = columns.arrivals?.[index] ?? 0;
  });
  const measured = measuredIn(figures, from, to);
  return {
    from,
    seconds: Math.max(1, Math.round((to - from) / 1000)),
    account: accountConcurrency,
    rateScale: 1,
    stepSeconds: periodMs / 1000,
    fn: {
      name: functionName,
      memoryMegabytes,
      architecture,
      timeoutMs,
      reserved: reservedConcurrency,
      provisioned: provisionedAt(figures, to),
      qualifier: undefined,
      arrivals: { type: 'counted', stepSeconds: periodMs / 1000, counts },
      durations: [],
      inits: [],
      ...(measured !== undefined && { measured }),
    },
    others: [],
  };
}

/** Quantiles of all minutes, each weighing as much as it has invocations: the nearest to the whole's that can be had. */
function measuredIn(figures: Figures, from: number, to: number): MeasuredDurations | undefined {
  const medianMs = weighted(figures, 'p50', from, to);
  const p99Ms = weighted(figures, 'p99', from, to);
  return medianMs === undefined || p99Ms === undefined ? undefined : { medianMs, p99Ms: Math.max(medianMs, p99Ms) };
}

function weighted({ series: { at, columns } }: Figures, metric: GraphMetric, from: number, to: number): number | undefined {
  let [sum, weight] = [0, 0];
  at.forEach((moment, index) => {
    const [value, count] = [columns[metric]?.[index], columns.invocations?.[index]];
    if (moment < from || moment >= to || typeof value !== 'number' || typeof count !== 'number') return;
    sum += value * count;
    weight += count;
  });
  return weight === 0 ? undefined : sum / weight;
}

/** CloudWatch has no metric of what is provisioned; it follows from what was at work, and which share that was. The latest. */
function provisionedAt({ series: { at, columns } }: Figures, to: number): number {
  const { provisionedInUse, provisionedUtilization } = columns;
  const index = at.findLastIndex((moment, step) => moment < to && (provisionedInUse?.[step] ?? 0) > 0 && (provisionedUtilization?.[step] ?? 0) > 0);
  return index === -1 ? 0 : Math.round((provisionedInUse?.[index] ?? 0) / (provisionedUtilization?.[index] ?? 1));
}
