import { damaged } from './archiveError.ts';
import { readExtraFields } from './extraFields.ts';
import type { Numbers } from './numbers.ts';

/** What the central directory says of an entry. */
export interface DirectoryEntry {
  /** As stored. */
  readonly name: Uint8Array;
  readonly deflated: boolean;
  readonly flags: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

export const flag = { encrypted: 1, dataDescriptor: 8, patch: 32, strongEncryption: 64, maskedHeaders: 0x2000 } as const;

const signature = 0x0201_4b50;
export const directoryHeaderSize = 46;
const unreadable = flag.encrypted | flag.patch | flag.strongEncryption | flag.maskedHeaders;
const stored = 0;
const deflated = 8;
const slash = 0x2f;

export interface ParsedEntry {
  readonly entry: DirectoryEntry;
  readonly length: number;
}

/** The entry at `at` (APPNOTE.TXT, 4.3.12), whose name stays where it is; undefined where the bytes end before it does. `numbers`: of these bytes. */
export function parseDirectoryEntry(bytes: Uint8Array, numbers: Numbers, at: number): ParsedEntry | undefined {
  if (at + directoryHeaderSize > bytes.length) return undefined;
  if (numbers.u32(at) !== signature) throw damaged('The directory has something else in the place of an entry.');
  const nameEnd = at + directoryHeaderSize + numbers.u16(at + 28);
  const extraEnd = nameEnd + numbers.u16(at + 30);
  const length = extraEnd - at + numbers.u16(at + 32);
  if (at + length > bytes.length) return undefined;
  const name = bytes.subarray(at + directoryHeaderSize, nameEnd);
  const plain = { size: numbers.u32(at + 24), packedSize: numbers.u32(at + 20), offset: numbers.u32(at + 42), disk: numbers.u16(at + 34) };
  const { size, packedSize, offset, disk } = readExtraFields(bytes, nameEnd, extraEnd, name).numbers64(plain);
  const method = numbers.u16(at + 10);
  const entry = { name, deflated: method === deflated, flags: numbers.u16(at + 8), crc32: numbers.u32(at + 16), packedSize, size, offset };
  if (method !== stored && method !== deflated) throw damaged('It is packed by a method that Lambda does not read.', name);
  if (disk !== 0) throw damaged('It lies on another disk.', name);
  check(entry);
  return { entry, length };
}

export function isDirectory({ name }: DirectoryEntry): boolean {
  return name.at(-1) === slash;
}

function check(entry: DirectoryEntry): void {
  const { name, flags, packedSize, size } = entry;
  if ((flags & unreadable) !== 0) throw damaged('It is encrypted.', name);
  // Readers written in C would cut it there.
  if (name.length === 0 || name.includes(0)) throw damaged('It has no proper name.', name);
  if (!entry.deflated && packedSize !== size) throw damaged('It is stored and has two sizes.', name);
  // Who unpacks a folder drops what it holds.
  if (isDirectory(entry) && size !== 0) throw damaged('A folder has content.', name);
}
