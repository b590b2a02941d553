import { type BerElement, expectUniversal, partsOf, readBer, universal } from './ber.ts';
import { MalformedSignature } from './malformedSignature.ts';

/** An ECDSA-Sig-Value (RFC 3279, 2.2.3) as IEEE P1363 has it: r and s in a row, each as long as a coordinate. Throws MalformedSignature. */
export function coordinatesOf(signature: Uint8Array<ArrayBuffer>, coordinateBytes: number): Uint8Array<ArrayBuffer> {
  const parts = partsOf(readBer(signature));
  if (parts.length !== 2) throw new MalformedSignature('A signature is not two numbers.');
  const both = new Uint8Array(2 * coordinateBytes);
  parts.forEach((part, index) => {
    const digits = positive(part);
    if (digits.length > coordinateBytes) throw new MalformedSignature('A number of a signature is too large.');
    both.set(digits, (index + 1) * coordinateBytes - digits.length);
  });
  return both;
}

/** Its digits without a zero before them, which only tells the sign. */
function positive(element: BerElement): Uint8Array {
  const { content } = expectUniversal(element, universal.integer);
  if ((content[0] ?? 0x80) >= 0x80) throw new MalformedSignature('A number of a signature is negative.');
  return content[0] === 0 ? content.subarray(1) : content;
}
