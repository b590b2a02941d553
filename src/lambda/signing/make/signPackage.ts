import { CodedError } from '../../../common/codedError.ts';
import { utf8 } from '../../template/utf8.ts';
import { ArchiveError } from '../archive/archiveError.ts';
import type { DirectoryExtent } from '../archive/endRecord.ts';
import { Numbers, sameBytes } from '../archive/numbers.ts';
import { openArchive } from '../archive/openArchive.ts';
import { type ByteSource, byteSourceOf } from '../byteSource.ts';
import type { Cancellation } from '../cancellation.ts';
import { contentDigest } from '../contentDigest.ts';
import { isSignatureEntry, signatureEntryName } from '../signatureEntry.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import { joinedSource, partOf } from './joinedSource.ts';
import { signatureFile, type SignatureStatement } from './signatureFile.ts';
import { type AddedEntry, archiveEnd, directoryEntry, localEntry } from './zipRecords.ts';

/** Takes the signed package, piece by piece; a piece may be overwritten as soon as `write` has resolved. */
export interface PackageSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Why a package cannot be signed. Source: AWS Signer Developer Guide: signing fails if a zip is empty, signed already, or malformed. */
export type SigningFailure = 'PACKAGE_EMPTY' | 'PACKAGE_MALFORMED' | 'PACKAGE_ALREADY_SIGNED';

/**
 * Writes the package with a signature as its last entry. The entries that are there are copied as they stand; memory does not grow with
 * them. Throws CodedError with a `SigningFailure` for what cannot be signed: nothing has been written then. What `source` and `sink`
 * throw, and the reason of `signal`, come through.
 */
export async function signPackage(
  source: ByteSource,
  statement: SignatureStatement,
  platform: SigningPlatform,
  sink: PackageSink,
  signal?: Cancellation,
): Promise<void> {
  const signed = await signedPackage(source, statement, platform, signal).catch((error: unknown) => {
    throw error instanceof ArchiveError ? malformed(error) : error;
  });
  const { size } = signed;
  const buffer = new Uint8Array(Math.min(pieceSize, size));
  for (let offset = 0; offset < size; offset += pieceSize) {
    signal?.throwIfAborted();
    await sink.write(await signed.read(offset, Math.min(pieceSize, size - offset), buffer));
  }
}

const pieceSize = 512 * 1024;

async function signedPackage(source: ByteSource, statement: SignatureStatement, platform: SigningPlatform, signal: Cancellation | undefined): Promise<ByteSource> {
  if (source.size === 0) throw empty();
  const { extent, hasFolder } = await toBeSigned(source, platform, signal);
  const added: AddedEntry[] = [];
  const { signingTime: modifiedAt } = statement;
  if (!hasFolder) added.push({ name: folderName, body: new Uint8Array(), crc32: 0, modifiedAt });
  const unsigned = laidOut(source, extent, added);
  const content = await contentDigest(unsigned.source, unsigned.extent, platform, signal);
  const body = Uint8Array.from(utf8(await signatureFile(content, statement, platform)));
  added.push({ name: signatureName, body, crc32: platform.crc32(body, 0), modifiedAt });
  const whole = laidOut(source, extent, added);
  const comment = await commentOf(source, extent);
  return joinedSource([whole.source, byteSourceOf(archiveEnd({ ...whole.extent, comment }))]);
}

const signatureName = Uint8Array.from(utf8(signatureEntryName));
const folderName = signatureName.subarray(0, signatureName.indexOf(0x2f) + 1);

/** Throws where there is nothing, or a signature. `hasFolder`: that of the signature is there. */
async function toBeSigned(source: ByteSource, platform: SigningPlatform, signal: Cancellation | undefined) {
  let hasFolder = false;
  const look = (name: Uint8Array): boolean => {
    hasFolder ||= sameBytes(name, folderName);
    return isSignatureEntry(name);
  };
  const { extent, entry } = await openArchive(source, look, platform, signal);
  if (extent.count === 0) throw empty();
  if (entry !== undefined) throw alreadySigned();
  return { extent, hasFolder };
}

/** The archive with more entries, as far as the end of its directory. */
function laidOut(source: ByteSource, { offset, size, count }: DirectoryExtent, added: readonly AddedEntry[]) {
  const bodies = added.map(localEntry);
  let end = offset;
  const records = added.map((entry, index) => {
    const record = directoryEntry(entry, end);
    end += bodies[index]?.length ?? 0;
    return record;
  });
  const parts = [partOf(source, 0, offset), ...bodies.map(byteSourceOf), partOf(source, offset, size), ...records.map(byteSourceOf)];
  const directorySize = records.reduce((sum, { length }) => sum + length, size);
  return { source: joinedSource(parts), extent: { offset: end, size: directorySize, count: count + added.length } };
}

const endSize = 22;
/** That of zip64, with its locator. */
const end64Size = 76;
const end64Signature = 0x0606_4b50;

/** What follows the end record, which lies behind the directory, or behind zip64's records there. */
async function commentOf(source: ByteSource, { offset, size }: DirectoryExtent): Promise<Uint8Array> {
  const end = offset + size;
  const wide = new Numbers(await source.read(end, 4)).u32(0) === end64Signature;
  const start = end + endSize + (wide ? end64Size : 0);
  return (await source.read(start, source.size - start)).slice();
}

const failure = (code: SigningFailure, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown): CodedError =>
  new CodedError(code, message, { details, cause });

const empty = (): CodedError => failure('PACKAGE_EMPTY', 'The package is empty: put the code into the zip before it is signed.');

const alreadySigned = (): CodedError =>
  failure('PACKAGE_ALREADY_SIGNED', 'The package is signed already: sign the package that it was made from, or build it anew.');

function malformed(error: ArchiveError): CodedError {
  const { reason, entry } = error;
  const where = entry === undefined ? '' : ` at the entry ${JSON.stringify(entry)}`;
  const message = `The package is malformed${where}: ${error.message} Build it anew as a zip that has each file once.`;
  return failure('PACKAGE_MALFORMED', message, { reason, ...(entry !== undefined && { entry }) }, error);
}
