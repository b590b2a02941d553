import { mkdir, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test } from 'vitest';

import { silentLogger } from '../../../../src/common/logger.ts';
import { type DocumentKind, putting } from '../../../../src/runner/store/documentKind.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { contentOf, cutOff, filesLike, flipByte } from './damagedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const plants: DocumentKind<string> = { name: 'plant', schema: v.string() };
const clock = { now: () => Date.UTC(2026, 0, 31, 12) };
const asideName = 'damaged-2026-01-31T12-00-00Z';

interface Reopened {
  readonly store: DocumentStore;
  readonly keys: readonly string[];
  readonly errors: readonly string[];
}

async function reopened(folder: string): Promise<Reopened> {
  const errors: string[] = [];
  const store = await openDocumentStore(folder, { ...silentLogger, error: (message) => errors.push(message) }, clock);
  onTestFinished(() => store.close());
  return { store, keys: (await store.scan(plants)).map(({ key }) => key), errors };
}

function keyOf(index: number): string {
  return `k${String(index).padStart(4, '0')}`;
}

/** Sessions that each write a hundred documents of 200 bytes, one by one; each but the last becomes a table. */
async function dataOf(sessions: number, count = 100): Promise<{ readonly folder: string; readonly documents: string }> {
  const folder = await temporaryFolder();
  for (let session = 0; session < sessions; session += 1) {
    const store = await openDocumentStore(folder, silentLogger);
    const keys = Array.from({ length: count }, (_, index) => keyOf(session * count + index));
    for (const key of keys) await store.write([putting(plants, key, key.repeat(40))]);
    await store.close();
  }
  return { folder, documents: join(folder, 'documents') };
}

async function only(documents: string, pattern: RegExp): Promise<string> {
  const [name, ...more] = await filesLike(documents, pattern);
  if (name === undefined || more.length > 0) throw new Error(`not one file: ${String(pattern)}`);
  return join(documents, name);
}

const all = Array.from({ length: 300 }, (_, index) => keyOf(index));
const firstTable = /^000005\.ldb$/;
const list = /^MANIFEST-/;
const log = /\.log$/;
const garbage = Buffer.from('garbage '.repeat(2000));

interface Row {
  readonly what: string;
  readonly damage: (documents: string) => Promise<unknown>;
  /** What is told. */
  readonly told: RegExp;
  /** How many of the 300 documents may be missing at most. */
  readonly lost: number;
}

const rows: readonly Row[] = [
  { what: 'CURRENT is missing', damage: (at) => rm(join(at, 'CURRENT')), told: /CURRENT is missing/, lost: 0 },
  { what: 'CURRENT is empty', damage: (at) => writeFile(join(at, 'CURRENT'), ''), told: /CURRENT names no list/, lost: 0 },
  { what: 'CURRENT is garbage', damage: (at) => writeFile(join(at, 'CURRENT'), garbage), told: /CURRENT names no list/, lost: 0 },
  { what: 'CURRENT names another file', damage: (at) => writeFile(join(at, 'CURRENT'), 'MANIFEST-999999\n'), told: /MANIFEST-999999 is missing/, lost: 0 },
  { what: 'the manifest is missing', damage: async (at) => rm(await only(at, list)), told: /MANIFEST-\d+ is missing/, lost: 0 },
  { what: 'the manifest is empty', damage: async (at) => writeFile(await only(at, list), ''), told: /MANIFEST-\d+ cannot be read/, lost: 0 },
  { what: 'the manifest is garbage', damage: async (at) => writeFile(await only(at, list), garbage), told: /MANIFEST-\d+ cannot be read/, lost: 0 },
  { what: 'a byte of the manifest is wrong', damage: async (at) => flipByte(await only(at, list), 20), told: /MANIFEST-\d+ cannot be read/, lost: 0 },
  { what: 'a table is missing', damage: async (at) => rm(await only(at, firstTable)), told: /000005\.ldb is missing, with documents from/, lost: 100 },
  { what: 'a table is empty', damage: async (at) => writeFile(await only(at, firstTable), ''), told: /000005\.ldb is cut off/, lost: 100 },
  { what: 'a table is cut off', damage: async (at) => cutOff(await only(at, firstTable), 500), told: /000005\.ldb is cut off/, lost: 60 },
  { what: 'a table is garbage', damage: async (at) => writeFile(await only(at, firstTable), garbage), told: /000005\.ldb is damaged in documents from/, lost: 100 },
  { what: 'a byte of a table is wrong', damage: async (at) => flipByte(await only(at, firstTable), 100), told: /000005\.ldb is damaged in documents from "[^"]+" to "plant!/, lost: 60 },
  { what: 'a byte of the end of a table is wrong', damage: async (at) => flipByte(await only(at, firstTable), -3), told: /000005\.ldb is damaged/, lost: 0 },
  { what: 'a byte of the list of blocks is wrong', damage: async (at) => flipByte(await only(at, firstTable), -60), told: /000005\.ldb is damaged/, lost: 0 },
  { what: 'a byte of the filter of keys is wrong', damage: async (at) => flipByte(await only(at, firstTable), -250), told: /000005\.ldb is damaged/, lost: 0 },
  { what: 'the log is missing', damage: async (at) => rm(await only(at, log)), told: /\.log is missing/, lost: 100 },
  { what: 'the log is empty', damage: async (at) => writeFile(await only(at, log), ''), told: /\.log is cut off/, lost: 100 },
  { what: 'the log is cut off', damage: async (at) => cutOff(await only(at, log), 20), told: /\.log is cut off/, lost: 1 },
  { what: 'the log is garbage', damage: async (at) => writeFile(await only(at, log), garbage), told: /\.log is damaged at byte 0/, lost: 100 },
  { what: 'a byte of the log is wrong', damage: async (at) => flipByte(await only(at, log), 1000), told: /\.log is damaged at byte \d+.*At least 1 changes are lost/, lost: 1 },
  { what: 'a length in the log is wrong', damage: async (at) => flipByte(await only(at, log), 5), told: /\.log is damaged at byte 0\..*At least 1 changes/, lost: 1 },
  { what: 'the last byte of the log is wrong', damage: async (at) => flipByte(await only(at, log), -1), told: /\.log is damaged at byte \d+/, lost: 1 },
];

describe('damaged files are told and set aside, and the rest is served', () => {
  test.each(rows)('$what', async ({ damage, told, lost }) => {
    const { folder, documents } = await dataOf(3);
    await damage(documents);
    const before = await contentOf(documents);
    const { store, keys, errors } = await reopened(folder);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(told);
    expect(errors[0]).toContain(join(folder, asideName));
    expect(errors[0]).toContain(`${keys.length} documents could be read`);
    expect(await contentOf(join(folder, asideName))).toMatchObject(withoutNotes(before));
    expect(store.damaged).toBe(true);
    expect(keys.length).toBeGreaterThanOrEqual(300 - lost);
    expect(all).toEqual(expect.arrayContaining([...keys]));
    for (const key of keys) expect(await store.get(plants, key)).toBe(key.repeat(40));
    await store.put(plants, 'new', 'x');
    await store.close();

    const next = await reopened(folder);
    expect(next.errors).toEqual([]);
    expect(next.keys).toEqual([...keys, 'new']);
    expect(next.store.damaged).toBe(true);
    await next.store.close();
    await rm(join(folder, asideName), { recursive: true });
    expect((await reopened(folder)).store.damaged).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(['documents']);
  });
});

/** LevelDB's notes of what it does change with every attempt to open. */
function withoutNotes(contents: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(contents).filter(([name]) => !name.startsWith('LOG')));
}

test('all of a log but the damaged stretch comes back, over several blocks of it', async () => {
  const { folder, documents } = await dataOf(1, 400);
  const file = await only(documents, log);
  for (const at of [10_000, 10_001, 40_000, 70_000]) await flipByte(file, at);
  const { keys, errors } = await reopened(folder);
  expect(errors[0]).toMatch(/damaged at 3 places .*At least 3 changes are lost/);
  expect(keys).toHaveLength(397);
});

test('a document that is larger than a block is lost alone', async () => {
  const folder = await temporaryFolder();
  const store = await openDocumentStore(folder, silentLogger);
  for (const key of ['a', 'b', 'c']) await store.put(plants, key, key.repeat(100_000));
  await store.close();
  await flipByte(await only(join(folder, 'documents'), log), 150_000);
  const { keys, errors } = await reopened(folder);
  expect(keys).toEqual(['a', 'c']);
  expect(errors[0]).toContain('At least 1 changes are lost');
});

test('a list of files that was cut off does not hide the files that came later', async () => {
  const { folder, documents } = await dataOf(3);
  const level = new ClassicLevel(documents);
  await level.open();
  const size = (await stat(await only(documents, list))).size;
  await level.compactRange('', '~');
  await level.close();
  await truncate(await only(documents, list), size);
  const { keys, errors } = await reopened(folder);
  expect(errors[0]).toContain('is missing, with documents');
  expect(keys).toEqual(all);
});

test('a database that was about to be made is none that is damaged', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'documents'));
  await writeFile(join(folder, 'documents', 'MANIFEST-000001'), 'half');
  const { errors, store } = await reopened(folder);
  expect(errors).toEqual([]);
  expect(store.damaged).toBe(false);
});

test('a database of one log that is gone is one that is damaged', async () => {
  const { folder, documents } = await dataOf(1);
  await rm(await only(documents, log));
  const { keys, errors } = await reopened(folder);
  expect(keys).toEqual([]);
  expect(errors[0]).toMatch(/\.log is missing/);
});

test('what was deleted does not come back, nor what was replaced', async () => {
  const { folder, documents } = await dataOf(2);
  const store = await openDocumentStore(folder, silentLogger);
  await store.delete(plants, keyOf(3));
  await store.put(plants, keyOf(4), 'other');
  await store.close();
  await writeFile(join(documents, 'CURRENT'), '');
  const { store: again, keys } = await reopened(folder);
  expect(keys).toHaveLength(199);
  expect(await again.get(plants, keyOf(3))).toBeUndefined();
  expect(await again.get(plants, keyOf(4))).toBe('other');
});

describe('what a kill in the middle of a write leaves is no damage', () => {
  test.each([
    ['half a record', (file: string) => cutOff(file, 20)],
    ['half a header', (file: string) => cutOff(file, 260)],
    ['zeros where the file grew', async (file: string) => writeFile(file, Buffer.alloc(50_000), { flag: 'a' })],
  ])('%s', async (_what, tear) => {
    const { folder, documents } = await dataOf(2);
    // It was not closed.
    await rm(join(documents, 'closed.json'));
    await tear(await only(documents, log));
    const { store, keys, errors } = await reopened(folder);
    expect(errors).toEqual([]);
    expect(store.damaged).toBe(false);
    expect(keys.length).toBeGreaterThanOrEqual(198);
    expect(await readdir(folder)).toEqual(['documents']);
  });
});

test('a document that cannot be read marks the store as damaged', async () => {
  const folder = await temporaryFolder();
  const { store } = await reopened(folder);
  await store.put({ name: 'plant', schema: v.number() }, 'a', 1);
  expect(store.damaged).toBe(false);
  expect(await store.get(plants, 'a')).toBeUndefined();
  expect(store.damaged).toBe(true);
});

test('a database that is open elsewhere is not taken for a damaged one', async () => {
  const { folder, documents } = await dataOf(2);
  const { store } = await reopened(folder);
  await flipByte(await only(documents, /^000005\.ldb$/), 100);
  await expect(openDocumentStore(folder, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_LOCKED' });
  await store.put(plants, 'x', 'x');
  expect((await readdir(folder)).sort()).toEqual(['documents']);
});

test('one repair at a time', async () => {
  const { folder, documents } = await dataOf(2);
  await writeFile(join(documents, 'CURRENT'), '');
  const other = new ClassicLevel(join(folder, '.repairing'));
  await other.open();
  await expect(openDocumentStore(folder, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_LOCKED' });
  await other.close();
  const attempts = await Promise.allSettled([reopened(folder), reopened(folder)]);
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(attempts.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'DATA_FOLDER_LOCKED' } });
  expect((await filesLike(folder, /^damaged-/)).length).toBe(1);
});

test('a repair that was interrupted is finished, or begun again', async () => {
  const { folder, documents } = await dataOf(2);
  await mkdir(`${documents}-repaired`);
  await mkdir(`${documents}-repaired.unfinished`);
  await writeFile(join(documents, 'CURRENT'), '');
  const { store } = await reopened(folder);
  await store.close();
  expect((await readdir(folder)).sort()).toEqual([asideName, 'documents']);

  // Between its two renames.
  await rename(documents, `${documents}-repaired`);
  const { keys, errors } = await reopened(folder);
  expect(keys).toHaveLength(200);
  expect(errors[0]).toContain('were damaged');
});

test('damage twice in the same second sets aside twice', async () => {
  const { folder, documents } = await dataOf(2);
  for (let time = 0; time < 2; time += 1) {
    await writeFile(join(documents, 'CURRENT'), '');
    await (await reopened(folder)).store.close();
  }
  expect(await filesLike(folder, /^damaged-/)).toEqual([asideName, `${asideName}-2`]);
});
