import type { ByteSource } from '../byteSource.ts';
import { type BufferPool, pooledSize } from './bufferPool.ts';

/** Bytes that stay as they are until they are given back, once. */
export interface Lent {
  readonly bytes: Uint8Array;
  giveBack(): void;
}

interface Block {
  readonly buffer: Uint8Array;
  users: number;
}

/** Small entries lie side by side: one read of the source serves many of them. */
export class Window {
  readonly #source: ByteSource;
  readonly #end: number;
  readonly #pool: BufferPool;
  #offset = 0;
  #bytes: Uint8Array = new Uint8Array();
  #block: Block | undefined;

  /** Reads up to `end`. */
  constructor(source: ByteSource, end: number, pool: BufferPool) {
    this.#source = source;
    this.#end = end;
    this.#pool = pool;
  }

  /**
   * At most 1 MiB; fewer than `length` bytes where the end is nearer. They are good until the next call. `alone`: what lies behind them
   * is not wanted soon.
   */
  async read(offset: number, length: number, alone = false): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.#end - offset));
    const from = offset - this.#offset;
    if (from >= 0 && from + wanted <= this.#bytes.length) return this.#bytes.subarray(from, from + wanted);
    if (wanted === 0) return new Uint8Array();
    if (alone) return this.#source.read(offset, wanted, new Uint8Array(wanted));
    this.#leave(this.#block);
    this.#bytes = new Uint8Array();
    this.#block = { buffer: this.#pool.take(), users: 1 };
    this.#bytes = await this.#source.read(offset, Math.min(pooledSize, this.#end - offset), this.#block.buffer);
    this.#offset = offset;
    return this.#bytes.subarray(0, wanted);
  }

  async lend(offset: number, length: number): Promise<Lent> {
    const bytes = await this.read(offset, length);
    const block = this.#block;
    if (block !== undefined) block.users += 1;
    return { bytes, giveBack: () => this.#leave(block) };
  }

  #leave(block: Block | undefined): void {
    if (block === undefined) return;
    block.users -= 1;
    if (block.users === 0) this.#pool.give(block.buffer);
  }
}
