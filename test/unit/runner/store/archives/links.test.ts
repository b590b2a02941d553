import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, expect, test, vi } from 'vitest';

import { makeLinks } from '../../../../../src/runner/store/archives/links.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** Windows, where only some users may make links. */
const refused = vi.hoisted(() => ({ links: false, made: [] as string[] }));

vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  return {
    ...real,
    symlink: async (target, path, type) => {
      refused.made.push(`${String(target)} ${type ?? ''}`.trim());
      if (refused.links) throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
      await real.symlink(target, path, type);
    },
  };
});

beforeEach(() => {
  refused.links = false;
  refused.made = [];
});

async function withFiles(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'd'));
  await writeFile(join(folder, 'd', 'a'), 'content');
  return folder;
}

test.each(['linux', 'darwin', 'win32'])('links on %s', async (platform) => {
  const folder = await withFiles();
  await makeLinks(
    [
      { path: join(folder, 'file'), target: 'd/a' },
      { path: join(folder, 'folder'), target: 'd' },
    ],
    platform,
  );
  expect(refused.made).toEqual(platform === 'win32' ? [String.raw`d\a file`, 'd dir'] : ['d/a', 'd']);
  expect((await lstat(join(folder, 'file'))).isSymbolicLink()).toBe(true);
});

test('a Windows user who may not make links gets a copy of a file, and is told of a folder', async () => {
  const folder = await withFiles();
  refused.links = true;
  await makeLinks([{ path: join(folder, 'file'), target: 'd/a' }], 'win32');
  expect((await lstat(join(folder, 'file'))).isFile()).toBe(true);
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('content');
  await expect(makeLinks([{ path: join(folder, 'folder'), target: 'd' }], 'win32')).rejects.toThrow('turn on Developer Mode');
});
