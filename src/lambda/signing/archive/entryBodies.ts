import type { ByteSource } from '../byteSource.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import { ArchiveError, damaged } from './archiveError.ts';
import { BufferPool, pooledSize } from './bufferPool.ts';
import type { DirectoryEntry } from './directoryEntry.ts';
import { locateBody } from './locateBody.ts';
import { readPieces } from './readPieces.ts';
import { type Lent, Window } from './window.ts';

/** An entry's unpacked bytes: all of them, or piece by piece, each good until the next is asked for. */
export type EntryBody =
  | { readonly whole: Promise<Lent> | Lent; readonly pieces?: undefined }
  | { readonly whole?: undefined; readonly pieces: AsyncIterable<Uint8Array> };

export interface OpenedEntry {
  readonly entry: DirectoryEntry;
  readonly body: EntryBody;
  /** What it occupies of the archive, with its header and what follows it. */
  readonly end: number;
  /** Bytes of memory that it holds until it is taken. */
  readonly held: number;
}

/** Up to this size an entry is unpacked as a whole, so that several can be unpacked at once. */
const wholeLimit = 4 * 1024 * 1024;
/** Entries of this size, packed, are read on their own. */
const aloneLimit = 256 * 1024;

/** Finds and unpacks the entries of an archive, best in the order in which they lie. */
export class EntryBodies {
  readonly #source: ByteSource;
  readonly #directoryOffset: number;
  readonly #platform: SigningPlatform;
  readonly #pool: BufferPool;
  readonly #window: Window;

  constructor(source: ByteSource, directoryOffset: number, platform: SigningPlatform) {
    this.#source = source;
    this.#directoryOffset = directoryOffset;
    this.#platform = platform;
    this.#pool = new BufferPool(directoryOffset);
    this.#window = new Window(source, directoryOffset, this.#pool);
  }

  /** Rejects with an ArchiveError where the entry is not where, and what, the directory says. */
  async open(entry: DirectoryEntry): Promise<OpenedEntry> {
    const { packedSize, size, deflated, name } = entry;
    const alone = packedSize > aloneLimit;
    const { offset, end } = await locateBody(entry, this.#window, alone);
    if (end > this.#directoryOffset) throw damaged('It is cut off.', name);
    if (!deflated && alone) return { entry, end, held: pooledSize, body: { pieces: readPieces(this.#source, offset, size, this.#pool) } };
    if (!deflated) return { entry, end, held: size, body: { whole: await this.#window.lend(offset, size) } };
    if (packedSize > pooledSize || size > wholeLimit) return { entry, end, held: 0, body: { pieces: this.#inflated(entry, offset) } };
    const whole = this.#inflate(alone ? this.#read(offset, packedSize) : await this.#window.lend(offset, packedSize), entry);
    // It may fail before it is asked for.
    if (whole instanceof Promise) whole.catch(() => {});
    return { entry, end, held: packedSize + size, body: { whole } };
  }

  async #read(offset: number, length: number): Promise<Lent> {
    const buffer = this.#pool.take();
    return { bytes: await this.#source.read(offset, length, buffer), giveBack: () => this.#pool.give(buffer) };
  }

  async #inflate(source: Promise<Lent> | Lent, { size, name }: DirectoryEntry): Promise<Lent> {
    const packed = await source;
    try {
      const bytes = await this.#platform.inflateWhole(packed.bytes, size);
      return { bytes, giveBack: () => this.#platform.release(bytes) };
    } catch {
      throw damaged('It cannot be unpacked.', name);
    } finally {
      packed.giveBack();
    }
  }

  async *#inflated({ packedSize, size, name }: DirectoryEntry, offset: number): AsyncGenerator<Uint8Array> {
    let unreadable: { readonly cause: unknown } | undefined;
    const source: ByteSource = {
      size: this.#source.size,
      read: async (...range) => {
        try {
          return await this.#source.read(...range);
        } catch (cause) {
          unreadable = { cause };
          throw cause;
        }
      },
    };
    try {
      for await (const piece of this.#platform.inflate(readPieces(source, offset, packedSize, this.#pool), packedSize, size)) yield piece;
    } catch (error) {
      // A source that cannot be read says nothing of the archive.
      if (unreadable !== undefined) throw unreadable.cause;
      throw error instanceof ArchiveError ? error : damaged('It cannot be unpacked.', name);
    }
  }
}
