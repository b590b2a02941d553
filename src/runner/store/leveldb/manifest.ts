import { ByteReader } from './byteReader.ts';
import { readLog } from './logFile.ts';

export interface LiveTable {
  readonly number: number;
  /** In bytes. */
  readonly size: number;
  readonly firstKey: string;
  readonly lastKey: string;
}

/** Which files make up the database. */
export interface Manifest {
  readonly tables: readonly LiveTable[];
  /** The log from which on there are changes that no table has; 0 in a new database. */
  readonly logNumber: number;
  /** The last change that was counted when it was written. */
  readonly lastSequence: number;
}

/** What a field of an edit changes, by its tag; each reads its own value. Source: LevelDB's db/version_edit.cc. */
type Fields = Readonly<Record<number, (reader: ByteReader, state: State) => void>>;

interface State {
  readonly tables: Map<number, LiveTable>;
  logNumber: number;
  lastSequence: number;
}

const fields: Fields = {
  // The comparator's name.
  1: (reader) => void reader.lengthPrefixed(),
  2: (reader, state) => {
    state.logNumber = reader.varint();
  },
  // The next file's number.
  3: (reader) => void reader.varint(),
  4: (reader, state) => {
    state.lastSequence = reader.varint();
  },
  // Where compaction goes on: a level, a key.
  5: (reader) => {
    reader.varint();
    reader.lengthPrefixed();
  },
  6: (reader, state) => {
    reader.varint();
    state.tables.delete(reader.varint());
  },
  7: (reader, state) => {
    reader.varint();
    const number = reader.varint();
    state.tables.set(number, { number, size: reader.varint(), firstKey: userKey(reader), lastKey: userKey(reader) });
  },
  9: (reader) => void reader.varint(),
};

/** Undefined where it is damaged. */
export function readManifest(bytes: Buffer): Manifest | undefined {
  const { records, damagedAt } = readLog(bytes);
  if (records.length === 0 || damagedAt.length > 0) return undefined;
  const state: State = { tables: new Map(), logNumber: 0, lastSequence: 0 };
  try {
    for (const record of records) apply(record, state);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return { ...state, tables: [...state.tables.values()] };
}

function apply(edit: Buffer, state: State): void {
  const reader = new ByteReader(edit);
  // What goes comes before what is new; a table that only changes its level is in both.
  while (!reader.done) {
    const field = fields[reader.varint()];
    if (field === undefined) throw new RangeError('an unknown field');
    field(reader, state);
  }
}

function userKey(reader: ByteReader): string {
  const key = reader.lengthPrefixed();
  return key.subarray(0, Math.max(0, key.length - 8)).toString();
}
