import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../../src/common/clock.ts';
import { silentLogger } from '../../../../../src/common/logger.ts';
import { LogStore } from '../../../../../src/runner/logs/store/logStore.ts';

async function openStore() {
  const root = await mkdtemp(join(tmpdir(), 'logs-'));
  const folder = join(root, 'logs');
  const store = await LogStore.open({ folder, clock: systemClock, logger: silentLogger, limitBytes: () => 1024 * 1024 });
  onTestFinished(async () => {
    await store.close();
    await rm(root, { recursive: true });
  });
  return { folder, store };
}

const unusable = { code: 'DATA_FOLDER_UNUSABLE' };

/** Puts a file in a folder's place; the answer puts the folder back. */
async function broken(folder: string): Promise<() => Promise<void>> {
  await rename(folder, `${folder}.aside`).catch(() => undefined);
  await writeFile(folder, '');
  return async () => {
    await rm(folder);
    await rename(`${folder}.aside`, folder).catch(() => undefined);
  };
}

test('a group that the disk refuses is not there, and can be made once it takes it', async () => {
  const { folder, store } = await openStore();
  const mend = await broken(folder);
  await expect(store.createGroup('g')).rejects.toMatchObject(unusable);
  expect([store.hasGroup('g'), store.groups()]).toEqual([false, []]);
  await mend();
  expect(await store.createGroup('g')).toBe(true);
});

test('likewise a stream, and a retention', async () => {
  const { folder, store } = await openStore();
  await store.createGroup('g');
  const [name = ''] = await readdir(folder);
  const mend = await broken(join(folder, name));
  await expect(store.createStream('g', 's')).rejects.toMatchObject(unusable);
  await expect(store.setRetention('g', 1)).rejects.toMatchObject(unusable);
  expect([await store.streams('g'), store.groups()[0]?.retentionDays]).toEqual([[], undefined]);
  await mend();
  expect(await store.createStream('g', 's')).toBe(true);
  expect(await store.streams('g')).toMatchObject([{ name: 's' }]);
});
