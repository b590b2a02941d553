import type { ByteSource } from '../byteSource.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import { ArchiveError, damaged } from './archiveError.ts';
import { BufferPool } from './bufferPool.ts';
import type { DirectoryEntry } from './directoryEntry.ts';
import type { EntryGroup } from './groupEntries.ts';
import { descriptorSize, longestDescriptor, longestHeader, readLocalHeader } from './localHeader.ts';
import { Numbers } from './numbers.ts';
import { type PlacedEntry, placeEntries } from './placeEntries.ts';
import { readPieces } from './readPieces.ts';

/** An entry's unpacked bytes: all of them, or piece by piece, each good until the next is asked for. */
export type EntryBody =
  | {
      readonly bytes: Uint8Array;
      /** Size and CRC-32 are those that are declared. */
      readonly checked: boolean;
    }
  | { readonly bytes?: undefined; readonly pieces: AsyncIterable<Uint8Array> };

export interface OpenedEntry {
  readonly entry: DirectoryEntry;
  readonly body: EntryBody;
  /** What it occupies of the archive, with its header and what follows it. */
  readonly end: number;
}

export interface OpenedGroup {
  /** In the directory's order, up to one that is not where, and what, the directory says. */
  readonly entries: readonly OpenedEntry[];
  /** What is wrong with the one after them. */
  readonly failure: ArchiveError | undefined;
  /** Once, when the bodies are not used any more. */
  giveBack(): void;
}

/** Finds and unpacks the entries of an archive. */
export class EntryBodies {
  readonly #source: ByteSource;
  readonly #directoryOffset: number;
  readonly #platform: SigningPlatform;
  readonly #pool: BufferPool;

  constructor(source: ByteSource, directoryOffset: number, platform: SigningPlatform) {
    this.#source = source;
    this.#directoryOffset = directoryOffset;
    this.#platform = platform;
    this.#pool = new BufferPool(directoryOffset);
  }

  /** One that is read piece by piece. Rejects with an ArchiveError where the entry is not where, and what, the directory says. */
  async open(entry: DirectoryEntry): Promise<OpenedEntry> {
    const { name, packedSize } = entry;
    const start = await this.#near(entry.offset, longestHeader);
    const header = readLocalHeader(entry, start, new Numbers(start), 0);
    if (header === undefined) throw damaged('Its header is cut off.', name);
    const offset = entry.offset + header.length;
    const bodyEnd = offset + packedSize;
    const end = header.described ? bodyEnd + descriptorSize(entry, await this.#near(bodyEnd, longestDescriptor), header.zip64) : bodyEnd;
    if (end > this.#directoryOffset) throw damaged('It is cut off.', name);
    const pieces = entry.deflated ? this.#inflated(entry, offset) : readPieces(this.#source, offset, packedSize, this.#pool);
    return { entry, end, body: { pieces } };
  }

  async openGroup({ entries, offset, length }: EntryGroup): Promise<OpenedGroup> {
    const buffer = this.#pool.take();
    const bytes = await this.#source.read(offset, length, buffer);
    const { placed, failure } = placeEntries(entries, offset, bytes);
    const packed = placed.filter(isDeflated);
    const together = await this.#inflateTogether(packed);
    // Where they cannot be unpacked in one go, most of them can be one by one.
    const unpacked = together === undefined ? await Promise.all(packed.map((each) => this.#inflateTogether([each]))) : [together];
    const opened: OpenedEntry[] = [];
    let at = 0;
    let index = 0;
    for (const place of placed) {
      const { entry, end } = place;
      const body = isDeflated(place) ? (together?.subarray(at, (at += entry.size)) ?? unpacked[index++]) : place.bytes;
      if (body === undefined) {
        // A damaged one is told by its name, and those before it are not.
        const alone = await this.open(entry).catch(asArchiveError);
        if (alone instanceof ArchiveError) return { entries: opened, failure: alone, giveBack: () => {} };
        opened.push(alone);
      } else opened.push({ entry, end, body: { bytes: body, checked: place.packed && entry.size > 0 } });
    }
    const giveBack = (): void => {
      this.#pool.give(buffer);
      for (const each of unpacked) if (each !== undefined) this.#platform.release(each);
    };
    return { entries: opened, failure, giveBack };
  }

  /** Undefined where one of them cannot be unpacked, or must not be in one go with others: then each of them has to be looked at. */
  async #inflateTogether(placed: readonly PackedEntry[]): Promise<Uint8Array | undefined> {
    if (placed.length === 0) return undefined;
    try {
      return await this.#platform.inflateTogether(placed.map(({ entry: { size, crc32 }, bytes }) => ({ packed: bytes, size, crc32 })));
    } catch {
      return undefined;
    }
  }

  #near(offset: number, length: number): Promise<Uint8Array> {
    const there = Math.max(0, Math.min(length, this.#directoryOffset - offset));
    return there === 0 ? Promise.resolve(new Uint8Array()) : this.#source.read(offset, there);
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

type PackedEntry = PlacedEntry & { readonly bytes: Uint8Array };

/** Those that have to be unpacked, and lie where they are read. */
function isDeflated(place: PlacedEntry): place is PackedEntry {
  return place.packed && place.bytes !== undefined;
}

function asArchiveError(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error;
  throw error;
}
