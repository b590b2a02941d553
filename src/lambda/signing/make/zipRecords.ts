import { joined } from './der.ts';

/** An entry that is added to an archive: stored, with an ASCII name. */
export interface AddedEntry {
  /** In ASCII; `/` at the end of a folder's. */
  readonly name: Uint8Array;
  readonly body: Uint8Array;
  readonly crc32: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

const none16 = 0xffff;
const none32 = 0xffff_ffff;
const versionPlain = 20;
const version64 = 45;
/** Unix, so that the permissions count. */
const madeBy = 3 << 8;
const folderAttributes = ((0o040_755 << 16) | 0x10) >>> 0;
const fileAttributes = (0o100_644 << 16) >>> 0;

/** With its body behind it (APPNOTE.TXT, 4.3.7). */
export function localEntry(entry: AddedEntry): Uint8Array<ArrayBuffer> {
  return joined([u32(0x0403_4b50), u16(versionPlain), ...common(entry), u16(0), entry.name, entry.body]);
}

/** In the central directory (APPNOTE.TXT, 4.3.12); `offset` is that of its local header. */
export function directoryEntry(entry: AddedEntry, offset: number): Uint8Array<ArrayBuffer> {
  const far = offset >= none32;
  const extra = far ? joined([u16(1), u16(8), u64(offset)]) : new Uint8Array();
  const version = far ? version64 : versionPlain;
  const attributes = entry.name.at(-1) === 0x2f ? folderAttributes : fileAttributes;
  // No comment, the first disk, no internal attributes.
  const rest = [u16(extra.length), u16(0), u16(0), u16(0), u32(attributes), u32(far ? none32 : offset)];
  return joined([u32(0x0201_4b50), u16(madeBy | version), u16(version), ...common(entry), ...rest, entry.name, extra]);
}

export interface ArchiveEnd {
  readonly count: number;
  /** Of the central directory. */
  readonly size: number;
  readonly offset: number;
  readonly comment: Uint8Array;
}

/** The end of the archive (APPNOTE.TXT, 4.3.14 to 4.3.16), with zip64's where a number does not fit. */
export function archiveEnd({ count, size, offset, comment }: ArchiveEnd): Uint8Array<ArrayBuffer> {
  const large = count >= none16 || size >= none32 || offset >= none32;
  const short = (value: number): Uint8Array => u16(Math.min(value, none16));
  const long = (value: number): Uint8Array => u32(Math.min(value, none32));
  const plain = [u32(0x0605_4b50), u16(0), u16(0), short(count), short(count), long(size), long(offset), u16(comment.length), comment];
  if (!large) return joined(plain);
  const disks = [u32(0), u32(0)];
  const versions = [u16(madeBy | version64), u16(version64)];
  const end64 = [u32(0x0606_4b50), u64(44), ...versions, ...disks, u64(count), u64(count), u64(size), u64(offset)];
  const locator = [u32(0x0706_4b50), u32(0), u64(offset + size), u32(1)];
  return joined([...end64, ...locator, ...plain]);
}

/** What both headers have in the middle: flags, method, time, date, CRC-32, sizes and the name's length. */
function common({ name, body, crc32, modifiedAt }: AddedEntry): readonly Uint8Array[] {
  const [time, date] = dosTime(modifiedAt);
  return [u16(0), u16(0), u16(time), u16(date), u32(crc32), u32(body.length), u32(body.length), u16(name.length)];
}

/** In UTC, every second second, from 1980 to 2107. */
function dosTime(milliseconds: number): readonly [time: number, date: number] {
  const date = new Date(milliseconds);
  const year = Math.min(Math.max(date.getUTCFullYear() - 1980, 0), 127);
  return [
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    (year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  ];
}

const bytesOf = (value: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** index) % 256);
const u16 = (value: number): Uint8Array => bytesOf(value, 2);
const u32 = (value: number): Uint8Array => bytesOf(value, 4);
const u64 = (value: number): Uint8Array => bytesOf(value, 8);
