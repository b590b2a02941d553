/** A piece of a segment, of about 64 KB or one write: what is in it, so that it is read only where it matters. */
export interface Block {
  readonly offset: number;
  length: number;
  minAt: number;
  maxAt: number;
  readonly keys: Set<string>;
}

/** One file of a group's log. */
export class Segment {
  readonly number: number;
  readonly path: string;
  /** In bytes. */
  size: number;
  /** Undefined: of an earlier run, and not yet looked into. */
  blocks: Block[] | undefined;

  constructor(number: number, path: string, size: number, blocks: Block[] | undefined) {
    this.number = number;
    this.path = path;
    this.size = size;
    this.blocks = blocks;
  }

  /** Counts what was written behind the rest. */
  grow(length: number, addition: BlockContents): void {
    if (this.blocks !== undefined) addBlock(this.blocks, this.size, length, addition);
    this.size += length;
  }
}

export interface BlockContents {
  readonly minAt: number;
  readonly maxAt: number;
  readonly keys: ReadonlySet<string>;
}

const blockBytes = 64 * 1024;

/** Small ones that follow each other become one. */
export function addBlock(blocks: Block[], offset: number, length: number, { minAt, maxAt, keys }: BlockContents): void {
  const last = blocks.at(-1);
  if (last === undefined || last.length + length > blockBytes) {
    blocks.push({ offset, length, minAt, maxAt, keys: new Set(keys) });
    return;
  }
  last.length += length;
  last.minAt = Math.min(last.minAt, minAt);
  last.maxAt = Math.max(last.maxAt, maxAt);
  for (const key of keys) last.keys.add(key);
}

export function segmentFileName(number: number): string {
  return `${String(number).padStart(9, '0')}.log`;
}

/** Undefined: the file is none of ours. */
export function segmentNumber(fileName: string): number | undefined {
  const digits = /^(\d{9})\.log$/.exec(fileName)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
