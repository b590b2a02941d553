import { type BaseBlock, Constructed, fromBER } from 'asn1js';

import { MalformedSignature } from './malformedSignature.ts';

/** An element of ASN.1 in BER or DER. */
export interface BerElement {
  /** 1 universal, 3 context-specific, as asn1js numbers them. */
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
  /** As the library has read it, for those parts that it understands itself. */
  readonly block: BaseBlock;
}

export const universal = { integer: 2, bitString: 3, octetString: 4, null: 5, oid: 6, utf8String: 12, sequence: 16, set: 17, utcTime: 23, generalizedTime: 24 } as const;

/** A signature of AWS Signer nests about fifteen deep, and has some hundred elements; certificates add some hundred each. */
const limits = { maxDepth: 40, maxNodes: 20_000, maxContentLength: 1024 * 1024 };

/** The one element that the bytes are, to their last. */
export function readBer(bytes: Uint8Array<ArrayBuffer>): BerElement {
  const parsed = parse(bytes);
  if (parsed?.offset !== bytes.length) throw new MalformedSignature('It is not one element of ASN.1.');
  return elementOf(parsed.result);
}

/** Most of what is wrong it tells by its offset; for the rest it throws. */
function parse(bytes: Uint8Array<ArrayBuffer>) {
  try {
    return fromBER(bytes, limits);
  } catch {
    return undefined;
  }
}

function elementOf(block: BaseBlock): BerElement {
  const { idBlock, lenBlock } = block;
  // A copy, as the type of the library's view says less than is true of it.
  const raw = block.valueBeforeDecodeView.slice();
  const constructed = idBlock.isConstructed;
  return {
    tagClass: idBlock.tagClass,
    tag: idBlock.tagNumber,
    constructed,
    indefinite: lenBlock.isIndefiniteForm,
    raw,
    content: constructed ? new Uint8Array() : raw.subarray(idBlock.blockLength + lenBlock.blockLength),
    children: block instanceof Constructed ? block.valueBlock.value.map(elementOf) : [],
    block,
  };
}

/** The element, where it is one of that universal tag; throws MalformedSignature where it is not. */
export function expectUniversal(element: BerElement | undefined, tag: number): BerElement {
  const constructed = tag === universal.sequence || tag === universal.set;
  if (element?.tagClass !== 1 || element.tag !== tag || element.constructed !== constructed) throw new MalformedSignature(`There is no element of type ${tag}.`);
  return element;
}

export function isContext(element: BerElement | undefined, tag: number): element is BerElement {
  return element?.tagClass === 3 && element.tag === tag;
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
