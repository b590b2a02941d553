import type { ByteSource } from '../byteSource.ts';

/** A part of another source. */
export function partOf(source: ByteSource, start: number, size: number): ByteSource {
  return {
    size,
    async read(offset, length, buffer) {
      if (offset < 0 || offset + length > size) throw new RangeError(`There are no ${length} bytes at ${offset}.`);
      return source.read(start + offset, length, buffer);
    },
  };
}

/** Sources one behind the other. What lies in one of them is read as that one gives it; what lies across their borders is copied. */
export function joinedSource(sources: readonly ByteSource[]): ByteSource {
  const size = sources.reduce((sum, source) => sum + source.size, 0);
  return {
    size,
    async read(offset, length, buffer) {
      if (offset < 0 || offset + length > size) throw new RangeError(`There are no ${length} bytes at ${offset}.`);
      const target = buffer?.subarray(0, length) ?? new Uint8Array(length);
      let start = 0;
      let done = 0;
      for (const source of sources) {
        const from = offset + done - start;
        const wanted = Math.min(length - done, source.size - from);
        if (from >= 0 && wanted > 0) {
          if (wanted === length) return source.read(from, length, buffer);
          const rest = target.subarray(done, done + wanted);
          const bytes = await source.read(from, wanted, rest);
          if (bytes.buffer !== rest.buffer || bytes.byteOffset !== rest.byteOffset) rest.set(bytes);
          done += wanted;
        }
        start += source.size;
      }
      return target;
    },
  };
}
