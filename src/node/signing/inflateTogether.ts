import { gunzip, gunzipSync, type Gunzip } from 'node:zlib';

import type { PackedEntry } from '../../lambda/signing/signingPlatform.ts';

/** To the thread pool and back takes longer than to unpack so little. */
const atOnceLimit = 32 * 1024;

/** Gzip's header (RFC 1952, 2.3): deflated, no flags, no time, no system. Its first three bytes are the mark by which members are known. */
const header = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const mark = header.subarray(0, 3);
/** CRC-32 and size. */
const trailerSize = 8;

/**
 * Makes the entries members of one gzip file, as an engine and a way to the thread pool for each would take longer than small ones take
 * to unpack; zlib compares CRC-32 and size with the trailer that each has got.
 *
 * That a member is the entry that it was made of needs more than that, as an entry may hold what looks like an end and a new member.
 * Members begin at marks, and there are none but ours. So each ends where one begins or all ends, after a trailer of ours. As no size
 * is 0 and all of them come together, every trailer has been the end of a member, and so no entry ended early or reached into the next.
 */
export function inflateTogether(entries: readonly PackedEntry[]): Promise<Uint8Array> | Uint8Array {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const members = join(entries);
  const safe = marksIn(members) === entries.length && entries.every((entry) => entry.size > 0);
  if (!safe) throw new Error('The entries have to be unpacked one by one.');
  if (size <= atOnceLimit) return whole(gunzipSync(members, options(size)), members, size);
  return new Promise((resolve, reject) => {
    gunzip(members, options(size), (error, unpacked) => {
      try {
        if (error !== null) throw error;
        resolve(whole(unpacked, members, size));
      } catch (damage) {
        reject(damage instanceof Error ? damage : new Error('damaged'));
      }
      members.buffer.transfer(0);
    });
  });
}

/** Only memory that is all its own, see `options`: what is small may lie in a buffer with other things. */
export function release({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength === byteLength + 1) buffer.transfer(0);
}

function join(entries: readonly PackedEntry[]): Buffer<ArrayBuffer> {
  const length = entries.reduce((sum, { packed }) => sum + header.length + packed.length + trailerSize, 0);
  // Not of the pool that buffers share: it is freed by itself.
  const members = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const { packed, crc32, size } of entries) {
    members.set(header, at);
    members.set(packed, at + header.length);
    at = members.writeUInt32LE(crc32, at + header.length + packed.length);
    at = members.writeUInt32LE(size, at);
  }
  return members;
}

function marksIn(members: Buffer): number {
  let count = 0;
  for (let at = members.indexOf(mark); at !== -1; at = members.indexOf(mark, at + mark.length)) count += 1;
  return count;
}

/** One buffer for all, and never more: one byte of room tells zlib that there is nothing left to write. */
function options(size: number) {
  return { info: true, chunkSize: Math.max(64, size + 1), maxOutputLength: size };
}

/** What `info` makes zlib give, which its types do not know. */
interface Unpacked {
  readonly buffer: Uint8Array;
  readonly engine: Gunzip;
}

/** It stops at a zero where a member could begin. */
function whole(unpacked: unknown, members: Uint8Array, size: number): Uint8Array {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zlib answers so where `info` is set, see `options`.
  const { buffer, engine } = unpacked as Unpacked;
  if (engine.bytesWritten !== members.length || buffer.length !== size) throw new Error('The deflated data have another length.');
  return buffer;
}
