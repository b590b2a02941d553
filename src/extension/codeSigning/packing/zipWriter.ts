import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw, crc32 } from 'node:zlib';
import { directoryRecord, endRecord, localHeader, type ZipEntry } from './zipRecords.ts';

/** Writes a zip into a file that is open, entry by entry; memory does not grow with them. */
export class ZipWriter {
  readonly #handle: FileHandle;
  readonly #directory: Buffer[] = [];
  #offset = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#offset;
  }

  /** As it stands: a folder, or the target of a symbolic link. */
  async addStored(name: string, body: Buffer, unixMode: number): Promise<void> {
    const entry: ZipEntry = { name: Buffer.from(name), method: 'stored', crc32: crc32(body), packedSize: body.length, size: body.length, unixMode };
    const start = this.#offset;
    await this.#append(localHeader(entry));
    await this.#append(body);
    this.#directory.push(directoryRecord(entry, start));
  }

  async addDeflated(name: string, body: AsyncIterable<Buffer>, unixMode: number, signal: AbortSignal): Promise<void> {
    const start = this.#offset;
    const blank: ZipEntry = { name: Buffer.from(name), method: 'deflated', crc32: 0, packedSize: 0, size: 0, unixMode };
    await this.#append(localHeader(blank));
    const bodyStart = this.#offset;
    let sum = 0;
    let size = 0;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const piece of body) {
        sum = crc32(piece, sum);
        size += piece.length;
        yield piece;
      }
    };
    await pipeline(
      counted,
      createDeflateRaw(),
      async (packed: AsyncIterable<Buffer>) => {
        for await (const piece of packed) await this.#append(piece);
      },
      { signal },
    );
    const entry: ZipEntry = { ...blank, crc32: sum, packedSize: this.#offset - bodyStart, size };
    await writeAll(this.#handle, localHeader(entry), start);
    this.#directory.push(directoryRecord(entry, start));
  }

  async finish(): Promise<void> {
    const start = this.#offset;
    for (const record of this.#directory) await this.#append(record);
    await this.#append(endRecord(this.#directory.length, this.#offset - start, start));
  }

  async #append(bytes: Buffer): Promise<void> {
    await writeAll(this.#handle, bytes, this.#offset);
    this.#offset += bytes.length;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
