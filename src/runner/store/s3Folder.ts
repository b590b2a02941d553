import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readRegularFile } from './readRegularFile.ts';

/** Why an object cannot be had: S3's error code, or that it is larger than was asked for. */
export type S3Refusal = 'NoSuchBucket' | 'NoSuchKey' | 'AccessDenied' | 'TooLarge';

/**
 * A folder that stands for S3: a bucket is a folder in it, an object a file below that, named by its key. Nothing outside of
 * a bucket's folder is read, by links neither. There are no versions of objects: the file is as it is. `maxBytes`: of the object.
 */
export async function readS3Object(folder: string, bucket: string, key: string, maxBytes: number): Promise<Uint8Array | S3Refusal> {
  if (!isPlainName(bucket)) return 'NoSuchBucket';
  const root = await realFolder(join(folder, bucket));
  if (root === undefined) return 'NoSuchBucket';
  // Keys are no paths in S3: none of these leads anywhere.
  if (!key.split('/').every(isPlainName)) return 'NoSuchKey';
  try {
    const path = await realpath(join(root, key));
    const facts = await stat(path);
    if (!path.startsWith(root + sep) || !facts.isFile()) return 'NoSuchKey';
    const object = await readRegularFile(path, maxBytes);
    if (typeof object !== 'string') return object;
    return object === 'tooLarge' ? 'TooLarge' : 'NoSuchKey';
  } catch (error) {
    return isDenied(error) ? 'AccessDenied' : 'NoSuchKey';
  }
}

/** Whether it names a file of a folder, on any system. */
function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

async function realFolder(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}
