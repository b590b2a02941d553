import type { WebCrypto } from './webCrypto.ts';

/** What checking and making signatures needs of the machine. */
export interface SigningPlatform {
  readonly crypto: WebCrypto;
  sha384(): Digester;
  /** CRC-32 of these bytes, after those whose CRC-32 is `before` (0 at the start). */
  crc32(bytes: Uint8Array, before: number): number;
  /**
   * Unpacks a whole deflated entry, off this thread where it can. Rejects unless the packed bytes are one deflate stream to their last
   * byte, which unpacks to exactly `size` bytes; never holds more than those.
   */
  inflateWhole(packed: Uint8Array, size: number): Promise<Uint8Array> | Uint8Array;
  /** What `inflateWhole` gave is not used any more: its memory may be freed before a collector finds it. */
  release(unpacked: Uint8Array): void;
  /**
   * As `inflateWhole`, piece by piece, for entries that are too large to be held: `packedSize` bytes of which a piece may be overwritten
   * when the next is asked for, as may a piece that it gives. Rejects also where `packed` does.
   */
  inflate(packed: AsyncIterable<Uint8Array>, packedSize: number, size: number): AsyncIterable<Uint8Array>;
}

export interface Digester {
  update(bytes: Uint8Array): void;
  /** Once. */
  digest(): Uint8Array;
}
