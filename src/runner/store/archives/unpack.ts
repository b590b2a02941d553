import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { codeOf } from '../../../common/codedError.ts';
import { type ArchivePlan, checkLinkTarget, type PlannedEntry, planArchive } from '../../../lambda/package/archivePlan.ts';
import { packageErrors } from '../../../lambda/package/packageErrors.ts';
import { type Link, makeLinks } from './links.ts';
import { readZip, type ZipEntry } from './zipReader.ts';

const filesAtOnce = 8;

/** What a zip is to become. Throws LambdaError for archives that the service would not take or that must not be unpacked. */
export async function planOf(zip: Uint8Array, platform: string): Promise<ArchivePlan<ZipEntry>> {
  return planArchive(await readZip(zip), platform);
}

/**
 * Unpacks a zip into a new folder, and tells how it did. Throws as `planOf`, LambdaError for archives whose content is not as
 * their directory says, and the file system's errors; it is for the caller to remove the folder then.
 */
export async function unpack(zip: Uint8Array, folder: string, platform: string): Promise<ArchivePlan<ZipEntry>> {
  const plan = await planOf(zip, platform);
  await mkdir(folder);
  try {
    for (const path of plan.folders) await mkdir(join(folder, path), { recursive: true });
    await writeFiles(plan.files, folder);
    const links: Link[] = [];
    for (const { entry, path } of plan.links) links.push({ path: join(folder, path), target: await linkTarget(entry, path, platform) });
    await makeLinks(links, platform);
    return plan;
  } catch (error) {
    throw nameErrors.has(codeOf(error) ?? '') ? packageErrors.broken('It has an entry whose name this system does not take.') : error;
  }
}

/** A name is too long for the file system, or not of its characters. */
const nameErrors: ReadonlySet<string> = new Set(['ENAMETOOLONG', 'EILSEQ']);

/** Rejects when no file is being written any more, so that the folder can be removed. */
async function writeFiles(files: readonly PlannedEntry<ZipEntry>[], folder: string): Promise<void> {
  const failures: unknown[] = [];
  const left = files.values();
  const writer = async (): Promise<void> => {
    for (const file of left) {
      if (failures.length > 0) return;
      await writeFile(file, folder).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, writer));
  if (failures.length > 0) throw failures[0];
}

async function writeFile({ entry, path, permissions }: PlannedEntry<ZipEntry>, folder: string): Promise<void> {
  try {
    await pipeline(entry.read(), createWriteStream(join(folder, path), { flags: 'wx', mode: permissions }));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw packageErrors.broken(`It has two entries "${path}" whose names differ in case only, which this system does not tell apart.`);
  }
}

async function linkTarget(entry: ZipEntry, path: string, platform: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.read()) chunks.push(chunk);
  const target = Buffer.concat(chunks).toString('utf8');
  checkLinkTarget(path, target, platform);
  return target;
}
