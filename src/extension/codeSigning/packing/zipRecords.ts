/** Records of a zip that needs no zip64 (APPNOTE.TXT, 4.3): sizes and offsets below 4 GiB, at most 65,534 entries. */
export interface ZipEntry {
  /** With `/`; at the end of a folder's too. */
  readonly name: Buffer;
  readonly method: 'stored' | 'deflated';
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  /** With the file's type: `0o100644`. */
  readonly unixMode: number;
}

const methods = { stored: 0, deflated: 8 };
const versionNeeded = 20;
/** Unix, so that permissions count. */
const madeBy = (3 << 8) | versionNeeded;
/** Names are UTF-8. */
const flags = 0x0800;
/** The first of January 1980, where a zip's time begins: the same files make the same zip, whenever they were written. */
const dosDate = (1 << 5) | 1;
const folderAttribute = 0x10;

export function localHeader(entry: ZipEntry): Buffer {
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x0403_4b50, 0);
  fixed.writeUInt16LE(versionNeeded, 4);
  writeCommon(fixed, 6, entry);
  return Buffer.concat([fixed, entry.name]);
}

/** @param offset of the entry's local header. */
export function directoryRecord(entry: ZipEntry, offset: number): Buffer {
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x0201_4b50, 0);
  fixed.writeUInt16LE(madeBy, 4);
  fixed.writeUInt16LE(versionNeeded, 6);
  writeCommon(fixed, 8, entry);
  const isFolder = entry.name.at(-1) === 0x2f;
  fixed.writeUInt32LE(((entry.unixMode << 16) | (isFolder ? folderAttribute : 0)) >>> 0, 38);
  fixed.writeUInt32LE(offset, 42);
  return Buffer.concat([fixed, entry.name]);
}

export function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x0605_4b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

/** Flags, method, time, date, CRC-32, sizes and the name's length, as both headers have them in a row. */
function writeCommon(into: Buffer, at: number, { method, crc32, packedSize, size, name }: ZipEntry): void {
  into.writeUInt16LE(flags, at);
  into.writeUInt16LE(methods[method], at + 2);
  into.writeUInt16LE(0, at + 4);
  into.writeUInt16LE(dosDate, at + 6);
  into.writeUInt32LE(crc32, at + 8);
  into.writeUInt32LE(packedSize, at + 12);
  into.writeUInt32LE(size, at + 16);
  into.writeUInt16LE(name.length, at + 20);
}
