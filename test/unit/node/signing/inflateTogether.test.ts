import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import type { PackedEntry } from '../../../../src/lambda/signing/signingPlatform.ts';
import { inflateTogether, release } from '../../../../src/node/signing/inflateTogether.ts';

const entryOf = (body: Uint8Array, packed: Uint8Array = deflateRawSync(body)): PackedEntry => ({ packed, size: body.length, crc32: crc32(body) });
const text = (name: string, lines: number) => Buffer.from(`export const ${name} = 1;\n`.repeat(lines));
const member = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const emptyStream = Buffer.of(3, 0);
const unpack = async (entries: readonly PackedEntry[]): Promise<Uint8Array> => inflateTogether(entries);

describe.each([['on this thread', 1], ['on the thread pool', 3_000]])('%s', (_, lines) => {
  const bodies = [text('one', lines), text('two', lines), text('three', lines)];
  const [one = Buffer.of(), two = Buffer.of(), three = Buffer.of()] = bodies;

  it('gives the entries one after the other', async () => {
    const unpacked = await unpack(bodies.map((body) => entryOf(body)));
    expect(Buffer.compare(unpacked, Buffer.concat(bodies))).toBe(0);
    release(unpacked);
  });

  it.each<[string, PackedEntry]>([
    ['has another CRC-32', { ...entryOf(two), crc32: 1 }],
    ['is longer than it says', { ...entryOf(two), size: two.length - 1 }],
    ['is shorter than it says', { ...entryOf(two), size: two.length + 1 }],
    ['ends early', entryOf(two, deflateRawSync(two).subarray(0, -3))],
    ['goes on behind its end', entryOf(two, Buffer.concat([deflateRawSync(two), Buffer.of(0)]))],
    ['is nothing', entryOf(two, Buffer.of())],
    ['is empty', entryOf(Buffer.of())],
    ['hides a second member behind an empty one', entryOf(two, Buffer.concat([emptyStream, Buffer.alloc(8), member, deflateRawSync(two)]))],
    ['has an end of its own, and a zero', entryOf(two, Buffer.concat([deflateRawSync(two), trailerOf(two), Buffer.alloc(4)]))],
  ])('unpacks none where one %s', async (__, damaged) => {
    for (const entries of [[damaged], [damaged, entryOf(three)], [entryOf(one), damaged], [entryOf(one), damaged, entryOf(three)]]) {
      await expect(unpack(entries)).rejects.toThrow();
    }
  });

  it('lets no entry take in the one behind it', async () => {
    const inTheOther = { packed: Buffer.of(0, 18, 0, 0xed, 0xff), size: 5, crc32: 0 };
    // A stored block of 18 bytes, which are the trailer and the header between the two; then the other's own stream goes on.
    const taken = Buffer.concat([Buffer.of(0, 0, 0, 0, 5, 0, 0, 0), member, two]);
    await expect(unpack([inTheOther, { ...entryOf(taken), packed: deflateRawSync(two) }])).rejects.toThrow();
  });
});

function trailerOf(body: Uint8Array): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(body));
  trailer.writeUInt32LE(body.length, 4);
  return trailer;
}
