import { csvText } from '../../shared/csv.ts';
import type { Frame } from '../frame.ts';
import { columnsOf } from '../tableRows.ts';

/**
 * The frame's figures as CSV: a row for each source and step of its own, times in UTC, numbers as they are. Counts are those of the step, as
 * the sources have them. An empty field is a gap in the data.
 */
export function csvOf({ sources, from, to, functionName }: Frame): string {
  const metrics = [...new Set(sources.flatMap((figures) => columnsOf(figures).map(({ metric }) => metric)))];
  const lines = [['source', 'function', 'time', 'periodSeconds', ...metrics]];
  for (const { source, series } of sources) {
    const { at, columns, periodMs } = series;
    at.forEach((start, index) => {
      if (start + periodMs <= from || start >= to) return;
      const values = metrics.map((metric) => columns[metric]?.[index] ?? undefined);
      if (values.every((value) => value === undefined)) return;
      lines.push([source, series.functionName ?? functionName ?? '', new Date(start).toISOString(), String(periodMs / 1000), ...values.map((value) => (value === undefined ? '' : String(value)))]);
    });
  }
  return csvText(lines);
}
