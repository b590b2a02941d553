import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { silentLogger } from '../../../../../src/common/logger.ts';
import { type CodeArchives, openCodeArchives } from '../../../../../src/runner/store/archives/codeArchives.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { zipBytes, type ZipPart } from './zipBytes.ts';

const broken = 'Could not unzip uploaded file. Please check your file, then try to upload again.';

async function opened(): Promise<{ readonly folder: string; readonly archives: CodeArchives; readonly names: () => Promise<string[]> }> {
  const folder = await temporaryFolder();
  return { folder, archives: await openCodeArchives(folder, silentLogger), names: () => readdir(join(folder, 'code')) };
}

const hello: readonly ZipPart[] = [
  { name: 'index.js', content: 'exports.handler = async () => 1;'.repeat(50), deflated: true },
  { name: 'bin/tool', content: '#!/bin/sh\n', mode: 0o100_755 },
  { name: 'empty', content: '' },
];

test('an archive is unpacked by its content, with modes, and its zip is kept', async () => {
  const { archives, folder } = await opened();
  const zip = zipBytes(hello);
  const stored = await archives.add(zip);
  expect(stored.sha256).toBe(createHash('sha256').update(zip).digest('base64'));
  expect(stored.size).toBe(zip.length);
  expect(stored.unzippedSize).toBe(32 * 50 + 10);
  expect(stored.path).toBe(join(folder, 'code', createHash('sha256').update(zip).digest('hex')));
  expect(await readFile(join(stored.path, 'index.js'), 'utf8')).toHaveLength(32 * 50);
  expect(await readFile(join(stored.path, 'empty'), 'utf8')).toBe('');
  expect(await readFile(archives.zipOf(stored.sha256))).toEqual(zip);
  if (process.platform !== 'win32') {
    expect((await stat(join(stored.path, 'bin/tool'))).mode & 0o100).toBe(0o100);
    expect((await stat(join(stored.path, 'index.js'))).mode & 0o111).toBe(0);
  }
});

test.skipIf(process.platform === 'win32')('links within the archive are made', async () => {
  const { archives } = await opened();
  const stored = await archives.add(zipBytes([...hello, { name: 'bin/link', content: '../index.js', mode: 0o120_777 }]));
  expect((await lstat(join(stored.path, 'bin/link'))).isSymbolicLink()).toBe(true);
  expect(await readlink(join(stored.path, 'bin/link'))).toBe('../index.js');
});

test('the same content at the same time is stored once', async () => {
  const { archives, names } = await opened();
  const zip = zipBytes(hello);
  const stored = await Promise.all(Array.from({ length: 5 }, () => archives.add(Buffer.from(zip))));
  expect(new Set(stored.map(({ path }) => path)).size).toBe(1);
  expect(stored.map(({ unzippedSize }) => unzippedSize)).toEqual(Array(5).fill(32 * 50 + 10));
  expect(await names()).toHaveLength(2);
});

describe('what is refused leaves nothing behind', () => {
  const many = { name: 'a', content: 'x' };
  test.each<readonly [string, Buffer, string]>([
    ['no zip', Buffer.from('not a zip at all'), broken],
    ['nothing', Buffer.alloc(0), broken],
    ['a zip cut short', zipBytes(hello).subarray(0, 200), broken],
    [
      'an entry that leaves the folder',
      zipBytes([many, { name: '../evil', content: 'x' }]),
      `${broken} The entry "../evil" leaves the folder of the archive.`,
    ],
    ['an absolute entry', zipBytes([many, { name: '/tmp/evil', content: 'x' }]), `${broken} The entry "/tmp/evil" has an absolute path.`],
    [
      'a backslash',
      zipBytes([{ name: '..\\evil', content: 'x' }]),
      `${broken} The entry "..\\\\evil" has a backslash in its name: separate folders with "/".`,
    ],
    [
      'a link out of the folder',
      zipBytes([many, { name: 'l', content: '../../x', mode: 0o120_777 }]),
      `${broken} The entry "l" links out of the folder of the archive.`,
    ],
    [
      'a file through a link',
      zipBytes([
        { name: 'l', content: '.', mode: 0o120_777 },
        { name: 'l/x', content: 'x' },
      ]),
      `${broken} The entry "l/x" lies below "l", which is no folder.`,
    ],
    ['a name twice', zipBytes([many, many]), `${broken} The entry "a" is there twice.`],
    [
      'an encrypted entry',
      zipBytes([{ name: 'a', content: 'twelve bytes and one'.slice(0, 13), size: 1, flags: 1 }]),
      `${broken} The entry "a" is encrypted.`,
    ],
    ['a wrong checksum', zipBytes([{ ...many, crc: 1 }]), broken],
    ['more than it declares', zipBytes([{ name: 'a', content: 'x'.repeat(100_000), size: 10, deflated: true }]), broken],
    ['less than it declares', zipBytes([{ name: 'a', content: 'x', size: 10, deflated: true }]), broken],
    [
      'more than Lambda takes',
      zipBytes([many, { name: 'b', content: 'x', size: 262_144_000, deflated: true }]),
      'Unzipped size must be smaller than 262144000 bytes',
    ],
    ['no files', zipBytes([]), 'Uploaded file must be a non-empty zip'],
  ])('%s', async (_name, zip, message) => {
    const { archives, names, folder } = await opened();
    const refusal = { type: 'InvalidParameterValueException', status: 400, message };
    await expect(archives.add(zip)).rejects.toMatchObject(refusal);
    await expect(archives.check(zip)).rejects.toMatchObject(refusal);
    expect(await names()).toEqual([]);
    expect(await readdir(folder)).toEqual(['code']);
  });

  test('a zip that is too large', async () => {
    const { archives, names } = await opened();
    await expect(archives.add(Buffer.alloc(52_428_801))).rejects.toMatchObject({
      type: 'RequestEntityTooLargeException',
      status: 413,
      message: 'Zipped size must be smaller than 52428800 bytes',
    });
    expect(await names()).toEqual([]);
  });
});

test('a zip from S3 may be larger than one in a request', async () => {
  const { archives, names } = await opened();
  const zip = zipBytes([{ name: 'large', content: Buffer.alloc(52_428_800) }]);
  await expect(archives.check(zip)).rejects.toMatchObject({ type: 'RequestEntityTooLargeException' });
  expect(await archives.check(zip, 's3')).toMatchObject({ unzippedSize: 52_428_800 });
  (await archives.add(zip, 's3')).dispose();
  expect(await names()).toHaveLength(2);
});

test('an archive is held until all who hold it let go, and is told by its folder', async () => {
  const { archives, folder } = await opened();
  const stored = await archives.add(zipBytes(hello));
  stored.dispose();
  const holds = [archives.hold([stored.sha256, 'not there']), archives.hold([stored.sha256])];
  expect(archives.archiveOf(stored.path)).toBe(stored.sha256);
  const others = [folder, archives.zipOf(stored.sha256), join(stored.path, 'bin'), join(folder, basename(stored.path))];
  expect(others.map((path) => archives.archiveOf(path))).toEqual(others.map(() => undefined));
  for (const hold of holds) {
    await archives.collect(new Set());
    expect(await archives.list()).toEqual(new Set([stored.sha256]));
    hold.dispose();
    hold.dispose();
  }
  await archives.collect(new Set());
  expect(await archives.list()).toEqual(new Set());
});

test('checking an archive keeps nothing', async () => {
  const { archives, names } = await opened();
  const zip = zipBytes(hello);
  const facts = { sha256: createHash('sha256').update(zip).digest('base64'), size: zip.length, unzippedSize: 32 * 50 + 10 };
  expect(await archives.check(zip)).toEqual(facts);
  expect(await names()).toEqual([]);
});

test('archives that nobody names are removed, those under lease are not', async () => {
  const { archives, names } = await opened();
  const [named, leased, unused] = await Promise.all(
    ['named', 'leased', 'unused'].map((content) => archives.add(zipBytes([{ name: 'a', content }]))),
  );
  if (named === undefined || leased === undefined || unused === undefined) throw new Error('missing');
  named.dispose();
  unused.dispose();
  const again = await archives.add(zipBytes([{ name: 'a', content: 'leased' }]));
  again.dispose();
  await archives.collect(new Set([named.sha256]));
  expect(await archives.list()).toEqual(new Set([named.sha256, leased.sha256]));
  leased.dispose();
  await archives.collect(new Set([named.sha256]));
  expect(await archives.list()).toEqual(new Set([named.sha256]));
  expect(await names()).toHaveLength(2);
});

test('an archive that is added while it is removed is whole afterwards', async () => {
  const { archives } = await opened();
  const zip = zipBytes(hello);
  (await archives.add(zip)).dispose();
  const [, stored] = await Promise.all([archives.collect(new Set()), archives.add(zip)]);
  expect((await readdir(stored.path)).sort()).toEqual(['bin', 'empty', 'index.js']);
});

/** Undefined where it is gone. */
function count(folder: string): number | undefined {
  try {
    return readdirSync(folder).length;
  } catch {
    return undefined;
  }
}

test('an archive that is removed is gone at once, so that none is ever there in parts', async () => {
  const { archives, names } = await opened();
  const stored = await archives.add(zipBytes(Array.from({ length: 2000 }, (_, index) => ({ name: `f${index}`, content: 'x' }))));
  stored.dispose();
  const seen = new Set<number | undefined>();
  const removal = { ended: false };
  const removed = archives.collect(new Set()).finally(() => (removal.ended = true));
  while (!removal.ended) {
    // Not behind all that the removal has for the thread pool.
    seen.add(count(stored.path));
    await setImmediate();
  }
  await removed;
  expect([...seen].filter((found) => found !== undefined)).toEqual([2000]);
  expect(await names()).toEqual([]);
});

test('what an interrupted unpacking left is removed at the next start', async () => {
  const { archives, folder } = await opened();
  const stored = await archives.add(zipBytes(hello));
  await mkdir(join(folder, 'code', '.unfinished-abc', 'code'), { recursive: true });
  await writeFile(join(folder, 'code', '.unfinished-abc', 'code', 'x'), 'x');
  const again = await openCodeArchives(folder, silentLogger);
  expect(await again.list()).toEqual(new Set([stored.sha256]));
  expect((await readdir(join(folder, 'code'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a folder that cannot be used is told', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'code'), 'a file');
  await expect(openCodeArchives(folder, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
});

test('a folder that cannot be written to any more is told', async () => {
  const { archives, folder } = await opened();
  // A mode would not keep root out.
  await rm(join(folder, 'code'), { recursive: true });
  await writeFile(join(folder, 'code'), 'a file');
  await expect(archives.add(zipBytes(hello))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
});
