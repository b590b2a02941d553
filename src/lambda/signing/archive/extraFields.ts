import { damaged } from './archiveError.ts';
import { none16, none32, Numbers, sameBytes } from './numbers.ts';

export interface ZipNumbers {
  readonly size: number;
  readonly packedSize: number;
  readonly offset: number;
  readonly disk: number;
}

export interface ExtraFields {
  readonly zip64: boolean;
  /** Those that have no place in the header stand in the field of zip64, in this order and no others (APPNOTE.TXT, 4.5.3). */
  numbers64(plain: ZipNumbers): ZipNumbers;
}

const zip64Id = 0x0001;
const unicodePathId = 0x7075;

/** Fields of the same kind must not stand twice: readers differ on which one counts. */
export function readExtraFields(bytes: Uint8Array, start: number, end: number, name: Uint8Array): ExtraFields {
  if (start === end) return none;
  const fields = fieldsOf(bytes.subarray(start, end), name);
  checkUnicodePath(fields.get(unicodePathId), name);
  const zip64 = fields.get(zip64Id);
  return zip64 === undefined ? none : { zip64: true, numbers64: (plain) => numbers64(plain, zip64, name) };
}

/** Most entries have none, or none that matters. Without the field of zip64 the numbers mean themselves. */
const none: ExtraFields = { zip64: false, numbers64: (plain) => plain };

function fieldsOf(extra: Uint8Array, name: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  const numbers = new Numbers(extra);
  let at = 0;
  while (at + 4 <= extra.length) {
    const id = numbers.u16(at);
    const end = at + 4 + numbers.u16(at + 2);
    if (end > extra.length) throw damaged('An extra field is cut off.', name);
    if ((id === zip64Id || id === unicodePathId) && fields.has(id)) throw damaged('An extra field stands twice.', name);
    fields.set(id, extra.subarray(at + 4, end));
    at = end;
  }
  // Some tools align what follows with up to three zeros.
  if (extra.subarray(at).some((byte) => byte !== 0)) throw damaged('The extra fields do not end where they should.', name);
  return fields;
}

function numbers64(plain: ZipNumbers, zip64: Uint8Array, name: Uint8Array): ZipNumbers {
  const field = new Numbers(zip64);
  let at = 0;
  const take = (value: number, absent: number, bytes: 4 | 8): number => {
    if (value !== absent) return value;
    if (at + bytes > zip64.length) throw damaged('Its numbers for zip64 are missing.', name);
    at += bytes;
    return bytes === 8 ? field.u64(at - 8) : field.u32(at - 4);
  };
  const size = take(plain.size, none32, 8);
  const packedSize = take(plain.packedSize, none32, 8);
  const offset = take(plain.offset, none32, 8);
  return { size, packedSize, offset, disk: take(plain.disk, none16, 4) };
}

/** Info-ZIP's field (APPNOTE.TXT, 4.6.9) renames an entry for those who read it, while the signature covers the name in the header. */
function checkUnicodePath(field: Uint8Array | undefined, name: Uint8Array): void {
  if (field === undefined) return;
  if (field.length < 5 || !sameBytes(field.subarray(5), name)) throw damaged('It has two names.', name);
}
