import { crc32c, unmasked } from './crc32c.ts';

/** Source of the format: LevelDB's doc/log_format.md. */
const blockSize = 32_768;
/** Checksum (4), length (2), type (1). */
const headerSize = 7;
const types = { full: 1, first: 2, middle: 3, last: 4 } as const;

export interface LogReading {
  /** The records that are whole, in their order. */
  readonly records: readonly Buffer[];
  /** Where bytes are damaged that whole records follow, or whose checksum is wrong. */
  readonly damagedAt: readonly number[];
  /** It ends within a record: as after a power failure or kill in the middle of a write, which nobody was told of. */
  readonly torn: boolean;
}

/**
 * The records of a log, which the database's MANIFEST is too. LevelDB's own reader leaves out what is damaged without a word, and
 * the rest of its block with it; here it is told, and what comes after it is found again.
 */
export function readLog(bytes: Buffer): LogReading {
  const assembly = new Assembly();
  let at = 0;
  while (at < bytes.length) {
    const left = blockSize - (at % blockSize);
    if (left < headerSize) {
      at += left;
      continue;
    }
    const fragment = fragmentAt(bytes, at);
    if (typeof fragment === 'object') {
      assembly.add(fragment, at);
      at = fragment.end;
      continue;
    }
    const next = nextFragment(bytes, at + 1);
    if (next === undefined && fragment === 'ends') return assembly.read(true);
    assembly.damage(at);
    if (next === undefined) break;
    at = next;
  }
  return assembly.read(false);
}

interface Fragment {
  readonly type: number;
  readonly data: Buffer;
  readonly end: number;
}

/** `ends`: the file ends within it, or only zeros come, as where a file grew and its content was not written any more. */
function fragmentAt(bytes: Buffer, at: number): Fragment | 'ends' | 'damaged' {
  if (at + headerSize > bytes.length) return 'ends';
  const length = bytes.readUInt16LE(at + 4);
  const type = bytes.readUInt8(at + 6);
  if (type === 0 && length === 0) return bytes.subarray(at).every((byte) => byte === 0) ? 'ends' : 'damaged';
  const end = at + headerSize + length;
  if (type < types.full || type > types.last || (at % blockSize) + headerSize + length > blockSize) return 'damaged';
  if (end > bytes.length) return 'ends';
  if (crc32c(bytes, at + 6, end) !== unmasked(bytes.readUInt32LE(at))) return 'damaged';
  return { type, data: bytes.subarray(at + headerSize, end), end };
}

function nextFragment(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at + headerSize <= bytes.length; at += 1) {
    // First what is quick to see.
    const type = bytes[at + 6] ?? 0;
    if (type >= types.full && type <= types.last && typeof fragmentAt(bytes, at) === 'object') return at;
  }
  return undefined;
}

/** Puts fragments together to records. */
class Assembly {
  readonly #records: Buffer[] = [];
  readonly #damagedAt: number[] = [];
  #parts: Buffer[] | undefined;
  /** What comes until the next record begins belongs to one that is told already. */
  #skipping = false;

  add({ type, data }: Fragment, at: number): void {
    const begins = type === types.full || type === types.first;
    if (begins && this.#parts !== undefined) this.damage(at);
    if (begins) this.#parts = [];
    else if (this.#parts === undefined) {
      if (!this.#skipping) this.damage(at);
      return;
    }
    this.#skipping = false;
    this.#parts?.push(data);
    if (type !== types.full && type !== types.last) return;
    this.#records.push(Buffer.concat(this.#parts ?? []));
    this.#parts = undefined;
  }

  damage(at: number): void {
    this.#damagedAt.push(at);
    this.#parts = undefined;
    this.#skipping = true;
  }

  read(torn: boolean): LogReading {
    return { records: this.#records, damagedAt: this.#damagedAt, torn: torn || this.#parts !== undefined };
  }
}
