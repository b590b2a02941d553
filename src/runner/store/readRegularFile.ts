import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const chunkBytes = 1024 * 1024;

/**
 * All of a file; `notFile` for what is none (a folder, a pipe, a device), `tooLarge` for more than `mostBytes`, whatever the system says
 * its size is. Never waits for somebody who writes. Rejects as the file system does.
 */
export async function readRegularFile(path: string, mostBytes: number): Promise<Buffer | 'notFile' | 'tooLarge'> {
  // Windows has no such flag, and no such files.
  const flags = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);
  const file = await open(path, flags);
  try {
    const status = await file.stat();
    if (!status.isFile()) return 'notFile';
    if (status.size > mostBytes) return 'tooLarge';
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ start: 0, end: mostBytes, highWaterMark: chunkBytes, autoClose: false }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
    }
    return size > mostBytes ? 'tooLarge' : Buffer.concat(chunks, size);
  } finally {
    await file.close();
  }
}
