import { ByteReader } from './byteReader.ts';
import { crc32c, unmasked } from './crc32c.ts';
import type { Entry } from './entry.ts';
import { unpackSnappy } from './snappy.ts';

/** Source of the format: LevelDB's doc/table_format.md. */
const footerSize = 48;
const magic = 0xdb4775248b80fb57n;
/** Behind each block: how it is packed (1), its checksum (4). */
const trailerSize = 5;
const uncompressed = 0;
const snappy = 1;
const isDeletion = 0;
const isValue = 1;

interface Block {
  readonly offset: number;
  readonly size: number;
}

interface DataBlock extends Block {
  /** Not before the last key in it. */
  readonly lastKey: string;
}

/** Blocks that cannot be read, with the keys they may hold: those after `after`, up to `upTo`. */
export interface LostBlock {
  readonly after?: string;
  readonly upTo?: string;
}

/** What is wrong with a table: LevelDB itself does not look at the checksums when it reads. */
export function damageOfTable(bytes: Buffer): readonly LostBlock[] {
  const blocks = dataBlocks(bytes);
  if (blocks === undefined) return [{}];
  return blocks.flatMap((block, index) => (isWhole(bytes, block) ? [] : [lostBlock(blocks, index)]));
}

/** All that is in its whole blocks. */
export function readTable(bytes: Buffer): readonly Entry[] {
  const blocks = dataBlocks(bytes);
  if (blocks !== undefined) return blocks.filter((block) => isWhole(bytes, block)).flatMap((block) => entriesOf(bytes, block));
  // The lists of filters and of blocks are among these; documents are JSON, and what is in those is not.
  return blocksFromStart(bytes)
    .flatMap((block) => entriesOf(bytes, block))
    .filter(({ value }) => value === undefined || isJson(value));
}

function lostBlock(blocks: readonly DataBlock[], index: number): LostBlock {
  const after = blocks[index - 1]?.lastKey;
  const upTo = blocks[index]?.lastKey;
  return { ...(after !== undefined && { after }), ...(upTo !== undefined && { upTo }) };
}

/** Undefined where the file does not tell any more. */
function dataBlocks(bytes: Buffer): readonly DataBlock[] | undefined {
  const footer = bytes.length - footerSize;
  if (footer < 0 || bytes.readBigUInt64LE(bytes.length - 8) !== magic) return undefined;
  try {
    const reader = new ByteReader(bytes.subarray(footer));
    const metaIndex = handle(reader);
    const index = handle(reader);
    // What is looked up by the filters of keys is not found any more where they are damaged.
    if (![index, metaIndex].every((block) => isWhole(bytes, block)) || !filters(bytes, metaIndex).every((block) => isWhole(bytes, block))) {
      return undefined;
    }
    return rows(unpacked(bytes, index)).map(({ key, value }) => {
      const { offset, size } = handle(new ByteReader(value));
      return { offset, size, lastKey: userKey(key) };
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function filters(bytes: Buffer, metaIndex: Block): readonly Block[] {
  return rows(unpacked(bytes, metaIndex)).map(({ value }) => handle(new ByteReader(value)));
}

/** One behind the other, each as long as its checksum says: where the list of them is gone. Ends at the first that is damaged. */
function blocksFromStart(bytes: Buffer): readonly Block[] {
  const found: Block[] = [];
  let offset = 0;
  for (let size = blockSizeAt(bytes, offset); size !== undefined; size = blockSizeAt(bytes, offset)) {
    found.push({ offset, size });
    offset += size + trailerSize;
  }
  return found;
}

function blockSizeAt(bytes: Buffer, offset: number): number | undefined {
  let crc = 0;
  for (let at = offset; at + trailerSize <= bytes.length; at += 1) {
    crc = crc32c(bytes, at, at + 1, crc);
    if (unmasked(bytes.readUInt32LE(at + 1)) === crc && at > offset) return at - offset;
  }
  return undefined;
}

function entriesOf(bytes: Buffer, block: Block): readonly Entry[] {
  try {
    return rows(unpacked(bytes, block)).map(({ key, value }) => {
      const tag = key.readBigUInt64LE(key.length - 8);
      const type = Number(tag & 0xffn);
      if (type !== isValue && type !== isDeletion) throw new RangeError('a change of an unknown kind');
      return { key: userKey(key), sequence: Number(tag >> 8n), value: type === isValue ? value.toString() : undefined };
    });
  } catch (error) {
    // No list of entries.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

interface Row {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Keys are stored as what they have in common with the one before, and the rest. */
function rows(block: Buffer): readonly Row[] {
  const restarts = block.readUInt32LE(block.length - 4);
  const end = block.length - 4 - restarts * 4;
  if (end < 0) throw new RangeError('a block that is too short');
  const reader = new ByteReader(block.subarray(0, end));
  const found: Row[] = [];
  let key: Buffer = Buffer.alloc(0);
  while (!reader.done) {
    const shared = reader.varint();
    const own = reader.varint();
    const valueSize = reader.varint();
    if (shared > key.length) throw new RangeError('a key that continues none');
    key = Buffer.concat([key.subarray(0, shared), reader.take(own)]);
    if (key.length < 8) throw new RangeError('a key that is too short');
    found.push({ key, value: reader.take(valueSize) });
  }
  return found;
}

function unpacked(bytes: Buffer, { offset, size }: Block): Buffer {
  const content = bytes.subarray(offset, offset + size);
  const packing = bytes[offset + size];
  if (packing === uncompressed) return content;
  if (packing === snappy) return unpackSnappy(content);
  throw new RangeError('an unknown packing');
}

function isWhole(bytes: Buffer, { offset, size }: Block): boolean {
  const end = offset + size + 1;
  return end + 4 <= bytes.length && crc32c(bytes, offset, end) === unmasked(bytes.readUInt32LE(end));
}

function handle(reader: ByteReader): Block {
  return { offset: reader.varint(), size: reader.varint() };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Without the change's number and type, which stand behind it. */
function userKey(key: Buffer): string {
  return key.subarray(0, key.length - 8).toString();
}
