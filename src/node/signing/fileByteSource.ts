import { constants, type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../../lambda/signing/byteSource.ts';

/**
 * A file as it is while it is open. Rejects with the system's error where it cannot be opened, with TypeError where it is no regular file,
 * which cannot be read here and there; a read beyond its end with RangeError.
 */
export async function openByteSource(path: string): Promise<ByteSource & AsyncDisposable> {
  // A pipe would be waited for until somebody writes.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new TypeError('it is no regular file');
    return { ...(await fileByteSource(file)), [Symbol.asyncDispose]: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The file's bytes; who opened it closes it. */
export async function fileByteSource(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    size,
    async read(offset, length, buffer = new Uint8Array(length)) {
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
        if (bytesRead === 0) throw new RangeError(`There are no ${length} bytes at ${offset}.`);
        filled += bytesRead;
      }
      return buffer.subarray(0, length);
    },
  };
}
