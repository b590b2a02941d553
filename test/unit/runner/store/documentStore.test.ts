import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';

import { silentLogger } from '../../../../src/common/logger.ts';
import { deleting, type DocumentKind, putting } from '../../../../src/runner/store/documentKind.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { temporaryFolder } from './temporaryFolder.ts';

interface Named {
  readonly name: string;
}
const plants: DocumentKind<Named> = { name: 'plant', schema: v.object({ name: v.string() }) };
/** Its name begins as the other's does. */
const plantations: DocumentKind<Named> = { name: 'plantation', schema: v.object({ name: v.string() }) };

async function opened(folder: string, logger = silentLogger): Promise<DocumentStore> {
  const store = await openDocumentStore(folder, logger);
  onTestFinished(() => store.close());
  return store;
}

async function keys(store: DocumentStore, options: Parameters<DocumentStore['scan']>[1] = {}): Promise<readonly string[]> {
  return (await store.scan(plants, options)).map(({ key }) => key);
}

/** What another process, or an earlier version, left there. */
async function writeRaw(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  const level = new ClassicLevel(join(folder, 'documents'));
  await level.batch(Object.entries(entries).map(([key, value]) => ({ type: 'put', key, value })));
  await level.close();
}

test('documents come back as they were put, also after opening again', async () => {
  const folder = await temporaryFolder();
  const first = await openDocumentStore(join(folder, 'new', 'data'), silentLogger);
  await first.put(plants, 'a/ü', { name: 'oak "1"' });
  await first.put(plants, 'b', { name: 'ash' });
  await first.delete(plants, 'b');
  expect(await first.get(plants, 'a/ü')).toEqual({ name: 'oak "1"' });
  await first.close();
  const second = await opened(join(folder, 'new', 'data'));
  expect(await second.scan(plants)).toEqual([{ key: 'a/ü', value: { name: 'oak "1"' } }]);
  expect(await second.get(plants, 'b')).toBeUndefined();
});

test('kinds have keys of their own', async () => {
  const store = await opened(await temporaryFolder());
  await store.write([putting(plants, 'x', { name: 'one' }), putting(plantations, 'x', { name: 'two' })]);
  expect(await store.scan(plants)).toEqual([{ key: 'x', value: { name: 'one' } }]);
  expect(await store.get(plantations, 'x')).toEqual({ name: 'two' });
});

test('scans by prefix, from a key, with a limit, in the order of keys', async () => {
  const store = await opened(await temporaryFolder());
  const all = ['a', 'b/1', 'b/10', 'b/2', 'c', 'ü', '😀'];
  await store.write(all.toReversed().map((key) => putting(plants, key, { name: key })));
  expect(await keys(store)).toEqual(all);
  expect(await keys(store, { prefix: 'b/' })).toEqual(['b/1', 'b/10', 'b/2']);
  expect(await keys(store, { prefix: 'b/', after: 'b/1', limit: 1 })).toEqual(['b/10']);
  expect(await keys(store, { prefix: 'b/', after: 'a' })).toEqual(['b/1', 'b/10', 'b/2']);
  expect(await keys(store, { after: 'c' })).toEqual(['ü', '😀']);
  expect(await keys(store, { prefix: 'none' })).toEqual([]);
  expect(await keys(store, { limit: 2 })).toEqual(['a', 'b/1']);
});

test('what is written is what the document was when it was handed in', async () => {
  const store = await opened(await temporaryFolder());
  const document = { name: 'before' };
  const written = store.write([putting(plants, 'a', document)]);
  document.name = 'after';
  await written;
  expect(await store.get(plants, 'a')).toEqual({ name: 'before' });
});

test('closing waits for running writes and refuses later ones', async () => {
  const folder = await temporaryFolder();
  const store = await openDocumentStore(folder, silentLogger);
  const running = Array.from({ length: 20 }, (_, index) => store.put(plants, `${index}`, { name: 'x' }));
  await Promise.all([store.close(), store.close()]);
  await Promise.all(running);
  await expect(store.put(plants, 'late', { name: 'x' })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  await expect(store.get(plants, '1')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  expect(await keys(await opened(folder))).toHaveLength(20);
});

test('parallel writers see their own writes, and deletes keep their order', async () => {
  const store = await opened(await temporaryFolder());
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const key = `k${index}`;
      await store.put(plants, key, { name: 'x' });
      expect(await store.get(plants, key)).toEqual({ name: 'x' });
      await Promise.all([store.put(plants, key, { name: 'y' }), store.write([deleting(plants, key)])]);
    }),
  );
  expect(await keys(store)).toEqual([]);
});

test('a folder in use is told from one that cannot be used', async () => {
  const folder = await temporaryFolder();
  await opened(folder);
  await expect(openDocumentStore(folder, silentLogger)).rejects.toMatchObject({
    code: 'DATA_FOLDER_LOCKED',
    owner: 'user',
    message: expect.stringContaining(folder),
  });
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(openDocumentStore(file, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  await expect(openDocumentStore(join(file, 'below'), silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  const other = join(folder, 'other');
  await mkdir(other);
  await writeFile(join(other, 'documents'), 'not a folder');
  await expect(openDocumentStore(other, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  expect(await readdir(other)).toEqual(['documents']);
});

test('documents that are damaged are reported and left out; the rest is served', async () => {
  const folder = await temporaryFolder();
  await writeRaw(folder, { 'plant!a': '{"name":"good"}', 'plant!b': '{"name":', 'plant!c': '{"other":1}' });
  const errors: string[] = [];
  const store = await opened(folder, { ...silentLogger, error: (message) => errors.push(message) });
  expect(await keys(store)).toEqual(['a']);
  expect(await store.get(plants, 'c')).toBeUndefined();
  expect(errors).toHaveLength(3);
  expect(errors[0]).toContain('plant!b');
});
