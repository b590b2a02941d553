import { rm } from 'node:fs/promises';

import type { Logger } from '../../common/logger.ts';
import { writeWholeCopy } from './damage/wholeCopy.ts';
import type { Database, DatabaseChange } from './database.ts';
import { keyRange } from './documentKind.ts';
import { formatChange } from './formatMark.ts';
import { formatVersion, migrations } from './migrations.ts';
import { freeName } from './paths.ts';

export interface MigrationOptions {
  readonly database: Database;
  /** The format it has. */
  readonly from: number;
  /** Where a copy of it is kept as it was: a database of its own. With a number behind it where there is one already. */
  readonly copyTo: string;
  readonly logger: Logger;
}

/** Brings all documents to our format at once, or none. Throws what the disk throws; the copy is gone then, as nothing has changed. */
export async function migrate({ database, from, copyTo, logger }: MigrationOptions): Promise<void> {
  const changes = await changesFrom(database, from);
  const marked = [...changes, formatChange(formatVersion)];
  if (changes.length === 0) return database.commit(marked);
  const copy = await freeName(copyTo);
  const count = await writeWholeCopy(copy, database.entries());
  try {
    await database.commit(marked);
  } catch (error) {
    await rm(copy, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  logger.info(
    `The data was brought from format ${from} to ${formatVersion}: ${changes.length} of its ${count} entries were changed. ` +
      `As it was, it lies in ${copy}; remove that when you need it no more.`,
  );
}

async function changesFrom(database: Database, from: number): Promise<readonly DatabaseChange[]> {
  const changed = new Map<string, string>();
  for (const { kind, change } of migrations.slice(from - 1).flat()) {
    for (const [key, stored] of await database.scan(keyRange(kind, ''))) {
      const next = change(jsonValue(changed.get(key) ?? stored));
      if (next !== undefined) changed.set(key, JSON.stringify(next));
    }
  }
  return [...changed].map(([key, value]) => ({ type: 'put', key, value }));
}

/** Undefined for what is none: it is reported where it is read. */
function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
