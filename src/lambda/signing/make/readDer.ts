import type { Der } from './der.ts';

/** An element of DER, as `der.ts` writes them. */
export interface DerElement {
  readonly tag: number;
  readonly content: Der;
  /** With its tag and length. */
  readonly whole: Der;
}

/** The elements that the bytes consist of, to their last one. Throws RangeError where they do not. */
export function readElements(bytes: Der): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

function elementAt(bytes: Der, at: number): DerElement {
  const first = byteAt(bytes, at + 1);
  const digits = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || digits > 4) throw new RangeError('An element has no length that can be read.');
  let length = digits === 0 ? first : 0;
  for (let index = 0; index < digits; index += 1) length = length * 256 + byteAt(bytes, at + 2 + index);
  const start = at + 2 + digits;
  if (start + length > bytes.length) throw new RangeError('An element is cut off.');
  return { tag: byteAt(bytes, at), content: bytes.slice(start, start + length), whole: bytes.slice(at, start + length) };
}

function byteAt(bytes: Der, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError('An element is cut off.');
  return byte;
}

/** Milliseconds since the epoch, of a UTCTime or a GeneralizedTime to the second. Throws RangeError for another. */
export function readTime({ content }: DerElement): number {
  const text = String.fromCharCode(...content);
  const [, century, ...digits] = /^(\d\d)??(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year = NaN, month = NaN, ...rest] = digits.map(Number);
  // RFC 5280, 4.1.2.5.1: two digits are a year from 1950 to 2049.
  const centuries = century === undefined ? (year < 50 ? 20 : 19) : Number(century);
  const [day = NaN, hour = NaN, minute = NaN, second = NaN] = rest;
  const time = Date.UTC(centuries * 100 + year, month - 1, day, hour, minute, second);
  if (Number.isNaN(time)) throw new RangeError('A time cannot be read.');
  return time;
}
