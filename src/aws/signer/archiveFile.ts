import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import { limits } from '../../lambda/limits.ts';
import type { SignRequest } from './signerApi.ts';

/** The most that Signer signs for Lambda, in bytes. Source: AWS Signer's platform AWSLambda-SHA384-ECDSA, maxSizeInMB: 250. */
const mostBytes = limits.unzippedCodeBytes;

/** The most that a signed one has: the signature and its certificates are a few kilobytes. */
export const mostSignedBytes = mostBytes + 1024 * 1024;

/** A zip that is to be signed or stored, while it is open. */
export interface ArchiveFile extends AsyncDisposable {
  readonly size: number;
  /**
   * All of it, from the beginning; each attempt to send it reads anew. Throws CodedError `ARCHIVE_UNREADABLE`, also where it has shrunk.
   */
  pieces(): AsyncGenerator<Uint8Array>;
}

/** One that is to be signed. Rejects with CodedError: `ARCHIVE_UNREADABLE`, `PACKAGE_EMPTY`, `PACKAGE_TOO_LARGE`. */
export function openArchive(archive: string): Promise<ArchiveFile> {
  const empty = () => new CodedError('PACKAGE_EMPTY', `${archive} is empty: there is nothing to sign.`);
  return openBounded(archive, { most: mostBytes, empty, tooLarge: (size) => tooLarge(archive, size, 'AWS Signer signs', mostBytes) });
}

/** One that is signed, to be deployed. Rejects as `openArchive` does. */
export function openPackage(file: string): Promise<ArchiveFile> {
  const empty = () => new CodedError('PACKAGE_EMPTY', `${file} is empty: there is nothing to deploy.`);
  return openBounded(file, { most: mostSignedBytes, empty, tooLarge: (size) => tooLarge(file, size, 'Lambda takes', mostSignedBytes) });
}

/** Better now than when it is signed. Rejects with CodedError: `SAME_FILE`, `FILE_UNWRITABLE`. */
export async function checkTarget({ archive, signed }: Pick<SignRequest, 'archive' | 'signed'>): Promise<void> {
  if (resolve(archive) === resolve(signed)) {
    throw new CodedError('SAME_FILE', `The signed package must not be ${archive} itself: choose another name.`);
  }
  await access(dirname(resolve(signed)), constants.W_OK).catch((error: unknown) => {
    const message = `${signed} cannot be written: ${messageOf(error)}. Choose another place.`;
    throw new CodedError('FILE_UNWRITABLE', message, { details: { file: signed, errorCode: codeOf(error) }, cause: error });
  });
}

/** What is larger than any package that was signed. */
export function signedTooLarge(): CodedError {
  const message = `The signed package has more than ${mostSignedBytes} bytes: it is none that was sent. Sign again.`;
  return new CodedError('SIGNED_PACKAGE_TOO_LARGE', message);
}

interface Bounds {
  readonly most: number;
  readonly empty: () => CodedError;
  readonly tooLarge: (size: number) => CodedError;
}

async function openBounded(file: string, { most, empty, tooLarge: larger }: Bounds): Promise<ArchiveFile> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable(file, messageOf(error), error);
  });
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw unreadable(file, 'it is no file');
    const { size } = status;
    if (size === 0) throw empty();
    if (size > most) throw larger(size);
    return {
      size,
      pieces: () => readAll(file, handle, size),
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const pieceBytes = 256 * 1024;

async function* readAll(archive: string, handle: Awaited<ReturnType<typeof open>>, size: number): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < size; ) {
    // Each has its own memory: who sends it may still hold the one before.
    const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, size - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position).catch((error: unknown) => {
      throw unreadable(archive, messageOf(error), error);
    });
    if (bytesRead === 0) throw unreadable(archive, 'it was changed while it was read');
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function unreadable(archive: string, why: string, cause?: unknown): CodedError {
  const details = { file: archive, errorCode: codeOf(cause) };
  return new CodedError('ARCHIVE_UNREADABLE', `${archive} cannot be read: ${why}. Choose a zip that is there.`, { details, cause });
}

function tooLarge(file: string, size: number, who: string, most: number): CodedError {
  const advice = 'make the package smaller, or put parts of it into layers.';
  return new CodedError('PACKAGE_TOO_LARGE', `${file} has ${size} bytes, and ${who} at most ${most}: ${advice}`, { details: { file, size, mostBytes: most } });
}
