import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFolder, type PackingWords } from '../../../../src/extension/codeSigning/packing/packFolder.ts';
import { limits } from '../../../../src/lambda/limits.ts';
import { readZip } from '../../../../src/runner/store/archives/zipReader.ts';

const words: PackingWords = { tooLarge: () => 'too large', empty: () => 'empty', strayLink: (_folder, name) => `stray ${name}` };
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lambda-workbench-pack-'));
  await mkdir(join(root, 'code', 'lib'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const code = () => join(root, 'code');
const archive = () => join(root, 'code.zip');
const pack = (platform: NodeJS.Platform = 'linux', signal = new AbortController().signal) => packFolder(code(), archive(), { platform, signal, words });

async function entries() {
  const found = await readZip(await readFile(archive()));
  return Promise.all(found.map(async (entry) => [entry.name, entry.mode.toString(8), await text(entry.read())]));
}

describe('packFolder', () => {
  it('packs files, folders and links with their permissions, in the order of names', async () => {
    await writeFile(join(code(), 'index.mjs'), 'export const handler = 1;');
    await writeFile(join(code(), 'lib', 'tool'), '#!/bin/sh\n');
    await chmod(join(code(), 'lib', 'tool'), 0o755);
    await chmod(join(code(), 'index.mjs'), 0o640);
    await symlink('../index.mjs', join(code(), 'lib', 'alias.mjs'));
    await mkdir(join(code(), '.git'));
    await writeFile(join(code(), '.git', 'config'), 'secret');
    await pack();
    expect(await entries()).toEqual([
      ['index.mjs', '100644', 'export const handler = 1;'],
      ['lib/', '40755', ''],
      ['lib/alias.mjs', '120777', '../index.mjs'],
      ['lib/tool', '100755', '#!/bin/sh\n'],
    ]);
  });

  it('makes the same zip of the same files, whenever they were written', async () => {
    await writeFile(join(code(), 'a.txt'), 'a'.repeat(100_000));
    await pack();
    const first = await readFile(archive());
    await rm(join(code(), 'a.txt'));
    await writeFile(join(code(), 'a.txt'), 'a'.repeat(100_000));
    await pack();
    expect((await readFile(archive())).equals(first)).toBe(true);
    expect(first.length).toBeLessThan(2000);
  });

  it('lets Windows, which has no such bit, run what it packs', async () => {
    await writeFile(join(code(), 'bootstrap'), 'x');
    await chmod(join(code(), 'bootstrap'), 0o644);
    await pack('win32');
    expect((await entries()).map(([name, mode]) => [name, mode])).toEqual([['bootstrap', '100755'], ['lib/', '40755']]);
  });

  it.each([
    ['out of the folder', '../../outside.txt'],
    ['nowhere', 'missing.txt'],
    ['to an absolute place outside', '/etc'],
  ])('refuses a link that leads %s, and leaves nothing', async (_what, target) => {
    await writeFile(join(root, 'outside.txt'), 'secret');
    await writeFile(join(code(), 'index.mjs'), '');
    await symlink(target, join(code(), 'lib', 'link'));
    await expect(pack()).rejects.toMatchObject({ code: 'FOLDER_LINK_STRAY', message: 'stray lib/link' });
    expect(await readdir(root)).not.toContain('code.zip');
  });

  it('refuses a link that leads out by another link', async () => {
    await writeFile(join(code(), 'index.mjs'), '');
    await symlink('..', join(code(), 'up'));
    await symlink('up/outside.txt', join(code(), 'a'));
    await writeFile(join(root, 'outside.txt'), 'secret');
    await expect(pack()).rejects.toMatchObject({ code: 'FOLDER_LINK_STRAY', message: 'stray a' });
  });

  it('refuses a folder without files', async () => {
    await expect(pack()).rejects.toMatchObject({ code: 'FOLDER_EMPTY' });
  });

  it('refuses more than Lambda takes', async () => {
    await using handle = await open(join(code(), 'large'), 'w');
    await handle.truncate(limits.unzippedCodeBytes + 1);
    await expect(pack()).rejects.toMatchObject({ code: 'FOLDER_TOO_LARGE' });
  });

  it('stops when it is told to, and leaves nothing', async () => {
    await writeFile(join(code(), 'index.mjs'), '');
    await expect(pack('linux', AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(await readdir(root)).not.toContain('code.zip');
  });
});
