import { pooledSize } from './bufferPool.ts';
import type { DirectoryEntry } from './directoryEntry.ts';
import { likelyLength } from './localHeader.ts';

/** Entries that lie near each other, which are read and unpacked in one go. */
export interface EntryGroup {
  readonly entries: readonly DirectoryEntry[];
  readonly offset: number;
  /** At most 1 MiB. It may be too short where headers are unusually long. */
  readonly length: number;
  /** Of what is deflated in it, unpacked. */
  readonly unpacked: number;
}

/** Unpacked bytes of a group of several entries, and of one that is alone. */
const mostTogether = 1024 * 1024;
const mostAlone = 2 * 1024 * 1024;

/** The entries in their order, in groups; what is too large to be held comes by itself. `end`: where the directory begins. */
export async function* groupEntries(directory: AsyncIterable<readonly DirectoryEntry[]>, end: number): AsyncGenerator<EntryGroup | DirectoryEntry> {
  let group: DirectoryEntry[] = [];
  let offset = 0;
  let length = 0;
  let unpacked = 0;
  for await (const entries of directory) {
    for (const entry of entries) {
      const size = entry.deflated ? entry.size : 0;
      const extent = Math.min(likelyLength(entry), end - entry.offset);
      const large = extent > pooledSize || size > mostAlone;
      const reach = entry.offset - offset + extent;
      const joins = !large && entry.offset >= offset && reach <= pooledSize && unpacked + size <= mostTogether;
      if (!joins && group.length > 0) {
        yield { entries: group, offset, length, unpacked };
        group = [];
      }
      if (large) yield entry;
      else if (group.length === 0) [group, offset, length, unpacked] = [[entry], entry.offset, extent, size];
      else {
        group.push(entry);
        length = Math.max(length, reach);
        unpacked += size;
      }
    }
  }
  if (group.length > 0) yield { entries: group, offset, length, unpacked };
}
