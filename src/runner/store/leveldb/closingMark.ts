import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { databaseFiles, logName } from './databaseFiles.ts';

/** LevelDB leaves files alone whose names are none of its own. */
const markName = 'closed.json';

const ClosingMark = v.object({
  /** What CURRENT had in it. Every opening changes it: a mark of an earlier run says nothing. */
  current: v.string(),
  /** Sizes of the logs, in bytes, by name. */
  logs: v.record(v.string(), v.number()),
});
/** How the database was when it was closed: without it, a log that was cut off looks like one whose writer was killed. */
export type ClosingMark = Readonly<v.InferOutput<typeof ClosingMark>>;

/** To be written when the database is closed. */
export async function writeClosingMark(folder: string): Promise<void> {
  const files = await databaseFiles(folder);
  const sizes = await Promise.all((files?.logs ?? []).map(async (log) => [logName(log), (await stat(join(folder, logName(log)))).size] as const));
  const mark: ClosingMark = { current: await readFile(join(folder, 'CURRENT'), 'utf8'), logs: Object.fromEntries(sizes) };
  await writeFile(join(folder, `${markName}.new`), JSON.stringify(mark));
  await rename(join(folder, `${markName}.new`), join(folder, markName));
}

/** The mark of the last closing, if the database was not opened since. */
export async function readClosingMark(folder: string, current: string): Promise<ClosingMark | undefined> {
  try {
    const mark = v.parse(ClosingMark, JSON.parse(await readFile(join(folder, markName), 'utf8')));
    return mark.current === current ? mark : undefined;
  } catch {
    // It only helps: without one, less is told.
    return undefined;
  }
}
