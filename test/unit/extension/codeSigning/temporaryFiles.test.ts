import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProcessAlive, TemporaryFiles } from '../../../../src/extension/codeSigning/packages/temporaryFiles.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-temporary-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = (alive: readonly number[] = []) => new TemporaryFiles({ folder, pid: 7, isAlive: (pid) => alive.includes(pid) });

describe('temporary files', () => {
  it('go after the work, however it ends', async () => {
    const temporary = files();
    const work = async (own: string) => {
      await writeFile(join(own, 'package.zip'), 'x');
      if (process.platform !== 'win32') expect((await stat(own)).mode & 0o777).toBe(0o700);
      return own;
    };
    const first = await temporary.using(work);
    await expect(temporary.using(async (own) => {
      await work(own);
      throw new Error('broken');
    })).rejects.toThrow('broken');
    expect(first).toContain(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of processes that are gone are swept, those of others that run are not', async () => {
    for (const name of ['1-abc', '2-abc', '7-abc', 'notes']) await mkdir(join(folder, name, 'deep'), { recursive: true });
    await files([2, 7]).sweep();
    expect((await readdir(folder)).sort()).toEqual(['2-abc', 'notes']);
  });

  it('are swept once: what this process has made stays', async () => {
    const temporary = files();
    await temporary.using(async (own) => {
      await temporary.sweep();
      expect(await readdir(own)).toEqual([]);
    });
  });

  it('need no folder to be swept', async () => {
    await rm(folder, { recursive: true });
    await files().sweep();
  });
});

it('a process is known to be alive', () => {
  expect(isProcessAlive(process.pid)).toBe(true);
  expect(isProcessAlive(2 ** 22 + 12345)).toBe(false);
});
