import type { ByteSource } from '../byteSource.ts';
import type { Cancellation } from '../cancellation.ts';
import { damaged } from './archiveError.ts';
import { type DirectoryEntry, directoryHeaderSize, parseDirectoryEntry } from './directoryEntry.ts';
import type { DirectoryExtent } from './endRecord.ts';
import { Numbers } from './numbers.ts';

/** Larger than the largest entry: a header and three fields of 64 KiB. */
const pieceSize = 256 * 1024;

/** Far beyond what fits into Lambda's 250 MB unzipped with a byte of code in each; it bounds what has to be remembered of an archive. */
const mostEntries = 1_048_576;

/** The entries in the directory's order, some at a time; they must fill it exactly, and be as many as its end says. */
export async function* readDirectory(source: ByteSource, extent: DirectoryExtent, signal?: Cancellation): AsyncGenerator<readonly DirectoryEntry[]> {
  if (extent.count > mostEntries) throw damaged('It has more entries than a package can have.');
  const end = extent.offset + extent.size;
  let offset = extent.offset;
  let count = 0;
  while (offset < end) {
    signal?.throwIfAborted();
    // Names stay in it, so that it is not used again: to copy each of them costs more.
    const piece = await source.read(offset, Math.min(pieceSize, end - offset));
    const numbers = new Numbers(piece);
    const entries: DirectoryEntry[] = [];
    let at = 0;
    for (let parsed = parseDirectoryEntry(piece, numbers, at); parsed !== undefined; parsed = parseDirectoryEntry(piece, numbers, at)) {
      if (parsed.entry.offset >= extent.offset) throw damaged('It lies beyond the entries.', parsed.entry.name);
      entries.push(parsed.entry);
      at += parsed.length;
    }
    if (at < directoryHeaderSize) throw damaged('The directory ends amid an entry.');
    offset += at;
    count += entries.length;
    if (count > extent.count) break;
    yield entries;
  }
  if (count !== extent.count) throw damaged(`The directory has ${count} entries and should have ${extent.count}.`);
}
