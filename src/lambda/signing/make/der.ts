import { utf8 } from '../../template/utf8.ts';

/** Writes DER (X.690): each function gives a whole element. */
export type Der = Uint8Array<ArrayBuffer>;

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function element(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = joined(contents);
  return joined([Uint8Array.of(tag), lengthOf(content.length), content]);
}

export const sequence = (...items: readonly Der[]): Der => element(tags.sequence, ...items);
/** SET OF: its elements stand in the order of their bytes. */
export const setOf = (...items: readonly Der[]): Der => element(tags.set, ...inOrder(items));
/** `[n]` around what it holds: EXPLICIT, or the IMPLICIT tag of something constructed whose elements are given. */
export const tagged = (n: number, ...items: readonly Uint8Array[]): Der => element(0xa0 | n, ...items);
/** An IMPLICIT `[n]` in the place of a primitive's tag. */
export const taggedPrimitive = (n: number, content: Uint8Array): Der => element(0x80 | n, content);
export const boolean = (value: boolean): Der => element(tags.boolean, Uint8Array.of(value ? 0xff : 0));
export const octetString = (content: Uint8Array): Der => element(tags.octetString, content);
/** `unused`: bits at the end that say nothing. */
export const bitString = (content: Uint8Array, unused = 0): Der => element(tags.bitString, Uint8Array.of(unused), content);
export const utf8String = (value: string): Der => element(tags.utf8String, Uint8Array.from(utf8(value)));

/** A number that is not negative, by its big-endian bytes. */
export function integer(magnitude: Uint8Array): Der {
  const first = magnitude.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : magnitude.subarray(first);
  // The highest bit is the sign.
  return (digits[0] ?? 0) >= 0x80 ? element(tags.integer, Uint8Array.of(0), digits) : element(tags.integer, digits);
}

/** As in `1.2.840.10045.4.3.3`. */
export function objectIdentifier(id: string): Der {
  const [first = 0, second = 0, ...others] = id.split('.').map(Number);
  return element(tags.oid, Uint8Array.from([first * 40 + second, ...others].flatMap(base128)));
}

/** To the second; as RFC 5280 and RFC 5652 want it: UTCTime until 2049, GeneralizedTime after. */
export function time(milliseconds: number): Der {
  const digits = digitsOf(milliseconds);
  return digits < '1950' || digits >= '2050' ? generalizedTime(milliseconds) : element(tags.utcTime, Uint8Array.from(utf8(`${digits.slice(2)}Z`)));
}

/** To the second. */
export function generalizedTime(milliseconds: number): Der {
  return element(tags.generalizedTime, Uint8Array.from(utf8(`${digitsOf(milliseconds)}Z`)));
}

/** In the order of a SET OF. */
export function inOrder(items: readonly Der[]): readonly Der[] {
  return items.toSorted(compare);
}

export function joined(parts: readonly Uint8Array[]): Der {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | (rest % 128));
  return digits;
}

/** `20260102030405` */
function digitsOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
