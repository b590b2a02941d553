import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { CodedError } from '../../../common/codedError.ts';
import { limits } from '../../../lambda/limits.ts';
import { type FolderItem, folderContents } from './folderContents.ts';
import { ZipWriter } from './zipWriter.ts';

/** What cannot be packed, in the user's words. */
export interface PackingWords {
  readonly tooLarge: (folder: string) => string;
  readonly empty: (folder: string) => string;
  readonly strayLink: (folder: string, name: string) => string;
}

export interface PackingOptions {
  readonly words: PackingWords;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
  /** Bytes of files that are packed, not as packed. */
  readonly onProgress?: (bytes: number) => void;
}

export type PackingFailure = 'FOLDER_EMPTY' | 'FOLDER_TOO_LARGE' | 'FOLDER_LINK_STRAY';

/** Without zip64, which has room for more. */
const mostEntries = 65_534;
const modes = { folder: 0o040_755, file: 0o100_644, executable: 0o100_755, link: 0o120_777 };

/**
 * Makes a deployment package of a folder's contents; what is there is replaced, and nothing is left where it fails. Throws CodedError with
 * a `PackingFailure`, and the signal's reason.
 */
export async function packFolder(folder: string, archive: string, options: PackingOptions): Promise<void> {
  try {
    await using handle = await open(archive, 'w', 0o600);
    const writer = new ZipWriter(handle);
    await addAll(folder, writer, options);
    await writer.finish();
  } catch (error) {
    await rm(archive, { force: true });
    throw error;
  }
}

async function addAll(folder: string, writer: ZipWriter, { platform, signal, onProgress, words }: PackingOptions): Promise<void> {
  let entries = 0;
  let files = 0;
  let size = 0;
  for await (const item of folderContents(folder, platform)) {
    signal.throwIfAborted();
    if (item.type === 'strayLink') throw failure('FOLDER_LINK_STRAY', words.strayLink(folder, item.name), { folder, name: item.name });
    entries += 1;
    if (item.type === 'file') {
      files += 1;
      size += item.size;
    }
    if (entries > mostEntries || size > limits.unzippedCodeBytes) throw failure('FOLDER_TOO_LARGE', words.tooLarge(folder), { folder });
    await add(writer, item, signal);
    if (item.type === 'file') onProgress?.(size);
  }
  if (files === 0) throw failure('FOLDER_EMPTY', words.empty(folder), { folder });
}

async function add(writer: ZipWriter, item: Exclude<FolderItem, { readonly type: 'strayLink' }>, signal: AbortSignal): Promise<void> {
  switch (item.type) {
    case 'folder':
      return writer.addStored(item.name, Buffer.alloc(0), modes.folder);
    case 'link':
      return writer.addStored(item.name, Buffer.from(item.target), modes.link);
    case 'file':
      return writer.addDeflated(item.name, createReadStream(item.path, { signal }), item.executable ? modes.executable : modes.file, signal);
    default:
      return item satisfies never;
  }
}

function failure(code: PackingFailure, message: string, details: Readonly<Record<string, unknown>>): CodedError {
  return new CodedError(code, message, { details });
}
