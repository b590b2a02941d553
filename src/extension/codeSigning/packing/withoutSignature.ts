import { open } from 'node:fs/promises';
import { ArchiveError } from '../../../lambda/signing/archive/archiveError.ts';
import { type DirectoryEntry, parseDirectoryEntry } from '../../../lambda/signing/archive/directoryEntry.ts';
import { readEndRecord } from '../../../lambda/signing/archive/endRecord.ts';
import { Numbers } from '../../../lambda/signing/archive/numbers.ts';
import { type ByteSource, byteSourceOf } from '../../../lambda/signing/byteSource.ts';
import { joinedSource, partOf } from '../../../lambda/signing/make/joinedSource.ts';
import { archiveEnd } from '../../../lambda/signing/make/zipRecords.ts';
import { isSignatureEntry } from '../../../lambda/signing/signatureEntry.ts';
import { openByteSource } from '../../../node/signing/fileByteSource.ts';

const pieceSize = 512 * 1024;

/**
 * Writes a signed zip without its signature, as it was before it was signed: Signer refuses what has one. Answers false, and writes nothing,
 * where the signature is not the last entry, as Signer puts it. Rejects with ArchiveError, the system's error, or the signal's reason.
 */
export async function withoutSignature(signed: string, unsigned: string, signal: AbortSignal): Promise<boolean> {
  await using source = await openByteSource(signed);
  const rest = await unsignedSource(source);
  if (rest === undefined) return false;
  await using file = await open(unsigned, 'w');
  for (let offset = 0; offset < rest.size; offset += pieceSize) {
    signal.throwIfAborted();
    await file.write(await rest.read(offset, Math.min(pieceSize, rest.size - offset)));
  }
  return true;
}

async function unsignedSource(source: ByteSource): Promise<ByteSource | undefined> {
  const { offset, size, count } = await readEndRecord(source);
  const bytes = await source.read(offset, size);
  const last = lastEntry(bytes);
  if (last === undefined || !isSignatureEntry(last.entry.name) || last.entry.offset < last.furthest) return undefined;
  const left = last.at;
  const end = archiveEnd({ count: count - 1, size: left, offset: last.entry.offset, comment: new Uint8Array() });
  return joinedSource([partOf(source, 0, last.entry.offset), byteSourceOf(bytes.subarray(0, left)), byteSourceOf(end)]);
}

interface LastEntry {
  readonly entry: DirectoryEntry;
  /** Where its record begins in the directory. */
  readonly at: number;
  /** Where the local header of any other begins at most. */
  readonly furthest: number;
}

function lastEntry(directory: Uint8Array): LastEntry | undefined {
  const numbers = new Numbers(directory);
  let found: LastEntry | undefined;
  for (let at = 0; at < directory.length; ) {
    const parsed = parseDirectoryEntry(directory, numbers, at);
    if (parsed === undefined) throw new ArchiveError('damagedArchive', 'The directory ends in an entry.');
    found = { entry: parsed.entry, at, furthest: Math.max(found?.furthest ?? 0, found?.entry.offset ?? 0) };
    at += parsed.length;
  }
  return found;
}
