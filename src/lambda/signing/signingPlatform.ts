import type { WebCrypto } from './webCrypto.ts';

/** What checking and making signatures needs of the machine. */
export interface SigningPlatform {
  readonly crypto: WebCrypto;
  sha384(): Digester;
  /** CRC-32 of these bytes, after those whose CRC-32 is `before` (0 at the start). */
  crc32(bytes: Uint8Array, before: number): number;
  /**
   * Unpacks deflated entries, none of them empty, one after the other, off this thread where that is worth it. Throws or rejects unless
   * each is one deflate stream to its last byte, which unpacks to exactly the size and CRC-32 that are told; it may do so too where it
   * cannot be sure. The packed bytes may be overwritten as soon as it has returned.
   */
  inflateTogether(entries: readonly PackedEntry[]): Promise<Uint8Array> | Uint8Array;
  /** Kept when all that waits for this thread has had its turn: hashing holds it for long, and what was read meanwhile has to be unpacked. */
  turn(): Promise<void>;
  /** What `inflateTogether` gave is not used any more: its memory may be freed before a collector finds it. */
  release(unpacked: Uint8Array): void;
  /**
   * Unpacks an entry that is too large to be held, or must be looked at by itself. Rejects unless the packed bytes are one deflate
   * stream to their last byte, which unpacks to exactly `size` bytes, and where `packed` does. A piece of the `packedSize` bytes may be
   * overwritten when the next is asked for, as may a piece that it gives.
   */
  inflate(packed: AsyncIterable<Uint8Array>, packedSize: number, size: number): AsyncIterable<Uint8Array>;
}

export interface PackedEntry {
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc32: number;
}

export interface Digester {
  update(bytes: Uint8Array): void;
  /** Once. */
  digest(): Uint8Array;
}
