export const pooledSize = 1024 * 1024;

/**
 * Buffers of 1 MiB, or of an archive that is smaller, that are used again: to have new ones for each piece of a package costs more than
 * to read it, and leaves them to the collector.
 */
export class BufferPool {
  readonly #free: Uint8Array[] = [];
  readonly #size: number;

  /** `most`: what could be read at once. */
  constructor(most: number) {
    this.#size = Math.min(pooledSize, most);
  }

  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.#size);
  }

  give(buffer: Uint8Array): void {
    this.#free.push(buffer);
  }
}
