import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { expect, test } from 'vitest';

import { silentLogger } from '../../../src/common/logger.ts';
import type { DocumentKind } from '../../../src/runner/store/documentKind.ts';
import { openDocumentStore } from '../../../src/runner/store/documentStore.ts';
import { temporaryFolder } from '../../unit/runner/store/temporaryFolder.ts';

const script = fileURLToPath(new URL('./storeOpener.ts', import.meta.url));
const functions: DocumentKind<unknown> = { name: 'function', schema: v.unknown() };
const count = 2_000;

/** Documents of format 1 that a migration changes. */
async function format1(): Promise<string> {
  const folder = await temporaryFolder();
  const level = new ClassicLevel(join(folder, 'documents'));
  await level.put('format', '{"version":1}');
  const document = JSON.stringify({ latest: { further: { Layers: [] } }, filler: 'x'.repeat(500) });
  await level.batch(Array.from({ length: count }, (_, index) => ({ type: 'put' as const, key: `function!f${index}`, value: document })));
  await level.close();
  return folder;
}

/** A busy machine may tell of a change when the opening is over already: so often the same moment is tried. */
const mostMisses = 4;

/** Opens it in a process that is killed at its nth change of the data folder's list of files; whether it came so far. */
async function openUntil(folder: string, changes: number): Promise<boolean> {
  let seen = 0;
  const watcher = watch(folder);
  const opener = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  watcher.on('change', () => {
    seen += 1;
    if (seen === changes) opener.kill('SIGKILL');
  });
  await once(opener, 'exit');
  watcher.close();
  return opener.signalCode === 'SIGKILL';
}

// Elsewhere folders tell of their changes in other ways.
test.skipIf(process.platform !== 'linux').each([
  ['a migration', async () => {}, 3],
  ['a repair and a migration', (folder: string) => writeFile(join(folder, 'documents', 'CURRENT'), ''), 8],
] as const)('%s that is killed at any moment is done at the next opening, and nothing is lost', async (_what, prepare, leastKills) => {
  const original = await format1();
  await prepare(original);
  let kills = 0;
  let misses = 0;
  for (let changes = 1; changes <= 12 && misses < mostMisses; ) {
    const folder = await temporaryFolder();
    await cp(original, folder, { recursive: true });
    const killed = await openUntil(folder, changes);
    if (killed) [kills, misses, changes] = [kills + 1, 0, changes + 1];
    else misses += 1;
    const store = await openDocumentStore(folder, silentLogger);
    const found = await store.scan(functions);
    await store.close();
    expect(found).toHaveLength(count);
    expect(found.every(({ value }) => v.is(v.looseObject({ lastVersion: v.literal(0) }), value))).toBe(true);
    const left = await readdir(folder);
    expect(left.some((name) => name.startsWith('documents-format-1'))).toBe(true);
    expect(left.filter((name) => name.startsWith('documents-repaired'))).toEqual([]);
  }
  expect(kills).toBeGreaterThanOrEqual(leastKills);
});
