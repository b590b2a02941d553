import { randomUUID } from 'node:crypto';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';

/** No space, over the quota, over the file size limit: mended alike. */
const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * LevelDB gives the system's own error as text only: what kind it was shows when we write a file of our own, and by the space
 * that is left.
 */
const scarceBytes = 32 * 1024 * 1024;
const probeBytes = 1024 * 1024;

/** What a failed read or write below `folder` means to the user: `DATA_FOLDER_LOCKED`, `DISK_FULL` or `DATA_FOLDER_UNUSABLE`. */
export async function storageError(error: unknown, folder: string): Promise<CodedError> {
  if (error instanceof CodedError) return error;
  const root = rootCause(error);
  if (codeOf(root) === 'LEVEL_LOCKED') return lockedError(folder, root);
  if (codeOf(root) === 'LEVEL_CORRUPTION') return damagedError(folder, root);
  const code = codeOf(root) === 'LEVEL_IO_ERROR' ? await probe(folder) : codeOf(root);
  if (code !== undefined && fullCodes.has(code)) return diskFullError(folder, root);
  return new CodedError(
    'DATA_FOLDER_UNUSABLE',
    `The data folder ${folder} cannot be used: ${messageOf(root)}. ` +
      'Check that it exists and that you may write to it, or choose another data folder.',
    { cause: error, details: { folder, ...(code !== undefined && { systemCode: code }) } },
  );
}

function lockedError(folder: string, cause: unknown): CodedError {
  return new CodedError(
    'DATA_FOLDER_LOCKED',
    `The data folder ${folder} is in use by another Local region, such as that of another window. ` +
      'Stop that one, or choose another data folder.',
    { cause, details: { folder } },
  );
}

function damagedError(folder: string, cause: unknown): CodedError {
  return new CodedError(
    'DATA_FOLDER_UNUSABLE',
    `Files in the data folder ${folder} are damaged (${messageOf(cause)}). ` +
      'Start the Local region again: it sets damaged files aside and serves the rest.',
    { cause, details: { folder } },
  );
}

function diskFullError(folder: string, cause: unknown): CodedError {
  return new CodedError(
    'DISK_FULL',
    `There is no space left to write to the data folder ${folder}. Nothing was changed. ` +
      'Free some space there and try again, or choose another data folder.',
    { cause, details: { folder } },
  );
}

/** The database wraps what its storage threw. */
export function rootCause(error: unknown): unknown {
  return codeOf(error) === 'LEVEL_DATABASE_NOT_OPEN' && error instanceof Error && error.cause !== undefined ? error.cause : error;
}

async function probe(folder: string): Promise<string | undefined> {
  const file = join(folder, `.probe-${randomUUID()}`);
  try {
    await writeFile(file, Buffer.alloc(probeBytes));
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < scarceBytes ? 'ENOSPC' : undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}
