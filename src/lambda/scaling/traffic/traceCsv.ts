import { CodedError } from '../../../common/codedError.ts';
import type { TrafficShape } from './traffic.ts';

type Trace = Extract<TrafficShape, { type: 'trace' }>;

interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

/**
 * Reads counted arrivals: `time,count` or one count a line; a heading may come first, empty lines and lines that begin with # are skipped.
 * Times are seconds, milliseconds since the epoch, or dates (ISO 8601), one step apart: the smallest distance is the step, and what is left
 * out has none. Cells are separated by commas, semicolons or tabs. Throws CodedError TRACE_INVALID, with the line's number in its details.
 * `stepSeconds`: of counts without times.
 */
export function parseTrace(text: string, stepSeconds = 60): Trace {
  const lines = linesOf(text);
  const first = lines[0];
  const body = first !== undefined && isHeading(first) ? lines.slice(1) : lines;
  const wide = body[0]?.cells.length ?? 0;
  if (body.length === 0) throw invalid(1, 'There are no counts. Give one count on each line, or a time and a count');
  if (wide === 1) return { type: 'trace', stepSeconds, counts: body.map((line) => countOf(line, 0, wide)) };
  return timed(body.map((line) => ({ line, at: timeOf(line), count: countOf(line, 1, wide) })));
}

function linesOf(text: string): readonly Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, cells: line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')) }))
    .filter(({ cells }) => cells.some((cell) => cell !== '') && cells[0]?.startsWith('#') !== true);
}

/** A first line whose last cell is no number. */
function isHeading({ cells }: Line): boolean {
  return !/\d/.test(cells.at(-1) ?? '');
}

function countOf({ number, cells }: Line, column: number, wide: number): number {
  if (cells.length !== wide || wide > 2) {
    throw invalid(number, `It has ${cells.length} values, where a time and a count are expected, or a count alone, as in the lines before`);
  }
  const cell = cells[column] ?? '';
  const count = cell === '' ? Number.NaN : Number(cell);
  if (!Number.isFinite(count) || count < 0) throw invalid(number, `"${cell}" is no count. Counts are numbers from 0`);
  return count;
}

/** In seconds. */
function timeOf({ number, cells }: Line): number {
  const cell = cells[0] ?? '';
  const value = cell === '' ? Number.NaN : Number(cell);
  // As seconds, numbers as large as this would lie thousands of years ahead.
  if (Number.isFinite(value)) return Math.abs(value) >= 1e11 ? value / 1000 : value;
  const date = Date.parse(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(cell) ? `${cell.replace(' ', 'T')}Z` : cell);
  if (Number.isNaN(date)) {
    throw invalid(number, `"${cell}" is no time. Times are seconds, milliseconds since 1970, or dates such as 2026-01-31T12:00:00Z`);
  }
  return date / 1000;
}

interface Timed {
  readonly line: Line;
  readonly at: number;
  readonly count: number;
}

const longest = 10_000_000;

function timed(rows: readonly Timed[]): Trace {
  const begin = rows[0]?.at ?? 0;
  let step = Number.POSITIVE_INFINITY;
  rows.forEach(({ line, at }, index) => {
    const gap = index === 0 ? Number.POSITIVE_INFINITY : at - (rows[index - 1]?.at ?? 0);
    if (gap <= 0) throw invalid(line.number, 'The time is not after that of the line before. Sort the lines by time, one for each');
    step = Math.min(step, gap);
  });
  if (!Number.isFinite(step)) step = 60;
  const last = rows.at(-1);
  const length = Math.round(((last?.at ?? 0) - begin) / step) + 1;
  if (length > longest) throw invalid(last?.line.number ?? 1, `The times make ${length} steps of ${step} s, more than ${longest}`);
  const counts = Array.from({ length }, () => 0);
  for (const { line, at, count } of rows) {
    const place = (at - begin) / step;
    if (Math.abs(place - Math.round(place)) > 0.01) {
      throw invalid(line.number, `The time is not a whole number of steps of ${step} s after the first`);
    }
    counts[Math.round(place)] = count;
  }
  return { type: 'trace', stepSeconds: step, counts };
}

function invalid(line: number, what: string): CodedError {
  return new CodedError('TRACE_INVALID', `Line ${line}: ${what}.`, { details: { line } });
}
