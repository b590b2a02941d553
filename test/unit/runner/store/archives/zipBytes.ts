import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content?: string | Buffer;
  /** Unix type and permissions; 0o100644 where it is left out. */
  readonly mode?: number;
  /** Bit 0 says that it is encrypted. */
  readonly flags?: number;
  /** What the directory declares, where that is a lie. */
  readonly size?: number;
  readonly crc?: number;
  readonly deflated?: boolean;
}

/** A zip byte by byte, so that it can be one that no tool would write. */
export function zipBytes(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const content = Buffer.from(part.content ?? '');
    const stored = part.deflated === true ? deflateRawSync(content) : content;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE((part.flags ?? 0) | 0x800, 2);
    facts.writeUInt16LE(part.deflated === true ? 8 : 0, 4);
    facts.writeUInt32LE(part.crc ?? crc32(content), 10);
    facts.writeUInt32LE(stored.length, 14);
    facts.writeUInt32LE(part.size ?? content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([signature(0x04034b50), facts, name, stored]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((part.mode ?? 0o100_644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 3]);
    directory.push(Buffer.concat([signature(0x02014b50), madeBy, facts, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
