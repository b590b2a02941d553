import { damaged } from './archive/archiveError.ts';
import { takeChecked } from './archive/checkedBody.ts';
import type { DirectoryExtent } from './archive/endRecord.ts';
import { EntryBodies, type OpenedEntry } from './archive/entryBodies.ts';
import { openAhead } from './archive/openAhead.ts';
import { readDirectory } from './archive/readDirectory.ts';
import { Tiling } from './archive/tiling.ts';
import type { ByteSource } from './byteSource.ts';
import type { Cancellation } from './cancellation.ts';
import { isSignatureEntry } from './signatureEntry.ts';
import type { SigningPlatform } from './signingPlatform.ts';

/** Of entries that are being unpacked while one before them is hashed. */
const aheadBytes = 12 * 1024 * 1024;
const aheadEntries = 64;

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
  for await (const opened of openAhead(openEntries(source, extent, platform, signal), { bytes: aheadBytes, entries: aheadEntries })) {
    signal?.throwIfAborted();
    const { entry, end } = opened;
    tiling.add(entry.offset, end);
    const covered = !isSignatureEntry(entry.name);
    if (covered) digester.update(entry.name);
    await takeChecked(opened, platform, (piece) => covered && digester.update(piece), signal);
  }
  if (!tiling.covers(extent.offset)) throw damaged('The entries overlap, or leave bytes to nobody.');
  return digester.digest();
}

async function* openEntries(source: ByteSource, extent: DirectoryExtent, platform: SigningPlatform, signal?: Cancellation): AsyncGenerator<OpenedEntry> {
  const bodies = new EntryBodies(source, extent.offset, platform);
  for await (const entries of readDirectory(source, extent, signal)) for (const entry of entries) yield await bodies.open(entry);
}
