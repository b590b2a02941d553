import { ArchiveError } from './archiveError.ts';
import type { DirectoryEntry } from './directoryEntry.ts';
import { descriptorSize, longestDescriptor, readLocalHeader } from './localHeader.ts';
import { Numbers } from './numbers.ts';

/** An entry and where it ends in the archive. */
export interface PlacedEntry {
  readonly entry: DirectoryEntry;
  readonly end: number;
  /** As they are packed; undefined where they, or what stands around them, are not all among those that were read. */
  readonly bytes: Uint8Array | undefined;
  /** They have to be unpacked. */
  readonly packed: boolean;
}

export interface Placed {
  /** Up to the first that is not what the directory says. */
  readonly placed: readonly PlacedEntry[];
  readonly failure: ArchiveError | undefined;
}

/** Finds entries in `bytes`, which lie at `offset` in the archive. */
export function placeEntries(entries: readonly DirectoryEntry[], offset: number, bytes: Uint8Array): Placed {
  const numbers = new Numbers(bytes);
  const placed: PlacedEntry[] = [];
  try {
    for (const entry of entries) placed.push(place(entry, offset, bytes, numbers));
  } catch (error) {
    if (error instanceof ArchiveError) return { placed, failure: error };
    throw error;
  }
  return { placed, failure: undefined };
}

function place(entry: DirectoryEntry, offset: number, bytes: Uint8Array, numbers: Numbers): PlacedEntry {
  const start = entry.offset - offset;
  const header = readLocalHeader(entry, bytes, numbers, start);
  const at = start + (header?.length ?? 0);
  const bodyEnd = at + entry.packedSize;
  // What is wrong with it is told by who reads all of it.
  const elsewhere = { entry, end: 0, bytes: undefined, packed: entry.deflated };
  if (header === undefined || bodyEnd + (header.described ? longestDescriptor : 0) > bytes.length) return elsewhere;
  const descriptor = header.described ? descriptorSize(entry, bytes.subarray(bodyEnd, bodyEnd + longestDescriptor), header.zip64) : 0;
  const end = offset + bodyEnd + descriptor;
  const body = bytes.subarray(at, bodyEnd);
  if (!entry.deflated) return { entry, end, bytes: body, packed: false };
  if (entry.size > 0) return { entry, end, bytes: body, packed: true };
  return isEmptyStream(body) ? { entry, end, bytes: body.subarray(2), packed: false } : elsewhere;
}

/** What nothing is deflated to (RFC 1951, 3.2.6): one last block with nothing but its end. */
function isEmptyStream(packed: Uint8Array): boolean {
  return packed.length === 2 && packed[0] === 3 && packed[1] === 0;
}
