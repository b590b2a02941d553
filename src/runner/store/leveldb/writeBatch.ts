import { ByteReader } from './byteReader.ts';
import type { Entry } from './entry.ts';

const deletion = 0;
const value = 1;

/** The changes in a record of a log, which were written together. Throws RangeError where it is none. */
export function readWriteBatch(record: Buffer): readonly Entry[] {
  const reader = new ByteReader(record);
  const first = reader.uint64();
  const count = reader.uint32();
  const entries: Entry[] = [];
  while (!reader.done) {
    const type = reader.byte();
    if (type !== deletion && type !== value) throw new RangeError('a change of an unknown kind');
    const key = reader.lengthPrefixed().toString();
    entries.push({ key, sequence: first + entries.length, value: type === value ? reader.lengthPrefixed().toString() : undefined });
  }
  if (entries.length !== count) throw new RangeError('more or fewer changes than were written');
  return entries;
}
