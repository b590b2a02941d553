import type { Cancellation } from '../cancellation.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import { damaged } from './archiveError.ts';
import type { OpenedEntry } from './entryBodies.ts';

/** Gives the unpacked bytes in pieces to `take`, never more than the size that is declared; then size and CRC-32 have been checked. */
export async function takeChecked(
  { entry, body }: OpenedEntry,
  platform: SigningPlatform,
  take: (bytes: Uint8Array) => void,
  signal?: Cancellation,
): Promise<void> {
  let size = 0;
  let sum = 0;
  const takePiece = (piece: Uint8Array): void => {
    size += piece.length;
    if (size > entry.size) throw damaged('It unpacks to more than it says.', entry.name);
    sum = platform.crc32(piece, sum);
    take(piece);
  };
  if (body.pieces === undefined) {
    const lent = await body.whole;
    takePiece(lent.bytes);
    lent.giveBack();
  } else {
    for await (const piece of body.pieces) {
      signal?.throwIfAborted();
      takePiece(piece);
    }
  }
  if (size !== entry.size) throw damaged('It unpacks to less than it says.', entry.name);
  if (sum !== entry.crc32) throw damaged('Its CRC-32 is another one.', entry.name);
}
