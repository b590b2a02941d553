import type { BlockContents } from './segment.ts';

/** Lines on their way to the disk, which become one write. */
export interface PendingChunk {
  readonly lines: string[];
  readonly keys: ReadonlySet<string>;
  readonly contents: BlockContents;
}

class Chunk implements PendingChunk, BlockContents {
  readonly lines: string[] = [];
  readonly keys = new Set<string>();
  minAt = Infinity;
  maxAt = -Infinity;
  characters = 0;

  get contents(): BlockContents {
    return this;
  }

  add(key: string, at: number, line: string): void {
    this.lines.push(line);
    this.keys.add(key);
    this.characters += line.length;
    if (at < this.minAt) this.minAt = at;
    if (at > this.maxAt) this.maxAt = at;
  }
}

/** A write is at least this large where there is enough to write. */
const chunkCharacters = 64 * 1024;

/** As many go into one write: some 2 MB. */
const mostChunks = 32;

/** Of all groups together. */
export interface PendingTotal {
  characters: number;
}

/** What a group has yet to write, in order. */
export class PendingEvents {
  readonly #total: PendingTotal;
  #chunks: Chunk[] = [];

  constructor(total: PendingTotal) {
    this.#total = total;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** Whether there is enough for a write of its own. */
  get isLarge(): boolean {
    return this.#chunks.length > 1;
  }

  add(key: string, at: number, line: string): void {
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.characters >= chunkCharacters) {
      chunk = new Chunk();
      this.#chunks.push(chunk);
    }
    chunk.add(key, at, line);
    this.#total.characters += line.length;
  }

  /** The next chunks, for one write; none where there are none. */
  take(): readonly PendingChunk[] {
    const taken = this.#chunks.splice(0, mostChunks);
    for (const { characters } of taken) this.#total.characters -= characters;
    return taken;
  }

  clear(): void {
    while (this.take().length > 0);
  }

  has(key: string): boolean {
    return this.#chunks.some(({ keys }) => keys.has(key));
  }
}
