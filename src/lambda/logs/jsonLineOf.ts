import type { PlatformRecord, ReportMetrics, Span } from './platformRecord.ts';

/**
 * The record as Lambda's JSON log format has it (schema 2022-12-13): one line of JSON, ended by a newline. `at`: milliseconds since the
 * epoch. Lambda rounds durations to whole microseconds.
 */
export function jsonLineOf(at: number, { type, record }: PlatformRecord): string {
  return `${JSON.stringify({ time: new Date(at).toISOString(), type, record }, rounded)}\n`;
}

const fractions: ReadonlySet<string> = new Set<keyof ReportMetrics | keyof Span>([
  'durationMs',
  'initDurationMs',
  'restoreDurationMs',
]);

function rounded(key: string, value: unknown): unknown {
  return typeof value === 'number' && fractions.has(key) ? Math.round(value * 1000) / 1000 : value;
}
