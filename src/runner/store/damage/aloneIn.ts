import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ClassicLevel } from 'classic-level';

import { codeOf } from '../../../common/codedError.ts';
import { exists } from '../paths.ts';
import { rootCause } from '../storageError.ts';

/**
 * Runs a task while no other process does the same in this folder, nor has its documents open. A database without content is what
 * locks: the system lets go of it when its process ends, however it ends. Throws what LevelDB throws, with LEVEL_LOCKED below.
 */
export async function aloneIn<R>(dataFolder: string, documents: string, task: () => Promise<R>): Promise<R> {
  const folder = join(dataFolder, '.repairing');
  const lock = await lockIn(folder);
  try {
    // It would make the folder.
    if (await exists(documents)) await refuseIfOpen(documents);
    return await task();
  } finally {
    await lock.close();
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function lockIn(folder: string): Promise<ClassicLevel> {
  const lock = new ClassicLevel(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await lock.open();
    return lock;
  } catch (error) {
    if (codeOf(rootCause(error)) !== 'LEVEL_CORRUPTION') throw error;
    // Nobody has it, and nothing is in it.
    await rm(folder, { recursive: true, force: true });
    const next = new ClassicLevel(folder);
    await next.open();
    return next;
  }
}

/** LevelDB takes the lock first of all, and then refuses a database that is there, and one that is not, without touching it. */
async function refuseIfOpen(documents: string): Promise<void> {
  const probe = new ClassicLevel(documents);
  try {
    await probe.open({ createIfMissing: false, errorIfExists: true });
    await probe.close();
  } catch (error) {
    if (codeOf(rootCause(error)) === 'LEVEL_LOCKED') throw error;
  }
}
