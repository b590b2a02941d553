import { ByteReader } from './byteReader.ts';

/** Unpacks a Snappy block. Throws RangeError where it is none. Source of the format: google/snappy's format_description.txt. */
export function unpackSnappy(packed: Buffer): Buffer {
  const reader = new ByteReader(packed);
  const output = Buffer.alloc(checkedSize(reader.varint(), packed.length));
  let at = 0;
  while (!reader.done) {
    const tag = reader.byte();
    const isLiteral = (tag & 3) === 0;
    const length = isLiteral ? literalLength(reader, tag) : copyLength(tag);
    if (at + length > output.length) throw new RangeError('more than it says');
    if (isLiteral) reader.take(length).copy(output, at);
    else repeat(output, at, copyOffset(reader, tag), length);
    at += length;
  }
  if (at !== output.length) throw new RangeError('less than it says');
  return output;
}

/** Nothing is packed denser than 64 bytes in 3. */
function checkedSize(size: number, packed: number): number {
  if (size > packed * 32) throw new RangeError('too large for what it was packed to');
  return size;
}

/** Up to 60 in the tag; longer ones in the 1 to 4 bytes behind it. */
function literalLength(reader: ByteReader, tag: number): number {
  const inTag = tag >> 2;
  if (inTag < 60) return inTag + 1;
  const bytes = inTag - 59;
  return reader.take(bytes).readUIntLE(0, bytes) + 1;
}

function copyLength(tag: number): number {
  return (tag & 3) === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
}

function copyOffset(reader: ByteReader, tag: number): number {
  if ((tag & 3) === 1) return ((tag >> 5) << 8) | reader.byte();
  return (tag & 3) === 2 ? reader.take(2).readUInt16LE() : reader.uint32();
}

/** Byte by byte: what is repeated may be part of what it makes. */
function repeat(output: Buffer, at: number, offset: number, length: number): void {
  if (offset === 0 || offset > at) throw new RangeError('repeats what is not there');
  for (let index = at; index < at + length; index += 1) output[index] = output[index - offset] ?? 0;
}
