import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { ByteSource } from '../../lambda/signing/byteSource.ts';

/** A file as it is while it is open. Rejects with the system's error where it cannot be opened; a read beyond its end with RangeError. */
export async function openByteSource(file: string): Promise<ByteSource & AsyncDisposable> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    return { size, read: (offset, length) => readAll(handle, offset, length), [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAll(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new RangeError(`There are no ${length} bytes at ${offset}.`);
    filled += bytesRead;
  }
  return bytes;
}
