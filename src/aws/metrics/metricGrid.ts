/** Periods of equal length, aligned to whole multiples of it since the epoch. Milliseconds. */
export interface MetricGrid {
  readonly periodMs: number;
  /** Start of the first period. */
  readonly from: number;
  /** End of the last one. */
  readonly to: number;
}

export interface MetricWindow {
  readonly from: number;
  readonly to: number;
  /** What is wanted at least. */
  readonly periodMs: number;
}

/** As many as CloudWatch's graphs and GetMetricStatistics have of one series. */
const mostPoints = 1440;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long points of a period are kept; those of an hour for 455 days. Source: AWS's reference of GetMetricData. */
const kept: readonly { readonly periodMs: number; readonly forMs: number }[] = [
  { periodMs: minute, forMs: 15 * day },
  { periodMs: 5 * minute, forMs: 63 * day },
  { periodMs: hour, forMs: Number.POSITIVE_INFINITY },
];

const periods: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7].map((days) => days * day),
];

/**
 * The finest periods that are wanted, kept for so long, and not too many. What has begun and not ended at `now` is left out:
 * the sums of such a period would look like a drop.
 */
export function metricGrid({ from, to, periodMs }: MetricWindow, now: number): MetricGrid {
  const fitting = periods.find((period) => {
    const grid = aligned(from, to, period, now);
    return period >= periodMs && period % finest(now - grid.from) === 0 && (grid.to - grid.from) / period <= mostPoints;
  });
  return aligned(from, to, fitting ?? days(Math.max(periodMs, (to - from) / mostPoints)), now);
}

/** The starts of its periods. */
export function startsOf({ from, to, periodMs }: MetricGrid): readonly number[] {
  return Array.from({ length: Math.max(0, Math.round((to - from) / periodMs)) }, (_, index) => from + index * periodMs);
}

function aligned(from: number, to: number, periodMs: number, now: number): MetricGrid {
  const start = Math.floor(from / periodMs) * periodMs;
  const end = Math.min(Math.ceil(to / periodMs), Math.floor(now / periodMs)) * periodMs;
  return { periodMs, from: start, to: Math.max(start, end) };
}

function finest(ageMs: number): number {
  return kept.find(({ forMs }) => ageMs <= forMs)?.periodMs ?? hour;
}

/** Whole days, one more than fit: the window's ends are aligned outwards. */
function days(ms: number): number {
  return (Math.floor(ms / day) + 1) * day;
}
