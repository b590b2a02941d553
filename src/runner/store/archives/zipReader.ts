import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

import * as yauzl from 'yauzl';

import type { ArchiveEntry } from '../../../lambda/package/archiveEntry.ts';
import { packageErrors } from '../../../lambda/package/packageErrors.ts';

export interface ZipEntry extends ArchiveEntry {
  /** The unzipped bytes, checked against the size and the checksum of the archive's directory. */
  read(): AsyncIterable<Uint8Array>;
}

/** Reads the directory of a zip; all of its errors are LambdaErrors. */
export async function readZip(zip: Uint8Array): Promise<readonly ZipEntry[]> {
  try {
    const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    // Names are left as bytes: decoded by the library, a backslash would already be a slash.
    const file = await yauzl.fromBufferPromise(buffer, { decodeStrings: false, validateEntrySizes: true });
    const entries: ZipEntry[] = [];
    for await (const entry of file.eachEntry()) entries.push(zipEntry(file, entry));
    return entries;
  } catch {
    throw packageErrors.broken();
  }
}

function zipEntry(file: yauzl.ZipFile, entry: yauzl.Entry): ZipEntry {
  return {
    name: yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true),
    mode: entry.externalFileAttributes >>> 16,
    size: entry.uncompressedSize,
    encrypted: entry.isEncrypted(),
    read: () => checkedBytes(() => file.openReadStreamPromise(entry), entry.crc32),
  };
}

async function* checkedBytes(open: () => Promise<Readable>, expected: number): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    const chunks: AsyncIterable<Uint8Array> = await open();
    for await (const chunk of chunks) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch {
    throw packageErrors.broken();
  }
  if (sum !== expected) throw packageErrors.broken();
}
