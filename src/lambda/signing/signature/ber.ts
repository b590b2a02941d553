import { MalformedSignature } from './malformedSignature.ts';

/** An element of ASN.1 in BER or DER (X.690). */
export interface BerElement {
  /** 0 universal, 2 context-specific. */
  readonly tagClass: number;
  readonly tag: number;
  readonly constructed: boolean;
  /** Its end is marked rather than its length told. */
  readonly indefinite: boolean;
  /** With its tag and length, as it stands. */
  readonly raw: Uint8Array<ArrayBuffer>;
  /** Of a primitive. */
  readonly content: Uint8Array<ArrayBuffer>;
  readonly children: readonly BerElement[];
}

export const universal = { boolean: 1, integer: 2, bitString: 3, octetString: 4, null: 5, oid: 6, utf8String: 12, sequence: 16, set: 17, utcTime: 23, generalizedTime: 24 } as const;

/** A signature of AWS Signer nests about fifteen deep, and has some hundred elements; certificates add some hundred each. */
const mostDepth = 40;
const mostElements = 20_000;
/** No content is longer than four bytes tell. */
const mostLengthBytes = 4;
const indefiniteLength = 0x80;
const contextClass = 2;

/** The one element that the bytes are, to their last. Throws MalformedSignature. */
export function readBer(bytes: Uint8Array<ArrayBuffer>): BerElement {
  const element = new BerReader(bytes).element(0, bytes.length, 0);
  if (element.raw.length !== bytes.length) throw new MalformedSignature('It is not one element of ASN.1.');
  return element;
}

class BerReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #left = mostElements;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  /** The element at `start`, which is to end at `limit` at the latest. */
  element(start: number, limit: number, depth: number): BerElement {
    this.#left -= 1;
    if (depth > mostDepth || this.#left < 0) throw new MalformedSignature('It nests too deeply, or has too many elements.');
    const first = this.#byte(start, limit);
    const tag = first & 0x1f;
    // Nothing here has a number so high that it needs bytes of its own.
    if (tag === 0x1f) throw new MalformedSignature('An element has a tag that nothing here has.');
    const head = { tagClass: first >> 6, tag, constructed: (first & 0x20) !== 0 };
    const { at, length } = this.#length(start + 1, limit);
    const children: BerElement[] = [];
    if (length === undefined) {
      if (!head.constructed) throw new MalformedSignature('A primitive has no length.');
      const end = this.#childrenToMark(at, limit, depth, children);
      return { ...head, indefinite: true, raw: this.#bytes.subarray(start, end), content: nothing, children };
    }
    const end = at + length;
    if (end > limit) throw new MalformedSignature('An element is cut off.');
    if (head.constructed) this.#childrenTo(at, end, depth, children);
    return { ...head, indefinite: false, raw: this.#bytes.subarray(start, end), content: head.constructed ? nothing : this.#bytes.subarray(at, end), children };
  }

  #childrenTo(start: number, end: number, depth: number, children: BerElement[]): void {
    for (let at = start; at < end; ) {
      const child = this.element(at, end, depth + 1);
      children.push(child);
      at += child.raw.length;
    }
  }

  /** Gives where the mark ends (X.690, 8.1.5): two zeros. */
  #childrenToMark(start: number, limit: number, depth: number, children: BerElement[]): number {
    let at = start;
    while (this.#byte(at, limit) !== 0 || this.#byte(at + 1, limit) !== 0) {
      const child = this.element(at, limit, depth + 1);
      children.push(child);
      at += child.raw.length;
    }
    return at + 2;
  }

  /** Undefined: it is not told. `at`: where the content begins. */
  #length(start: number, limit: number): { readonly at: number; readonly length: number | undefined } {
    const first = this.#byte(start, limit);
    if (first === indefiniteLength) return { at: start + 1, length: undefined };
    if (first < indefiniteLength) return { at: start + 1, length: first };
    const digits = first & 0x7f;
    if (digits > mostLengthBytes) throw new MalformedSignature('An element is longer than all.');
    let length = 0;
    for (let index = 1; index <= digits; index += 1) length = length * 256 + this.#byte(start + index, limit);
    return { at: start + 1 + digits, length };
  }

  #byte(at: number, limit: number): number {
    const byte = at < limit ? this.#bytes[at] : undefined;
    if (byte === undefined) throw new MalformedSignature('An element is cut off.');
    return byte;
  }
}

const nothing = new Uint8Array();

/** The element, where it is one of that universal tag; throws MalformedSignature where it is not. */
export function expectUniversal(element: BerElement | undefined, tag: number): BerElement {
  const constructed = tag === universal.sequence || tag === universal.set;
  if (element?.tagClass !== 0 || element.tag !== tag || element.constructed !== constructed) throw new MalformedSignature(`There is no element of type ${tag}.`);
  return element;
}

export function isUniversal(element: BerElement | undefined, tag: number): element is BerElement {
  return element?.tagClass === 0 && element.tag === tag;
}

export function isContext(element: BerElement | undefined, tag: number): element is BerElement {
  return element?.tagClass === contextClass && element.tag === tag;
}

/** What a universal sequence consists of; throws MalformedSignature where it is none. */
export function partsOf(element: BerElement | undefined): readonly BerElement[] {
  return expectUniversal(element, universal.sequence).children;
}

/** Of a BIT STRING of whole bytes. */
export function wholeBytesOf(element: BerElement | undefined): Uint8Array<ArrayBuffer> {
  const { content } = expectUniversal(element, universal.bitString);
  if (content[0] !== 0) throw new MalformedSignature('It is of no whole bytes.');
  return content.subarray(1);
}

/** As in 1.2.840.10045.4.3.3. */
export function oidOf(element: BerElement | undefined): string {
  const { content } = expectUniversal(element, universal.oid);
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  if (((content.at(-1) ?? 0xff) & 0x80) !== 0) throw new MalformedSignature('An object identifier is cut off.');
  const [first = 0, ...others] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
