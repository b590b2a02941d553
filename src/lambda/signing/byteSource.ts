/** Bytes that are read where they are wanted: a file, or an array. A package may be larger than one wants in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`; rejects where the source has none there. What it gives may be reused by the next read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function byteSourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read(offset, length) {
      if (offset < 0 || offset + length > bytes.length) return Promise.reject(new RangeError(`There are no ${length} bytes at ${offset}.`));
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
  };
}
