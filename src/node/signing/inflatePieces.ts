import { createInflateRaw, type InflateRaw } from 'node:zlib';

const pieceSize = 256 * 1024;
/** Unpacked and not taken yet. */
const aheadPieces = 8;

/** Unpacks on the thread pool, up to a few pieces ahead of who takes them. A piece is good until the next is asked for. */
export async function* inflatePieces(packed: AsyncIterable<Uint8Array>, packedSize: number, size: number): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: pieceSize });
  // Its own iterator would join the pieces that wait, and copy them for it.
  const pieces = new PieceQueue(inflater);
  feed(inflater, packed).catch((error: unknown) => inflater.destroy(error instanceof Error ? error : new Error('unreadable')));
  let given = 0;
  try {
    for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
      given += piece.length;
      if (given > size) throw new Error('The deflated data are longer than they should be.');
      yield piece;
      free(piece);
    }
    if (given !== size || inflater.bytesWritten !== packedSize) throw new Error('The deflated data have another length.');
  } finally {
    inflater.destroy();
  }
}

async function feed(inflater: InflateRaw, packed: AsyncIterable<Uint8Array>): Promise<void> {
  const closed = new Promise<boolean>((resolve) => inflater.once('close', () => resolve(false)));
  for await (const piece of packed) {
    // A stream that has ended before its data takes no more, and does not say so.
    const taken = new Promise<boolean>((resolve) => inflater.write(piece, () => resolve(true)));
    if (!(await Promise.race([taken, closed]))) return;
  }
  inflater.end();
}

/** zlib fills a buffer piece by piece: with the last of them nobody needs it, and waiting for the collector it would be memory in use. */
function free(piece: Uint8Array): void {
  const { buffer, byteOffset, byteLength } = piece;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === pieceSize && byteOffset + byteLength === pieceSize) buffer.transfer(0);
}

class PieceQueue {
  readonly #inflater: InflateRaw;
  readonly #pieces: Uint8Array[] = [];
  #end: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  constructor(inflater: InflateRaw) {
    this.#inflater = inflater;
    inflater.on('data', (piece: Uint8Array) => {
      this.#pieces.push(piece);
      if (this.#pieces.length >= aheadPieces) inflater.pause();
      this.#wake?.();
    });
    inflater.on('end', () => this.#finish(undefined));
    inflater.on('error', (error) => this.#finish(error));
  }

  /** Undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#pieces.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const piece = this.#pieces.shift();
    if (this.#inflater.isPaused() && this.#pieces.length < aheadPieces / 2) this.#inflater.resume();
    if (piece === undefined && this.#end?.error !== undefined) throw this.#end.error;
    return piece;
  }

  #finish(error: Error | undefined): void {
    this.#end ??= { error };
    this.#wake?.();
  }
}
