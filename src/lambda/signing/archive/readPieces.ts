import type { ByteSource } from '../byteSource.ts';
import { type BufferPool, pooledSize } from './bufferPool.ts';

/**
 * The bytes in pieces. The first is read at once, and the next one while the one given is worked on; each may be overwritten when the
 * next is asked for.
 */
export function readPieces(source: ByteSource, offset: number, length: number, pool: BufferPool): AsyncIterable<Uint8Array> {
  const end = offset + length;
  const read = (at: number): Reading | undefined => {
    if (at >= end) return undefined;
    const buffer = pool.take();
    const bytes = source.read(at, Math.min(pooledSize, end - at), buffer);
    // It may fail before anybody asks for it.
    bytes.catch(() => {});
    return { bytes, buffer };
  };
  return piecesFrom(read(offset), offset, read, pool);
}

interface Reading {
  readonly bytes: Promise<Uint8Array>;
  readonly buffer: Uint8Array;
}

async function* piecesFrom(
  first: Reading | undefined,
  offset: number,
  read: (at: number) => Reading | undefined,
  pool: BufferPool,
): AsyncGenerator<Uint8Array> {
  let current = first;
  for (let at = offset; current !== undefined; at += pooledSize) {
    const piece = await current.bytes;
    const next = read(at + pooledSize);
    yield piece;
    pool.give(current.buffer);
    current = next;
  }
}
