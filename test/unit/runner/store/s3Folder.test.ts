import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readS3Object } from '../../../../src/runner/store/s3Folder.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const text = (value: Uint8Array | string): string => (typeof value === 'string' ? value : Buffer.from(value).toString());

/** A folder with the bucket `bucket`, beside a file that must not be read. */
async function withBucket(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'bucket', 'deep', 'er'), { recursive: true });
  await mkdir(join(folder, 'bucket2'));
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(folder, 'bucket2', 'secret'), 'secret');
  await writeFile(join(folder, 'bucket', 'code.zip'), 'code');
  await writeFile(join(folder, 'bucket', 'deep', 'er', 'ü +.zip'), 'deep');
  return folder;
}

const cases: readonly (readonly [bucket: string, key: string, expected: string])[] = [
  ['bucket', 'code.zip', 'code'],
  ['bucket', 'deep/er/ü +.zip', 'deep'],
  ['bucket', 'missing.zip', 'NoSuchKey'],
  ['bucket', 'deep', 'NoSuchKey'],
  ['bucket', 'code.zip/x', 'NoSuchKey'],
  ['bucket', 'code.zip/', 'NoSuchKey'],
  ['bucket', '/code.zip', 'NoSuchKey'],
  ['bucket', 'deep/../code.zip', 'NoSuchKey'],
  ['bucket', './code.zip', 'NoSuchKey'],
  ['bucket', 'code\0.zip', 'NoSuchKey'],
  ['bucket', 'x'.repeat(1000), 'NoSuchKey'],
  ['nobody', 'code.zip', 'NoSuchBucket'],
  ['secret', 'code.zip', 'NoSuchBucket'],
  // What would climb out of the bucket.
  ['bucket', '../secret', 'NoSuchKey'],
  ['bucket', '../bucket2/secret', 'NoSuchKey'],
  ['bucket', 'deep/../../secret', 'NoSuchKey'],
  ['bucket', '..\\secret', 'NoSuchKey'],
  ['..', 'secret', 'NoSuchBucket'],
  ['.', 'secret', 'NoSuchBucket'],
  ['bucket/../bucket2', 'secret', 'NoSuchBucket'],
];
test.each(cases)('the object of %j, %j', async (bucket, key, expected) => {
  expect(text(await readS3Object(await withBucket(), bucket, key, 100))).toBe(expected);
});

test('links lead to objects of the bucket only', async () => {
  const folder = await withBucket();
  const bucket = join(folder, 'bucket');
  await symlink(join(bucket, 'code.zip'), join(bucket, 'inside.zip'));
  await symlink(join(folder, 'secret'), join(bucket, 'outside.zip'));
  // Its name begins like the bucket's.
  await symlink(join(folder, 'bucket2'), join(bucket, 'folder'));
  expect(text(await readS3Object(folder, 'bucket', 'inside.zip', 100))).toBe('code');
  expect(await readS3Object(folder, 'bucket', 'outside.zip', 100)).toBe('NoSuchKey');
  expect(await readS3Object(folder, 'bucket', 'folder/secret', 100)).toBe('NoSuchKey');
});

test('a bucket may lie elsewhere', async () => {
  const folder = await temporaryFolder();
  await symlink(join(await withBucket(), 'bucket'), join(folder, 'linked'), 'junction');
  expect(text(await readS3Object(folder, 'linked', 'code.zip', 100))).toBe('code');
});

test('an object that is too large is not read', async () => {
  const folder = await withBucket();
  expect(await readS3Object(folder, 'bucket', 'code.zip', 3)).toBe('TooLarge');
  expect(text(await readS3Object(folder, 'bucket', 'code.zip', 4))).toBe('code');
});
