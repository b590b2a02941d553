import { createHash, webcrypto } from 'node:crypto';
import { crc32, inflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib';

import type { SigningPlatform } from '../../lambda/signing/signingPlatform.ts';
import { inflatePieces } from './inflatePieces.ts';

/** To the thread pool and back takes longer than to unpack so little. */
const atOnceLimit = 32 * 1024;

export const nodeSigningPlatform: SigningPlatform = {
  crypto: webcrypto,
  sha384: () => createHash('sha384'),
  crc32: (bytes, before) => crc32(bytes, before),
  inflateWhole: (packed, size) => (size <= atOnceLimit ? whole(inflateRawSync(packed, options(size)), packed, size) : inflateAside(packed, size)),
  release: free,
  inflate: inflatePieces,
};

/** What `info` makes zlib give, which its types do not know. */
interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: InflateRaw;
}

function inflateAside(packed: Uint8Array, size: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    inflateRaw(packed, options(size), (error, inflated) => {
      if (error !== null) reject(error);
      else {
        try {
          resolve(whole(inflated, packed, size));
        } catch (damage) {
          reject(damage instanceof Error ? damage : new Error('damaged'));
        }
      }
    });
  });
}

/** One buffer for all, and never more: one byte of room tells zlib that there is nothing left to write. */
function options(size: number) {
  return { info: true, chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) };
}

/** Only memory that is all its own, see `options`: what is small may lie in a buffer with other things. */
function free({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength === byteLength + 1) buffer.transfer(0);
}

/** Bytes behind the end of the stream would be read by nobody. */
function whole(inflated: unknown, packed: Uint8Array, size: number): Uint8Array {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zlib answers so where `info` is set, see `options`.
  const { buffer, engine } = inflated as Inflated;
  if (engine.bytesWritten !== packed.length || buffer.length !== size) throw new Error('The deflated data have another length.');
  return buffer;
}
