import { open } from 'node:fs/promises';
import { codeOf } from '../../../common/codedError.ts';
import { type EventHead, headOf, type Mark, markOf } from './eventLine.ts';
import { addBlock, type Block } from './segment.ts';

export interface ScanVisitor {
  event(head: EventHead, offset: number): void;
  mark(mark: Mark, offset: number): void;
}

const chunkBytes = 256 * 1024;
/** Longer lines are no events of ours. */
const longestLine = 4 * 1024 * 1024;
const newline = 0x0a;

/** Reads a segment from its beginning to `size`, and tells what is where; a file that is gone has nothing. */
export async function scanSegment(path: string, size: number, visitor: ScanVisitor): Promise<Block[]> {
  const blocks: Block[] = [];
  await readLines(path, 0, size, (line, offset) => {
    const head = headOf(line);
    if (head !== undefined) {
      addBlock(blocks, offset, line.length + 1, { minAt: head.at, maxAt: head.at, keys: new Set([head.key]) });
      visitor.event(head, offset);
      return;
    }
    addBlock(blocks, offset, line.length + 1, { minAt: Infinity, maxAt: -Infinity, keys: new Set() });
    const mark = markOf(line);
    if (mark !== undefined) visitor.mark(mark, offset);
  });
  return blocks;
}

/** Calls `visit` with each whole line (without its newline, valid during the call only) of a part of a file. */
export async function readLines(path: string, from: number, to: number, visit: (line: Buffer, offset: number) => void): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    let rest = Buffer.alloc(0);
    let offset = from;
    for (let position = from; position < to; ) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, to - position));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      const read = chunk.subarray(0, bytesRead);
      const all = rest.length === 0 ? read : Buffer.concat([rest, read]);
      let start = 0;
      for (let end = all.indexOf(newline); end !== -1; end = all.indexOf(newline, start)) {
        visit(all.subarray(start, end), offset + start);
        start = end + 1;
      }
      // What has no end is skipped rather than held.
      if (all.length - start > longestLine) start = all.length;
      offset += start;
      rest = all.subarray(start);
    }
  } finally {
    await file.close();
  }
}
