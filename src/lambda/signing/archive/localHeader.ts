import { damaged } from './archiveError.ts';
import { type DirectoryEntry, flag } from './directoryEntry.ts';
import { readExtraFields } from './extraFields.ts';
import { Numbers, standsAt } from './numbers.ts';

/** What stands before an entry's packed bytes. */
export interface LocalHeader {
  /** In bytes, with name and extra fields. */
  readonly length: number;
  /** A descriptor follows the packed bytes. */
  readonly described: boolean;
  readonly zip64: boolean;
}

const signature = 0x0403_4b50;
const descriptorSignature = 0x0807_4b50;
const fixedSize = 30;
/** Bits 1 and 2 say how well it was packed; some tools write them in one of the headers only. */
const flagsThatCount = 0xffff & ~6;

export const longestHeader = fixedSize + 2 * 0xffff;
export const longestDescriptor = 24;

/** What most entries occupy at most, with their headers. */
export function likelyLength({ name, packedSize }: DirectoryEntry): number {
  const usualExtra = 256;
  return fixedSize + name.length + usualExtra + packedSize + longestDescriptor;
}

/**
 * The local header at `at` (APPNOTE.TXT, 4.3.7), which must say what the directory says: some readers go by the one, some by the other.
 * Undefined where the bytes end before it does. `numbers`: of these bytes.
 */
export function readLocalHeader(entry: DirectoryEntry, bytes: Uint8Array, numbers: Numbers, at: number): LocalHeader | undefined {
  const { name } = entry;
  const nameEnd = at + fixedSize + name.length;
  if (bytes.length < nameEnd) return undefined;
  if (numbers.u32(at) !== signature) throw damaged('There is no entry where the directory says.', name);
  const same =
    ((numbers.u16(at + 6) ^ entry.flags) & flagsThatCount) === 0 &&
    numbers.u16(at + 8) === (entry.deflated ? 8 : 0) &&
    numbers.u16(at + 26) === name.length &&
    standsAt(bytes, at + fixedSize, name);
  if (!same) throw damaged('Its header and the directory disagree.', name);
  const end = nameEnd + numbers.u16(at + 28);
  if (bytes.length < end) return undefined;
  const fields = readExtraFields(bytes, nameEnd, end, name);
  const sizes = fields.numbers64({ size: numbers.u32(at + 22), packedSize: numbers.u32(at + 18), offset: 0, disk: 0 });
  const described = (entry.flags & flag.dataDescriptor) !== 0;
  const facts = { crc32: numbers.u32(at + 14), size: sizes.size, packedSize: sizes.packedSize };
  // With a descriptor the header leaves out what was not known yet.
  if (!agrees(facts, entry) && !(described && leftOut(facts, entry))) throw damaged('Its header and the directory disagree.', name);
  return { length: end - at, described, zip64: fields.zip64 };
}

type BodyFacts = Pick<DirectoryEntry, 'crc32' | 'size' | 'packedSize'>;

function agrees(facts: BodyFacts, entry: BodyFacts): boolean {
  return facts.crc32 === entry.crc32 && facts.size === entry.size && facts.packedSize === entry.packedSize;
}

function leftOut(facts: BodyFacts, entry: BodyFacts): boolean {
  const unknown = (value: number, known: number) => value === known || value === 0 || value === 0xffff_ffff;
  return facts.crc32 === 0 && unknown(facts.size, entry.size) && unknown(facts.packedSize, entry.packedSize);
}

/**
 * With or without a signature, with sizes of 64 bits or 32 (APPNOTE.TXT, 4.3.9): the first form that says what the directory says. Where
 * the header has the field of zip64 it should be 64, which counts for empty entries: there both forms say the same.
 */
export function descriptorSize(entry: DirectoryEntry, bytes: Uint8Array, zip64: boolean): number {
  const numbers = new Numbers(bytes);
  for (const wide of [zip64, !zip64]) {
    for (const from of [4, 0]) {
      const length = from + (wide ? 20 : 12);
      if (bytes.length < length || (from === 4 && numbers.u32(0) !== descriptorSignature)) continue;
      const packedSize = wide ? numbers.u64(from + 4) : numbers.u32(from + 4);
      const size = wide ? numbers.u64(from + 12) : numbers.u32(from + 8);
      if (agrees({ crc32: numbers.u32(from), size, packedSize }, entry)) return length;
    }
  }
  throw damaged('What follows it and the directory disagree.', entry.name);
}
