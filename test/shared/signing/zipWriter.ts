import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip, with whatever a tool or an attacker may write about it. */
export interface WrittenEntry {
  readonly name: string | Uint8Array;
  readonly body?: string | Uint8Array;
  readonly deflated?: boolean;
  /** Deflate's level. */
  readonly level?: number;
  /** Sizes and CRC-32 behind the body, with 32 or 64 bits. */
  readonly descriptor?: 'unsigned' | 'signed' | 'wide';
  readonly zip64?: boolean;
  /** As DOS has it. */
  readonly time?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly extra?: Uint8Array;
  /** What the headers say, where it is not the truth. */
  readonly crc32?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly packed?: Uint8Array;
  /** What the local header alone says. */
  readonly localName?: string;
  readonly localSize?: number;
  /** Where the directory finds it. */
  readonly offset?: number;
}

export interface ZipOptions {
  readonly prefix?: Uint8Array;
  /** Between the last entry and the directory. */
  readonly gap?: Uint8Array;
  readonly comment?: string | Uint8Array;
  readonly trailing?: Uint8Array;
  /** An end record of zip64, whether it is needed or not. */
  readonly zip64?: boolean;
  readonly count?: number;
  /** The order of the directory, by the entries' indices. */
  readonly order?: readonly number[];
}

/** A zip byte by byte. */
export function writeZip(entries: readonly WrittenEntry[], options: ZipOptions = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(options.prefix ?? [])];
  const directory: Buffer[] = [];
  let offset = parts[0]?.length ?? 0;
  for (const entry of entries) {
    const { local, central } = records(entry, offset);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const gap = Buffer.from(options.gap ?? []);
  const central = Buffer.concat(options.order?.map((index) => directory[index] ?? Buffer.alloc(0)) ?? directory);
  const count = options.count ?? entries.length;
  return Buffer.concat([...parts, gap, central, endOf(count, central.length, offset + gap.length, options), Buffer.from(options.trailing ?? [])]);
}

function records(entry: WrittenEntry, offset: number): { readonly local: Buffer; readonly central: Buffer } {
  const name = bytesOf(entry.name);
  const body = bytesOf(entry.body ?? '');
  const packed = Buffer.from(entry.packed ?? (entry.deflated === true ? deflateRawSync(body, { level: entry.level ?? 6 }) : body));
  const size = entry.size ?? body.length;
  const packedSize = entry.packedSize ?? packed.length;
  const sum = entry.crc32 ?? crc32(body);
  const flags = (entry.flags ?? 0x800) | (entry.descriptor === undefined ? 0 : 8);
  const method = entry.method ?? (entry.deflated === true ? 8 : 0);
  const at = entry.offset ?? offset;
  const start = Buffer.concat([u16(entry.zip64 === true ? 45 : 20), u16(flags), u16(method), u32(entry.time ?? 0x5a21_6000)]);
  const facts = (crc: number, packedBytes: number, bytes: number) =>
    Buffer.concat([start, u32(crc), u32(entry.zip64 === true ? 0xffff_ffff : packedBytes), u32(entry.zip64 === true ? 0xffff_ffff : bytes)]);
  const extra = Buffer.from(entry.extra ?? []);
  const localName = Buffer.from(entry.localName ?? name);
  const unknown = entry.descriptor !== undefined;
  const localExtra = Buffer.concat([entry.zip64 === true ? field(1, u64(unknown ? 0 : size), u64(unknown ? 0 : packedSize)) : Buffer.alloc(0), extra]);
  const localFacts = unknown ? facts(0, 0, 0) : facts(sum, packedSize, entry.localSize ?? size);
  const local = Buffer.concat([
    u32(0x0403_4b50),
    localFacts,
    u16(localName.length),
    u16(localExtra.length),
    localName,
    localExtra,
    packed,
    descriptorOf(entry, sum, packedSize, size),
  ]);
  const centralExtra = Buffer.concat([entry.zip64 === true ? field(1, u64(size), u64(packedSize), u64(at)) : Buffer.alloc(0), extra]);
  const central = Buffer.concat([
    u32(0x0201_4b50),
    u16(0x0314),
    facts(sum, packedSize, size),
    u16(name.length),
    u16(centralExtra.length),
    u16(0),
    u16(0),
    u16(0),
    u32((0o100_644 << 16) >>> 0),
    u32(entry.zip64 === true ? 0xffff_ffff : at),
    name,
    centralExtra,
  ]);
  return { local, central };
}

function descriptorOf({ descriptor }: WrittenEntry, sum: number, packedSize: number, size: number): Buffer {
  if (descriptor === undefined) return Buffer.alloc(0);
  const mark = descriptor === 'unsigned' ? Buffer.alloc(0) : u32(0x0807_4b50);
  const number = descriptor === 'wide' ? u64 : u32;
  return Buffer.concat([mark, u32(sum), number(packedSize), number(size)]);
}

function endOf(count: number, size: number, offset: number, { zip64, comment }: ZipOptions): Buffer {
  const text = bytesOf(comment ?? '');
  const many = zip64 === true;
  const end64 = many
    ? Buffer.concat([
        Buffer.concat([u32(0x0606_4b50), u64(44), u16(45), u16(45), u32(0), u32(0), u64(count), u64(count), u64(size), u64(offset)]),
        Buffer.concat([u32(0x0706_4b50), u32(0), u64(offset + size), u32(1)]),
      ])
    : Buffer.alloc(0);
  const counts = u16(many ? 0xffff : count);
  const place = [u32(many ? 0xffff_ffff : size), u32(many ? 0xffff_ffff : offset)];
  return Buffer.concat([end64, u32(0x0605_4b50), u16(0), u16(0), counts, counts, ...place, u16(text.length), text]);
}

function bytesOf(content: string | Uint8Array): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
}

/** An extra field. */
export function field(id: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([u16(id), u16(content.length), content]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
