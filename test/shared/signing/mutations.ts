import { pem } from './testSignature.ts';
import { type WrittenEntry, writeZip } from './zipWriter.ts';

/** A source of numbers from 0 to below 1. */
export type Random = () => number;

/** What is mutated: the entries of a signed package, its bytes, and the signature in it. */
export interface Original {
  readonly entries: readonly WrittenEntry[];
  readonly zip: Buffer;
  readonly signedData: Uint8Array;
  readonly signatureName: string;
}

/** One mutant; which, follows from the numbers. */
export function mutate(original: Original, random: Random): Buffer {
  const zip = random() < 0.4 ? Buffer.from(original.zip) : writeZip(mutatedEntries(original, random), random() < 0.1 ? { zip64: true } : {});
  return random() < 0.2 || zip.equals(original.zip) ? mutatedBytes(zip, random) : zip;
}

const pick = <T>(items: readonly T[], random: Random): T | undefined => items[Math.floor(random() * items.length)];
const below = (limit: number, random: Random): number => Math.floor(random() * limit);

/** Well-formed zips that say something else: what a signature is there for. */
function mutatedEntries({ entries, signedData, signatureName }: Original, random: Random): readonly WrittenEntry[] {
  const list = [...entries];
  const at = below(list.length, random);
  const entry = list[at];
  if (entry === undefined) return list;
  const body = typeof entry.body === 'string' ? Buffer.from(entry.body) : Buffer.from(entry.body ?? []);
  const other = below(list.length, random);
  const changes: readonly (() => void)[] = [
    () => (list[at] = { ...entry, name: `${String(entry.name)}${pick(['x', '/', ' ', '\\'], random) ?? ''}` }),
    () => (list[at] = { ...entry, body: mutatedBytes(body, random) }),
    () => (list[at] = { ...entry, deflated: entry.deflated !== true }),
    () => (list[at] = { ...entry, descriptor: pick(['signed', 'unsigned', 'wide'] as const, random) ?? 'signed' }),
    () => (list[at] = { ...entry, zip64: true }),
    () => (list[at] = { ...entry, time: below(0x1_0000, random) }),
    () => (list[at] = { ...entry, localName: 'other' }),
    () => (list[at] = { ...entry, size: below(300, random) }),
    () => (list[at] = { ...entry, offset: below(300, random) }),
    () => list.splice(at, 1),
    () => list.splice(at, 0, { name: `added${at}`, body: 'x' }),
    () => list.splice(at, 0, entry),
    () => ([list[at], list[other]] = [list[other] ?? entry, entry]),
  ];
  if (random() < 0.7) pick(changes, random)?.();
  else {
    const signature = mutatedOnce(Buffer.from(signedData), random);
    return [...list.filter(({ name }) => name !== signatureName), { name: signatureName, body: pem(signature) }];
  }
  return list;
}

const headers = [0x0403_4b50, 0x0201_4b50, 0x0605_4b50, 0x0807_4b50];
const numbers = [0, 1, 2, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0xffff_ffff];

function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  let mutant = bytes;
  for (let left = 1 + below(3, random); left > 0; left -= 1) mutant = mutatedOnce(mutant, random);
  return mutant;
}

function mutatedOnce(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length < 8) return Buffer.concat([copy, Buffer.from('x')]);
  const at = random() < 0.5 ? nearHeader(copy, random) : below(copy.length, random);
  const length = 1 + below(random() < 0.7 ? 8 : 80, random);
  const from = below(copy.length, random);
  const changes: readonly (() => Buffer)[] = [
    () => with_(copy, () => (copy[at] = (copy[at] ?? 0) ^ (1 << below(8, random)))),
    () => with_(copy, () => (copy[at] = below(256, random))),
    () => with_(copy, () => copy.writeUInt16LE((pick(numbers, random) ?? 0) & 0xffff, Math.min(at, copy.length - 2))),
    () => with_(copy, () => copy.writeUInt32LE(pick(numbers, random) ?? 0, Math.min(at, copy.length - 4))),
    () => with_(copy, () => copy.writeUInt32LE((copy.readUInt32LE(Math.min(at, copy.length - 4)) + below(5, random) - 2) >>> 0, Math.min(at, copy.length - 4))),
    () => with_(copy, () => copy.copy(copy, at, from, from + length)),
    () => copy.subarray(0, at),
    () => copy.subarray(at),
    () => Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)]),
    () => Buffer.concat([copy.subarray(0, at), copy.subarray(from, from + length), copy.subarray(at)]),
    () => Buffer.concat([copy, copy.subarray(from)]),
  ];
  return pick(changes, random)?.() ?? copy;
}

function with_(bytes: Buffer, change: () => unknown): Buffer {
  change();
  return bytes;
}

/** Fields lie within fifty bytes behind a header's mark. */
function nearHeader(bytes: Buffer, random: Random): number {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(pick(headers, random) ?? 0);
  const found = bytes.indexOf(mark, below(bytes.length, random));
  return Math.min(bytes.length - 1, Math.max(0, found) + below(50, random));
}
