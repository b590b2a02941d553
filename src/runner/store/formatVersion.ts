import { join } from 'node:path';

import { CodedError } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import type { Database } from './database.ts';
import { formatChange, formatKey } from './formatMark.ts';
import { migrate } from './migrate.ts';
import { formatVersion } from './migrations.ts';

/** As long as no format was told, there was one. */
const firstFormat = 1;

/**
 * Marks a new database with our format, and brings one of an earlier format to it, with a copy kept of what it was. Throws CodedError
 * `DATA_FOLDER_NEWER` where a later version wrote it, and `DATA_FOLDER_UNUSABLE` where it does not tell; and what the disk throws,
 * with nothing changed.
 */
export async function checkFormat(database: Database, dataFolder: string, logger: Logger): Promise<void> {
  const found = await foundFormat(database, dataFolder);
  if (found === undefined) await database.commit([formatChange(formatVersion)]);
  else if (found > formatVersion) throw newerError(dataFolder, found);
  else if (found < formatVersion) await migrate({ database, from: found, copyTo: join(dataFolder, `documents-format-${found}`), logger });
}

/** Undefined in a new database. */
async function foundFormat(database: Database, dataFolder: string): Promise<number | undefined> {
  const text = await database.get(formatKey);
  // It may have been lost with a damaged file; migrations leave alone what is as they want it.
  if (text === undefined) return (await isEmpty(database)) ? undefined : firstFormat;
  const version = versionIn(text);
  if (version !== undefined) return version;
  throw new CodedError(
    'DATA_FOLDER_UNUSABLE',
    `The data folder ${dataFolder} does not tell which format it has. Move it away, or choose another data folder.`,
    { details: { folder: dataFolder } },
  );
}

async function isEmpty(database: Database): Promise<boolean> {
  return (await database.scan({ gte: '\0', lt: '\u{10FFFF}' }, 1)).length === 0;
}

function newerError(folder: string, found: number): CodedError {
  return new CodedError(
    'DATA_FOLDER_NEWER',
    `The data folder ${folder} was written by a later version of Lambda Workbench ` +
      `(format ${found}; this version knows ${formatVersion}). ` +
      'Update Lambda Workbench, or choose another data folder.',
    { details: { folder, found, known: formatVersion } },
  );
}

function versionIn(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'version' in value && isVersion(value.version) ? value.version : undefined;
  } catch {
    return undefined;
  }
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= firstFormat;
}
