import { damaged } from './archive/archiveError.ts';
import { pooledSize } from './archive/bufferPool.ts';
import { takeChecked } from './archive/checkedBody.ts';
import type { DirectoryExtent } from './archive/endRecord.ts';
import { EntryBodies, type OpenedEntry, type OpenedGroup } from './archive/entryBodies.ts';
import { groupEntries } from './archive/groupEntries.ts';
import { type Lead, openAhead } from './archive/openAhead.ts';
import { readDirectory } from './archive/readDirectory.ts';
import { Tiling } from './archive/tiling.ts';
import type { ByteSource } from './byteSource.ts';
import type { Cancellation } from './cancellation.ts';
import { isSignatureEntry } from './signatureEntry.ts';
import type { SigningPlatform } from './signingPlatform.ts';

/** Of entries that are being read and unpacked while one before them is hashed. */
const lead: Lead = { bytes: 4 * 1024 * 1024, groups: 6 };

/**
 * The detached content of a package's signature: SHA-384 over name and unpacked body of every entry but the signature's own, in the
 * directory's order, names as they are stored. Signers of this format put nothing between them, so that the border between a name and
 * a body, or between two entries, is not covered by a signature; nor are times, modes and the way an entry is packed.
 * Rejects with an ArchiveError for entries that are damaged, overlap, or leave bytes of the archive to nobody.
 */
export async function contentDigest(
  source: ByteSource,
  extent: DirectoryExtent,
  platform: SigningPlatform,
  signal?: Cancellation,
): Promise<Uint8Array> {
  const digester = platform.sha384();
  const tiling = new Tiling();
  for await (const { group } of openAhead(openGroups(source, extent, platform, signal), lead)) {
    signal?.throwIfAborted();
    const opened = await group;
    for (const each of opened.entries) {
      const { entry, end } = each;
      tiling.add(entry.offset, end);
      const covered = !isSignatureEntry(entry.name);
      if (covered) digester.update(entry.name);
      const waiting = takeChecked(each, platform, (piece) => covered && digester.update(piece), signal);
      if (waiting !== undefined) await waiting;
    }
    if (opened.failure !== undefined) throw opened.failure;
    opened.giveBack();
    await platform.turn();
  }
  if (!tiling.covers(extent.offset)) throw damaged('The entries overlap, or leave bytes to nobody.');
  return digester.digest();
}

interface Opening {
  readonly group: Promise<OpenedGroup>;
  readonly held: number;
}

async function* openGroups(source: ByteSource, extent: DirectoryExtent, platform: SigningPlatform, signal?: Cancellation): AsyncGenerator<Opening> {
  const bodies = new EntryBodies(source, extent.offset, platform);
  for await (const next of groupEntries(readDirectory(source, extent, signal), extent.offset)) {
    const together = 'entries' in next;
    const group = together ? bodies.openGroup(next) : alone(bodies.open(next));
    // It may fail before anybody asks for it.
    group.catch(() => {});
    yield { group, held: together ? next.length + next.unpacked : pooledSize };
  }
}

async function alone(opening: Promise<OpenedEntry>): Promise<OpenedGroup> {
  return { entries: [await opening], failure: undefined, giveBack: () => {} };
}
