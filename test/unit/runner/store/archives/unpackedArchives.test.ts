import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UnpackedArchives } from '../../../../../src/runner/store/archives/unpackedArchives.ts';
import { temporaryWorkspace } from '../../../../shared/temporaryWorkspace.ts';
import { zipBytes } from './zipBytes.ts';

const day = 24 * 3_600_000;
const now = 1_800_000_000_000;
const zipOf = (content: string): Buffer => zipBytes([{ name: 'a.txt', content }]);

async function archivesIn(folder?: string): Promise<{ root: string; open: (at: number, kept?: string) => UnpackedArchives }> {
  const workspace = await temporaryWorkspace();
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  const root = folder ?? workspace.path('cache');
  return {
    root,
    open: (at, kept) =>
      new UnpackedArchives({ root, platform: 'linux', now: () => at, kept: () => Promise.resolve(new Set(kept === undefined ? [] : [kept])) }),
  };
}

test('what nobody used for a week goes at the next start, unless it is kept', async () => {
  const { root, open } = await archivesIn();
  const first = open(now);
  const [one, two, three] = [await first.take(zipOf('one')), await first.take(zipOf('two')), await first.take(zipOf('three'))];
  for (const folder of [one, two, three]) await utimes(folder, now / 1000, now / 1000);
  await open(now + 6 * day).find(basename(one));
  await open(now + 8 * day, basename(two)).find('none');
  expect(new Set(await readdir(root))).toEqual(new Set([basename(one), basename(two)]));
});

test('what an interrupted unpacking left goes, and what else lies there stays', async () => {
  const { root, open } = await archivesIn();
  await mkdir(join(root, '.unfinished-abc/x'), { recursive: true });
  await mkdir(join(root, 'arns'));
  await open(now).take(zipOf('one'));
  expect((await readdir(root)).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual(['arns']);
});

test('a zip that is refused leaves nothing, and hinders no other', async () => {
  const { root, open } = await archivesIn();
  const archives = open(now);
  const lie = zipBytes([{ name: 'a.txt', content: 'x', crc: 1 }]);
  await expect(archives.take(lie)).rejects.toMatchObject({ name: 'LambdaError' });
  expect(await readdir(root)).toEqual([]);
  expect(await archives.take(zipOf('one'))).toContain(root);
});

test('a file that changed is read again, and one whose folder is gone is unpacked again', async () => {
  const { root, open } = await archivesIn();
  const archives = open(now);
  await mkdir(root, { recursive: true });
  const file = join(root, '..', 'a.zip');
  await writeFile(file, zipOf('one'));
  const one = await archives.takeFile(file);
  await rm(one, { recursive: true });
  expect(await archives.takeFile(file)).toBe(one);
  expect(await readdir(one)).toEqual(['a.txt']);
  await writeFile(file, zipOf('other'));
  expect(await archives.takeFile(file)).not.toBe(one);
});
