import type { EventPosition } from '../store/logEvent.ts';
import { logsErrors } from './logsError.ts';

const digits = { at: 20, segment: 18, offset: 18 };

/** An event's id: 56 digits, in the order of events. */
export function eventId({ at, segment, offset }: EventPosition): string {
  return pad(at, digits.at) + pad(segment, digits.segment) + pad(offset, digits.offset);
}

/** Throws LambdaError where it is none. */
export function positionOf(id: string): EventPosition {
  if (!/^\d{56}$/.test(id)) throw logsErrors.badToken();
  const afterAt = digits.at + digits.segment;
  const [at = 0, segment = 0, offset = 0] = [id.slice(0, digits.at), id.slice(digits.at, afterAt), id.slice(afterAt)].map(Number);
  // None that was given is larger.
  if (![at, segment, offset].every(Number.isSafeInteger)) throw logsErrors.badToken();
  return { at, segment, offset };
}

/** GetLogEvents': `f/…/s` onwards, `b/…/s` backwards. */
export function directedToken(direction: 'f' | 'b', position: EventPosition): string {
  return `${direction}/${eventId(position)}/s`;
}

export function readDirectedToken(token: string): { readonly forward: boolean; readonly cursor: EventPosition } {
  const [, direction, id] = /^([fb])\/(\d{56})\/s$/.exec(token) ?? [];
  if (direction === undefined || id === undefined) throw logsErrors.badToken();
  return { forward: direction === 'f', cursor: positionOf(id) };
}

/** An opaque token of texts. */
export function pageToken(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Throws LambdaError where the token has not `length` texts. */
export function readPageToken(token: string, length: number): string[] {
  const value = parsed(Buffer.from(token, 'base64url').toString());
  if (!Array.isArray(value) || value.length !== length) throw logsErrors.badToken();
  return value.map((part: unknown) => {
    if (typeof part !== 'string') throw logsErrors.badToken();
    return part;
  });
}

function pad(number: number, length: number): string {
  return String(number).padStart(length, '0');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
