import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';
import { expect, test } from 'vitest';

import { below, oneOf, randomFrom } from '../../../runner/durability/random.ts';
import { silentLogger } from '../../../../src/common/logger.ts';
import type { DocumentKind } from '../../../../src/runner/store/documentKind.ts';
import { openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const plants: DocumentKind<string> = { name: 'plant', schema: v.string() };
const rounds = 120;

type Damage = (file: string, random: () => number) => Promise<unknown>;

const damages: readonly Damage[] = [
  async (file, random) => change(file, (bytes) => void (bytes[below(random, bytes.length)] = below(random, 256))),
  async (file, random) => change(file, (bytes) => void bytes.fill(below(random, 256), below(random, bytes.length))),
  async (file, random) => change(file, (bytes) => bytes.subarray(0, below(random, bytes.length))),
  async (file, random) => change(file, (bytes) => Buffer.concat([bytes, bytes.subarray(0, below(random, 100))])),
  (file) => writeFile(file, ''),
  (file) => rm(file),
];

async function change(file: string, make: (bytes: Buffer) => Buffer | void): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, make(bytes) ?? bytes);
}

test('whatever is damaged: it opens, gives no document that was never written, and does not lose one without a word', async () => {
  const random = randomFrom(3);
  const original = await temporaryFolder();
  const expected = new Map<string, string>();
  for (let session = 0; session < 3; session += 1) {
    const store = await openDocumentStore(original, silentLogger);
    for (let index = 0; index < 40; index += 1) {
      const key = `k${below(random, 60)}`;
      expected.set(key, `${session} ${key} `.repeat(below(random, 80)));
      await store.put(plants, key, expected.get(key) ?? '');
    }
    await store.close();
  }
  for (let round = 0; round < rounds; round += 1) {
    const folder = await temporaryFolder();
    await cp(original, folder, { recursive: true });
    const documents = join(folder, 'documents');
    const name = oneOf(random, (await readdir(documents)).filter((file) => /^CURRENT|^MANIFEST|\.ldb$|\.log$/.test(file))) ?? '';
    await oneOf(random, damages)?.(join(documents, name), random);
    const errors: string[] = [];
    const store = await openDocumentStore(folder, { ...silentLogger, error: (message) => errors.push(message) });
    const found = new Map((await store.scan(plants)).map(({ key, value }) => [key, value]));
    for (const [key, value] of found) expect(await store.get(plants, key)).toBe(value);
    await store.close();
    expect([...found.keys()].filter((key) => !expected.has(key))).toEqual([]);
    // An older one of the same document may be what is left.
    for (const [key, value] of found) expect(value).toMatch(new RegExp(`^(?:\\d ${key} )*$`));
    const isAsItWas = [...expected].every(([key, value]) => found.get(key) === value);
    if (!isAsItWas) expect({ name, round, errors: errors.length }).toEqual({ name, round, errors: 1 });
  }
}, 60_000);
