import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { CodedError, codeOf, messageOf } from '../common/codedError.ts';

export interface WholeFileOptions {
  /** The most that is written, in bytes: `tooLarge` is thrown where more comes. */
  readonly most: number;
  readonly tooLarge: () => Error;
}

/**
 * Writes a file whole or not at all: into another one beside it, which takes its place at the end. Resolves to its size in bytes. Rejects
 * with what `pieces` rejects with, or with CodedError `DISK_FULL` or `FILE_UNWRITABLE`.
 */
export async function writeWholeFile(file: string, pieces: AsyncIterable<Uint8Array>, options: WholeFileOptions): Promise<number> {
  // Beside it: a rename does not lead from one disk to another.
  const unfinished = `${file}.${randomUUID()}.part`;
  const handle = await written(file, () => open(unfinished, 'wx'));
  try {
    const size = await writeAndClose(file, handle, pieces, options);
    await written(file, () => rename(unfinished, file));
    return size;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeAndClose(
  file: string,
  handle: FileHandle,
  pieces: AsyncIterable<Uint8Array>,
  { most, tooLarge }: WholeFileOptions,
): Promise<number> {
  try {
    let size = 0;
    for await (const piece of pieces) {
      size += piece.length;
      if (size > most) throw tooLarge();
      await written(file, () => writePiece(handle, piece));
    }
    await written(file, () => handle.sync());
    return size;
  } finally {
    await handle.close();
  }
}

/** A disk that is nearly full takes a part of it. */
async function writePiece(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let offset = 0; offset < piece.length; ) offset += (await handle.write(piece, offset)).bytesWritten;
}

/** No space, over the quota, over the file size limit: mended alike. */
const fullCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

async function written<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const details = { file, errorCode: codeOf(error) };
    if (fullCodes.has(codeOf(error))) {
      throw new CodedError('DISK_FULL', `There is no space left to write ${file}: make room, and try again.`, { details, cause: error });
    }
    throw new CodedError('FILE_UNWRITABLE', `${file} cannot be written: ${messageOf(error)}. Choose another place.`, { details, cause: error });
  }
}
