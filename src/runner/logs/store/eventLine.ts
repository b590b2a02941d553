import { createHash } from 'node:crypto';

/**
 * What a segment holds, a line each: events `["KEY",AT,INGESTED,"TEXT"]`, and marks: `{"stream":"KEY","name":…,"createdAt":…}` before the first
 * event of a stream in that segment, `{"deleted":"KEY"}` where a stream was deleted. Times have 13 digits, so that the beginning of an
 * event is read without parsing it. Other lines (half-written, damaged) say nothing.
 */
export type Mark =
  | { readonly stream: string; readonly name: string; readonly createdAt: number }
  | { readonly deleted: string };

export interface EventHead {
  readonly key: string;
  readonly at: number;
  readonly ingestedAt: number;
}

const keyLength = 12;
/** `["KEY",1700000000000,1700000000000,` */
const headLength = 2 + keyLength + 2 + 13 + 1 + 13 + 1;
const latest = 9_999_999_999_999;
const earliest = 1_000_000_000_000;
const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;

/** Stands for a stream's name in its group: as good as unique, and short. */
export function streamKey(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, keyLength);
}

/** As many digits as the format has: before 2001 is 2001. */
export function storedTime(at: number): number {
  return Math.min(latest, Math.max(earliest, Math.floor(at)));
}

export function eventLine(key: string, at: number, ingestedAt: number, text: string): string {
  return `["${key}",${at},${ingestedAt},${JSON.stringify(text)}]\n`;
}

export function markLine(mark: Mark): string {
  return `${JSON.stringify(mark)}\n`;
}

/** The beginning of an event's line; undefined where the line is none. `line` has no newline. */
export function headOf(line: Buffer): EventHead | undefined {
  if (line.length < headLength + 3 || line[0] !== openBracket || line[1] !== quote || line[headLength] !== quote) return undefined;
  const at = Number(line.toString('latin1', keyLength + 4, keyLength + 17));
  const ingestedAt = Number(line.toString('latin1', keyLength + 18, keyLength + 31));
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(ingestedAt)) return undefined;
  return { key: line.toString('latin1', 2, keyLength + 2), at, ingestedAt };
}

/** The text of a line that has a head; undefined where it is damaged. */
export function textOf(line: Buffer): string | undefined {
  if (line[line.length - 1] !== closeBracket) return undefined;
  const text = parsed(line.toString('utf8', headLength, line.length - 1));
  return typeof text === 'string' ? text : undefined;
}

export function markOf(line: Buffer): Mark | undefined {
  if (line[0] !== openBrace) return undefined;
  const value = parsed(line.toString('utf8', 0, line.length));
  if (typeof value !== 'object' || value === null) return undefined;
  if ('deleted' in value && typeof value.deleted === 'string') return { deleted: value.deleted };
  if (!('stream' in value && 'name' in value && 'createdAt' in value)) return undefined;
  const { stream, name, createdAt } = value;
  return typeof stream === 'string' && typeof name === 'string' && typeof createdAt === 'number' ? { stream, name, createdAt } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
