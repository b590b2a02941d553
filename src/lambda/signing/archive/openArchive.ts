import type { ByteSource } from '../byteSource.ts';
import type { Cancellation } from '../cancellation.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import { ArchiveError } from './archiveError.ts';
import type { DirectoryEntry } from './directoryEntry.ts';
import { type DirectoryExtent, readEndRecord } from './endRecord.ts';
import { NameSet } from './nameSet.ts';
import { readDirectory } from './readDirectory.ts';

export interface OpenArchive {
  readonly extent: DirectoryExtent;
  /** The entry that was looked for. */
  readonly entry: DirectoryEntry | undefined;
}

/**
 * Reads the directory once, to its end, and looks for an entry. Rejects with an ArchiveError where the directory is damaged, or has a
 * name twice: unpacked, the second body would stand in the place of the first.
 */
export async function openArchive(source: ByteSource, isWanted: (name: Uint8Array) => boolean, { crypto }: Pick<SigningPlatform, 'crypto'>, signal?: Cancellation): Promise<OpenArchive> {
  const extent = await readEndRecord(source);
  const names = new NameSet(crypto.getRandomValues(new Uint8Array(8)));
  let found: DirectoryEntry | undefined;
  let twice: Uint8Array | undefined;
  for await (const entries of readDirectory(source, extent, signal)) {
    for (const entry of entries) {
      if (!names.add(entry.name)) twice ??= entry.name;
      if (isWanted(entry.name)) found = entry;
    }
  }
  if (twice !== undefined) throw new ArchiveError('duplicateEntry', 'The name stands twice.', twice);
  return { extent, entry: found };
}
