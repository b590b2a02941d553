/** Bytes that are read where they are wanted: a file, or an array. A package may be larger than one wants in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`; rejects where the source has none there. They may lie in `buffer`, which then has at least
   * `length` bytes, or in memory of the source's own. Either way they stay as they are until the caller uses `buffer` again.
   */
  read(offset: number, length: number, buffer?: Uint8Array): Promise<Uint8Array>;
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
