import { databaseFiles, logName, readIfPossible } from './databaseFiles.ts';
import type { Entry } from './entry.ts';
import { readLog } from './logFile.ts';
import type { Manifest } from './manifest.ts';
import { readTable } from './tableFile.ts';
import { readWriteBatch } from './writeBatch.ts';

export interface Salvaged {
  readonly documents: ReadonlyMap<string, string>;
  /** Changes that are known to be missing between those that are there; there may be more at the end, or in tables. */
  readonly lostChanges: number;
}

/**
 * Everything in a damaged database that can still be read, as it was last. Without a manifest, all files are taken: a document whose
 * deletion was lost may be among them.
 */
export async function salvage(folder: string, manifest: Manifest | undefined): Promise<Salvaged> {
  const files = await databaseFiles(folder);
  const live = manifest && new Map(manifest.tables.map(({ number, size }) => [number, size]));
  const newest = new Map<string, Entry>();
  for (const [number, file] of files?.tables ?? []) {
    if (live?.has(number) === false) continue;
    const bytes = await readIfPossible(folder, file);
    if (bytes !== undefined) for (const entry of readTable(bytes.subarray(0, live?.get(number)))) take(newest, entry);
  }
  let next = manifest === undefined ? undefined : manifest.lastSequence + 1;
  let lostChanges = 0;
  for (const log of files?.logs ?? []) {
    if (log < (manifest?.logNumber ?? 0)) continue;
    const bytes = await readIfPossible(folder, logName(log));
    for (const batch of bytes === undefined ? [] : batchesOf(bytes)) {
      const first = batch[0]?.sequence;
      // Changes are counted without a gap.
      if (first !== undefined && next !== undefined && first > next) lostChanges += first - next;
      if (first !== undefined) next = first + batch.length;
      for (const entry of batch) take(newest, entry);
    }
  }
  const documents = [...newest.values()].flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
  return { documents: new Map(documents), lostChanges };
}

function take(newest: Map<string, Entry>, entry: Entry): void {
  const known = newest.get(entry.key);
  if (known === undefined || known.sequence < entry.sequence) newest.set(entry.key, entry);
}

function batchesOf(log: Buffer): readonly (readonly Entry[])[] {
  return readLog(log).records.flatMap((record) => {
    try {
      return [readWriteBatch(record)];
    } catch {
      return [];
    }
  });
}
