import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock } from '../../../common/clock.ts';
import type { Logger } from '../../../common/logger.ts';
import { formatKey } from '../formatMark.ts';
import { type Inspection, inspectDatabase } from '../leveldb/inspect.ts';
import { salvage } from '../leveldb/salvage.ts';
import { exists, freeName, syncFolder } from '../paths.ts';
import { aloneIn } from './aloneIn.ts';
import { damageReport } from './damageReport.ts';
import { writeWholeCopy } from './wholeCopy.ts';

export interface RepairOptions {
  readonly dataFolder: string;
  /** The database's folder, in the data folder. */
  readonly documents: string;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
}

const setAsidePrefix = 'damaged-';

/**
 * Leaves a database that LevelDB can open. Where files are damaged, the whole folder is set aside as it is, as `damaged-<time>` in the
 * data folder, what can be read takes its place, and all that is told. Throws what file system and LevelDB throw, with nothing changed.
 */
export async function repairIfDamaged(options: RepairOptions): Promise<void> {
  const { dataFolder, documents } = options;
  const isInterrupted = !(await exists(documents)) && (await exists(repairedFolder(documents)));
  if (!isInterrupted && (await inspectDatabase(documents)).damages.length === 0) return;
  await aloneIn(dataFolder, documents, async () => {
    await finishInterrupted(options);
    const inspection = await inspectDatabase(documents);
    if (inspection.damages.length > 0) await repair(options, inspection);
  });
}

/** Of a database that LevelDB refuses, though nothing is seen that is wrong. */
export async function repairRefused(options: RepairOptions, reason: string): Promise<void> {
  const inspection: Inspection = { damages: [{ file: 'The database', what: `cannot be opened (${reason})` }], manifest: undefined };
  await aloneIn(options.dataFolder, options.documents, () => repair(options, inspection));
}

/** Whether damaged files lie aside. */
export async function hasSetAside(dataFolder: string): Promise<boolean> {
  return (await readdir(dataFolder)).some((name) => name.startsWith(setAsidePrefix));
}

async function repair({ dataFolder, documents, logger, clock }: RepairOptions, { damages, manifest }: Inspection): Promise<void> {
  const salvaged = await salvage(documents, manifest);
  const repaired = repairedFolder(documents);
  await rm(repaired, { recursive: true, force: true });
  await writeWholeCopy(repaired, salvaged.documents);
  const aside = await freeName(join(dataFolder, setAsidePrefix + fileTime(clock.now())));
  await rename(documents, aside);
  await rename(repaired, documents);
  await syncFolder(dataFolder);
  logger.error(damageReport({ dataFolder, aside, damages, documents: countOf(salvaged.documents), lostChanges: salvaged.lostChanges }));
}

/** Ended between its two renames: what can be read waits to take the place. */
async function finishInterrupted({ dataFolder, documents, logger }: RepairOptions): Promise<void> {
  if (await exists(documents)) return;
  await rename(repairedFolder(documents), documents);
  await syncFolder(dataFolder);
  logger.error(
    `Files in the data folder ${dataFolder} were damaged. What could be read of them is served; ` +
      `as they were, they lie in the newest of its folders ${setAsidePrefix}….`,
  );
}

/** Our mark of the format is none. */
function countOf(documents: ReadonlyMap<string, string>): number {
  return documents.size - (documents.has(formatKey) ? 1 : 0);
}

function repairedFolder(documents: string): string {
  return `${documents}-repaired`;
}

/** Such as 2026-01-31T12-00-00Z. */
function fileTime(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-');
}
