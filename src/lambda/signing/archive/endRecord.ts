import type { ByteSource } from '../byteSource.ts';
import { ArchiveError, damaged } from './archiveError.ts';
import { none16, none32, Numbers } from './numbers.ts';

/** Where the central directory lies, and how many entries it has. */
export interface DirectoryExtent {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

const locatorSignature = 0x0706_4b50;
const end64Signature = 0x0606_4b50;
const endSize = 22;
const locatorSize = 20;
const end64Size = 56;
const longestComment = 0xffff;

/**
 * Reads the end of the archive (APPNOTE.TXT, 4.3.14 to 4.3.16), so that no reader can find another directory than this one:
 * - the last end record of the file counts, and its comment must end where the file ends: nothing trails it, and none is in its comment;
 * - the directory ends where the end record (or that of zip64) begins: offsets that count from elsewhere, as behind bytes that were
 *   put before an archive, are refused;
 * - what looks like zip64 is zip64, and both end records must agree where both say something;
 * - one disk.
 */
export async function readEndRecord(source: ByteSource): Promise<DirectoryExtent> {
  if (source.size < endSize) throw new ArchiveError('notAnArchive', 'It is shorter than the end of an archive.');
  const tailSize = Math.min(source.size, endSize + longestComment + locatorSize);
  const tailOffset = source.size - tailSize;
  const tail = await source.read(tailOffset, tailSize);
  const at = lastEndRecord(tail);
  if (at === undefined) throw new ArchiveError('notAnArchive', 'It has no end of an archive.');
  const numbers = new Numbers(tail.subarray(at));
  if (at + endSize + numbers.u16(20) !== tailSize) throw damaged('The end record does not end where the file ends.');
  const plain: EndFacts = {
    disks: [numbers.u16(4), numbers.u16(6)],
    counts: [numbers.u16(8), numbers.u16(10)],
    size: numbers.u32(12),
    offset: numbers.u32(16),
  };
  const position = tailOffset + at;
  const locator = at >= locatorSize ? new Numbers(tail.subarray(at - locatorSize, at)) : undefined;
  if (locator?.u32(0) === locatorSignature) return readEnd64(source, plain, locator, position - locatorSize);
  return extentOf(plain, position);
}

interface EndFacts {
  readonly disks: readonly [number, number];
  /** On this disk, and in all. */
  readonly counts: readonly [number, number];
  readonly size: number;
  readonly offset: number;
}

async function readEnd64(source: ByteSource, plain: EndFacts, locator: Numbers, locatorOffset: number): Promise<DirectoryExtent> {
  const offset = locator.u64(8);
  // Exactly before its locator: what may be added to the record by its specification encrypts the directory.
  if (locator.u32(4) !== 0 || locator.u32(16) > 1 || offset !== locatorOffset - end64Size) throw damaged('The locator of zip64 leads astray.');
  const numbers = new Numbers(await source.read(offset, end64Size));
  if (numbers.u32(0) !== end64Signature || numbers.u64(4) !== end64Size - 12) throw damaged('The end record of zip64 is no such record.');
  const facts: EndFacts = {
    disks: [numbers.u32(16), numbers.u32(20)],
    counts: [numbers.u64(24), numbers.u64(32)],
    size: numbers.u64(40),
    offset: numbers.u64(48),
  };
  const agree =
    plain.disks.every((disk, index) => disk === none16 || disk === facts.disks[index]) &&
    plain.counts.every((count, index) => count === none16 || count === facts.counts[index]) &&
    (plain.size === none32 || plain.size === facts.size) &&
    (plain.offset === none32 || plain.offset === facts.offset);
  if (!agree) throw damaged('The end records of zip and zip64 disagree.');
  return extentOf(facts, offset);
}

function extentOf({ disks, counts: [here, count], size, offset }: EndFacts, end: number): DirectoryExtent {
  if (disks.some((disk) => disk !== 0) || here !== count) throw damaged('The archive is spread over several disks.');
  if (offset + size !== end) throw damaged('The directory does not end where the end record begins.');
  return { offset, size, count };
}

function lastEndRecord(tail: Uint8Array): number | undefined {
  for (let at = tail.length - endSize; at >= 0; at -= 1) {
    if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 0x05 && tail[at + 3] === 0x06) return at;
  }
  return undefined;
}
