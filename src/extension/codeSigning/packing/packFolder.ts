import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { CodedError } from '../../../common/codedError.ts';
import { limits } from '../../../lambda/limits.ts';
import { type FolderItem, folderContents } from './folderContents.ts';

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
  /** Bytes of files that have been read so far. */
  readonly onProgress?: (bytes: number) => void;
}

export type PackingFailure = 'FOLDER_EMPTY' | 'FOLDER_TOO_LARGE' | 'FOLDER_LINK_STRAY';

/** As many as a package is signed with at most. */
const mostEntries = 65_534;
const modes = { folder: 0o040_755, file: 0o100_644, executable: 0o100_755, link: 0o120_777 };
/** Where a zip's time begins: the same files make the same zip, whenever they were written. */
const written = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

/**
 * Makes a deployment package of a folder's contents; what is there is replaced, and nothing is left where it fails. Throws CodedError with
 * a `PackingFailure`, and the signal's reason.
 */
export async function packFolder(folder: string, archive: string, options: PackingOptions): Promise<void> {
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const zip = new ZipFile();
  zip.on('error', (error) => broken.abort(error));
  try {
    await addAll(folder, zip, { ...options, signal });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(archive, { mode: 0o600 }), { signal });
  } catch (error) {
    await rm(archive, { force: true });
    signal.throwIfAborted();
    throw error;
  }
}

/** All that there is: it is read when its turn has come to be written. */
async function addAll(folder: string, zip: ZipFile, { platform, signal, onProgress, words }: PackingOptions): Promise<void> {
  let entries = 0;
  let files = 0;
  let size = 0;
  let read = 0;
  const onRead = (bytes: number): void => onProgress?.((read += bytes));
  for await (const item of folderContents(folder, platform)) {
    signal.throwIfAborted();
    if (item.type === 'strayLink') throw failure('FOLDER_LINK_STRAY', words.strayLink(folder, item.name), { folder, name: item.name });
    entries += 1;
    if (item.type === 'file') {
      files += 1;
      size += item.size;
    }
    if (entries > mostEntries || size > limits.unzippedCodeBytes) throw failure('FOLDER_TOO_LARGE', words.tooLarge(folder), { folder });
    add(zip, item, signal, onRead);
  }
  if (files === 0) throw failure('FOLDER_EMPTY', words.empty(folder), { folder });
}

function add(zip: ZipFile, item: Exclude<FolderItem, { readonly type: 'strayLink' }>, signal: AbortSignal, onRead: (bytes: number) => void): void {
  switch (item.type) {
    case 'folder':
      return zip.addEmptyDirectory(item.name, { ...written, mode: modes.folder });
    case 'link':
      return zip.addBuffer(Buffer.from(item.target), item.name, { ...written, mode: modes.link, compress: false });
    case 'file':
      return zip.addReadStreamLazy(item.name, { ...written, mode: item.executable ? modes.executable : modes.file }, (take) => {
        const file = createReadStream(item.path, { signal });
        take(null, file);
        file.on('data', (piece) => onRead(piece.length));
      });
    default:
      return item satisfies never;
  }
}

function failure(code: PackingFailure, message: string, details: Readonly<Record<string, unknown>>): CodedError {
  return new CodedError(code, message, { details });
}
