import { damaged } from './archive/archiveError.ts';
import { takeChecked } from './archive/checkedBody.ts';
import type { DirectoryEntry } from './archive/directoryEntry.ts';
import type { DirectoryExtent } from './archive/endRecord.ts';
import { EntryBodies } from './archive/entryBodies.ts';
import type { ByteSource } from './byteSource.ts';
import { MalformedSignature } from './signature/malformedSignature.ts';
import { type ReadSignature, readSignedData } from './signature/readSignedData.ts';
import type { SigningPlatform } from './signingPlatform.ts';

/** Signatures with their certificates take some kilobytes. */
const largest = 1024 * 1024;

/** Rejects with MalformedSignature, or with an ArchiveError where its entry is damaged. */
export async function readSignatureEntry(
  source: ByteSource,
  { offset }: DirectoryExtent,
  entry: DirectoryEntry,
  platform: SigningPlatform,
): Promise<ReadSignature> {
  if (entry.size > largest) throw new MalformedSignature('It is too large for a signature.');
  if (entry.packedSize > largest) throw damaged('It is packed to more than it is.', entry.name);
  const file = new Uint8Array(entry.size);
  let filled = 0;
  await takeChecked(await new EntryBodies(source, offset, platform).open(entry), platform, (piece) => {
    file.set(piece, filled);
    filled += piece.length;
  });
  return readSignedData(file);
}
