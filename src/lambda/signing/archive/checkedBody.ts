import type { Cancellation } from '../cancellation.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import { damaged } from './archiveError.ts';
import type { DirectoryEntry } from './directoryEntry.ts';
import type { OpenedEntry } from './entryBodies.ts';

/**
 * Gives the unpacked bytes in pieces to `take`, never more than the size that is declared; then size and CRC-32 have been checked. A
 * promise only where there is something to wait for.
 */
export function takeChecked(
  { entry, body }: OpenedEntry,
  platform: SigningPlatform,
  take: (bytes: Uint8Array) => void,
  signal?: Cancellation,
): Promise<void> | undefined {
  if (body.bytes === undefined) return takePieces(entry, body.pieces, platform, take, signal);
  if (!body.checked) check(entry, body.bytes.length, platform.crc32(body.bytes, 0));
  take(body.bytes);
  return undefined;
}

async function takePieces(
  entry: DirectoryEntry,
  pieces: AsyncIterable<Uint8Array>,
  platform: SigningPlatform,
  take: (bytes: Uint8Array) => void,
  signal?: Cancellation,
): Promise<void> {
  let size = 0;
  let sum = 0;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    size += piece.length;
    if (size > entry.size) throw damaged('It unpacks to more than it says.', entry.name);
    sum = platform.crc32(piece, sum);
    take(piece);
  }
  check(entry, size, sum);
}

function check(entry: DirectoryEntry, size: number, sum: number): void {
  if (size !== entry.size) throw damaged('It has another size than it says.', entry.name);
  if (sum !== entry.crc32) throw damaged('Its CRC-32 is another one.', entry.name);
}
