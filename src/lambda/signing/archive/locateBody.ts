import { damaged } from './archiveError.ts';
import { type DirectoryEntry, flag } from './directoryEntry.ts';
import { readExtraFields } from './extraFields.ts';
import { Numbers, sameBytes } from './numbers.ts';
import type { Window } from './window.ts';

/** Where an entry's packed bytes begin, and where the entry ends. */
export interface BodyPlace {
  readonly offset: number;
  readonly end: number;
}

const signature = 0x0403_4b50;
const descriptorSignature = 0x0807_4b50;
const headerSize = 30;
const longestDescriptor = 24;
/** Bits 1 and 2 say how well it was packed; some tools write them in one of the headers only. */
const flagsThatCount = 0xffff & ~6;

/** Finds the body by the local header (APPNOTE.TXT, 4.3.7), which must say what the directory says: some readers go by the one, some by the other. */
export async function locateBody(entry: DirectoryEntry, window: Window, alone: boolean): Promise<BodyPlace> {
  const { name } = entry;
  const first = await window.read(entry.offset, headerSize + name.length, alone);
  if (first.length < headerSize + name.length) throw damaged('It begins beyond the entries.', name);
  const header = new Numbers(first);
  if (header.u32(0) !== signature) throw damaged('There is no entry where the directory says.', name);
  const same =
    ((header.u16(6) ^ entry.flags) & flagsThatCount) === 0 &&
    header.u16(8) === (entry.deflated ? 8 : 0) &&
    header.u16(26) === name.length &&
    sameBytes(first.subarray(headerSize), name);
  if (!same) throw damaged('Its header and the directory disagree.', name);
  const extraOffset = entry.offset + first.length;
  const extraLength = header.u16(28);
  const extra = await window.read(extraOffset, extraLength, alone);
  if (extra.length < extraLength) throw damaged('Its header is cut off.', name);
  const fields = readExtraFields(extra, name);
  const sizes = fields.numbers64({ size: header.u32(22), packedSize: header.u32(18), offset: 0, disk: 0 });
  const described = (entry.flags & flag.dataDescriptor) !== 0;
  const facts = { crc32: header.u32(14), size: sizes.size, packedSize: sizes.packedSize };
  // With a descriptor the header leaves out what was not known yet.
  if (!agrees(facts, entry) && !(described && leftOut(facts, entry))) throw damaged('Its header and the directory disagree.', name);
  const offset = extraOffset + extraLength;
  const bodyEnd = offset + entry.packedSize;
  if (!described) return { offset, end: bodyEnd };
  return { offset, end: bodyEnd + descriptorSize(entry, await window.read(bodyEnd, longestDescriptor, alone), fields.zip64) };
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
function descriptorSize(entry: DirectoryEntry, bytes: Uint8Array, zip64: boolean): number {
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
