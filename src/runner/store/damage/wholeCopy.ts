import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { ClassicLevel } from 'classic-level';

import { syncFolder } from '../paths.ts';

const unfinishedExtension = '.unfinished';
const batchSize = 500;

type Entries = Iterable<readonly [string, string]> | AsyncIterable<readonly [string, string]>;

/** Makes a database in a folder that is not there yet; once it is there, it is whole and on disk. Answers how many entries it has. */
export async function writeWholeCopy(folder: string, entries: Entries): Promise<number> {
  const unfinished = folder + unfinishedExtension;
  await rm(unfinished, { recursive: true, force: true });
  try {
    // Environment variables of functions lie there.
    await mkdir(unfinished, { mode: 0o700 });
    const count = await fill(unfinished, entries);
    await rename(unfinished, folder);
    await syncFolder(dirname(folder));
    return count;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function fill(folder: string, entries: Entries): Promise<number> {
  const level = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
  let count = 0;
  let batch: { type: 'put'; key: string; value: string }[] = [];
  const write = async (): Promise<void> => {
    count += batch.length;
    await level.batch(batch, { sync: true });
    batch = [];
  };
  try {
    await level.open();
    for await (const [key, value] of entries) {
      batch.push({ type: 'put', key, value });
      if (batch.length === batchSize) await write();
    }
    await write();
  } finally {
    await level.close();
  }
  return count;
}
