import { type DatabaseFiles, databaseFiles, logName, readIfPossible, tableName } from './databaseFiles.ts';
import { type ClosingMark, readClosingMark } from './closingMark.ts';
import { readLog } from './logFile.ts';
import { type LiveTable, type Manifest, readManifest } from './manifest.ts';
import { damageOfTable, type LostBlock } from './tableFile.ts';
import { readWriteBatch } from './writeBatch.ts';

/** What is wrong with a file of the database; a sentence's rest, such as `is missing`. */
export interface Damage {
  readonly file: string;
  readonly what: string;
}

export interface Inspection {
  readonly damages: readonly Damage[];
  /** Undefined where it is damaged, or does not fit the files that are there. */
  readonly manifest: Manifest | undefined;
}

const whole: Inspection = { damages: [], manifest: undefined };

/**
 * Looks at every file of a database that is closed, and changes nothing. LevelDB itself opens what is damaged without a word, reads
 * it as it is, and removes files it no longer knows of. What a kill or a power failure leaves in the middle of a write is no damage.
 */
export async function inspectDatabase(folder: string): Promise<Inspection> {
  const files = await databaseFiles(folder);
  if (files === undefined || isEmpty(files)) return whole;
  const current = await readIfPossible(folder, 'CURRENT');
  if (current === undefined) return damaged({ file: 'CURRENT', what: 'is missing' });
  const name = /^(MANIFEST-\d+)\n$/.exec(current.toString())?.[1];
  if (name === undefined) return damaged({ file: 'CURRENT', what: 'names no list of files' });
  const bytes = await readIfPossible(folder, name);
  if (bytes === undefined) return damaged({ file: name, what: 'is missing' });
  const manifest = readManifest(bytes);
  if (manifest === undefined) return damaged({ file: name, what: 'cannot be read' });
  const mark = await readClosingMark(folder, current.toString());
  const logs = files.logs.filter((log) => log >= manifest.logNumber);
  const missing = missingFiles(manifest, files);
  return {
    damages: [...missing, ...(await tableDamages(folder, manifest, files)), ...(await logDamages(folder, logs, mark))],
    // A list whose end was cut off does not know of the files that hold the documents now.
    manifest: missing.length > 0 ? undefined : manifest,
  };
}

function damaged(damage: Damage): Inspection {
  return { damages: [damage], manifest: undefined };
}

/** Or about to be made: the list of its files comes first, and has none in it yet. */
function isEmpty({ logs, tables, hasCurrent }: DatabaseFiles): boolean {
  return logs.length === 0 && tables.size === 0 && !hasCurrent;
}

function missingFiles({ tables, logNumber }: Manifest, files: DatabaseFiles): readonly Damage[] {
  const missing = tables.filter(({ number }) => !files.tables.has(number));
  return [
    ...missing.map((table) => ({ file: tableName(table.number), what: `is missing, with documents ${rangeOf(table)}` })),
    // A log is there before the list names it, and goes after the list names the next.
    ...(logNumber > 0 && !files.logs.includes(logNumber) ? [{ file: logName(logNumber), what: 'is missing' }] : []),
  ];
}

async function tableDamages(folder: string, { tables }: Manifest, files: DatabaseFiles): Promise<readonly Damage[]> {
  const found: Damage[] = [];
  for (const table of tables) {
    const file = files.tables.get(table.number);
    if (file === undefined) continue;
    const bytes = await readIfPossible(folder, file);
    if (bytes === undefined) found.push({ file, what: `cannot be read, with documents ${rangeOf(table)}` });
    else if (bytes.length < table.size) found.push({ file, what: `is cut off, with documents ${rangeOf(table)}` });
    else found.push(...damageOfTable(bytes.subarray(0, table.size)).map((lost) => ({ file, what: `is damaged in documents ${lostRange(table, lost)}` })));
  }
  return found;
}

async function logDamages(folder: string, logs: readonly number[], mark: ClosingMark | undefined): Promise<readonly Damage[]> {
  const found: Damage[] = [];
  for (const file of logs.map(logName)) {
    const bytes = await readIfPossible(folder, file);
    if (bytes === undefined) {
      found.push({ file, what: 'cannot be read' });
      continue;
    }
    const { records, damagedAt, torn } = readLog(bytes);
    const sizeAtClosing = mark?.logs[file];
    const isCutOff = sizeAtClosing !== undefined && (bytes.length < sizeAtClosing || (torn && bytes.length === sizeAtClosing));
    if (isCutOff) found.push({ file, what: 'is cut off' });
    if (damagedAt.length > 0) found.push({ file, what: `is damaged at ${placesText(damagedAt)}` });
    if (!records.every(isWriteBatch)) found.push({ file, what: 'has records that cannot be read' });
  }
  return found;
}

function isWriteBatch(record: Buffer): boolean {
  try {
    readWriteBatch(record);
    return true;
  } catch {
    return false;
  }
}

function rangeOf({ firstKey, lastKey }: LiveTable): string {
  return `from ${JSON.stringify(firstKey)} to ${JSON.stringify(lastKey)}`;
}

function lostRange(table: LiveTable, { after, upTo }: LostBlock): string {
  return `${after === undefined ? `from ${JSON.stringify(table.firstKey)}` : `after ${JSON.stringify(after)}`} to ${JSON.stringify(upTo ?? table.lastKey)}`;
}

function placesText(places: readonly number[]): string {
  const shown = places.slice(0, 5).join(', ');
  return places.length === 1 ? `byte ${shown}` : `${places.length} places (bytes ${shown}${places.length > 5 ? ' …' : ''})`;
}
