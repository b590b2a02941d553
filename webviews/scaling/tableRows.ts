import type { GraphMetric } from '../../src/lambda/scaling/timeline/graphSeries.ts';
import { peakWithin, stepsWithin, totalWithin, type Track } from '../shared/track.ts';
import type { Figures } from './sources/figures.ts';

/** How a column reads of a stretch of time: the most there was, or how many there were. */
type Reading = 'most' | 'sum';
export type ColumnUnit = 'count' | 'amount' | 'duration' | 'share' | 'money';

export interface TableColumn {
  readonly metric: GraphMetric;
  readonly reading: Reading;
  readonly unit: ColumnUnit;
}

const most = (metric: GraphMetric, unit: ColumnUnit = 'count'): TableColumn => ({ metric, reading: 'most', unit });
const sum = (metric: GraphMetric, unit: ColumnUnit = 'count'): TableColumn => ({ metric, reading: 'sum', unit });

/** Every figure of the panels. */
export const tableColumns: readonly TableColumn[] = [
  most('concurrency'), most('provisionedInUse'), most('onDemand'), most('spillover'), most('environments'),
  most('provisioned'), most('reservedLimit'), most('unreservedLimit'), most('accountLimit'), most('scalingCeiling'),
  sum('arrivals'), sum('invocations'), sum('throttledByLimit'), sum('throttledByRate'), sum('throttles'), sum('errors'), sum('coldStarts'),
  most('queueDepth'), most('queueAge', 'amount'),
  most('p50', 'duration'), most('p90', 'duration'), most('p99', 'duration'), most('maxDuration', 'duration'),
  most('provisionedUtilization', 'share'), sum('gigabyteSeconds', 'amount'), sum('wastedGigabyteSeconds', 'amount'), most('costPerHour', 'money'),
];

export interface TableRow {
  readonly start: number;
  /** In the order of the columns; undefined where nothing is known. */
  readonly values: readonly (number | undefined)[];
}

/** As many rows as one reads; a step is a whole number of the source's own. */
const mostRows = 120;

/** The columns that a source knows. */
export function columnsOf(figures: Figures): readonly TableColumn[] {
  return tableColumns.filter(({ metric }) => figures.track(metric) !== undefined);
}

/** The length of a row, in milliseconds. */
export function rowLength({ series: { periodMs } }: Figures, from: number, to: number): number {
  const steps = (to - from) / periodMs;
  const factor = [1, 2, 5, 10, 15, 30, 60].find((candidate) => steps / candidate <= mostRows) ?? Math.ceil(steps / mostRows);
  return periodMs * factor;
}

/** A range in steps of `lengthMs`, newest first. Steps of which the source knows nothing are left out. */
export function tableRows(figures: Figures, columns: readonly TableColumn[], from: number, to: number, lengthMs: number): TableRow[] {
  const rows: TableRow[] = [];
  for (let start = Math.floor(from / lengthMs) * lengthMs; start < to; start += lengthMs) {
    const values = columns.map(({ metric, reading }) => {
      const track = figures.track(metric);
      return track && read(track, reading, start, Math.min(start + lengthMs, to));
    });
    if (values.some((value) => value !== undefined)) rows.push({ start, values });
  }
  return rows.reverse();
}

function read(track: Track, reading: Reading, from: number, to: number): number | undefined {
  const peak = peakWithin(track, from, to);
  if (peak === undefined || reading === 'most') return peak;
  const [first, last] = stepsWithin(track, from, to);
  return first > last ? undefined : totalWithin(track, from, to);
}
