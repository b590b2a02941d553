import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import * as v from 'valibot';
import { expect, test } from 'vitest';

import { silentLogger } from '../../../src/common/logger.ts';
import type { DocumentKind } from '../../../src/runner/store/documentKind.ts';
import { openDocumentStore } from '../../../src/runner/store/documentStore.ts';
import { temporaryFolder } from '../../unit/runner/store/temporaryFolder.ts';

const script = fileURLToPath(new URL('./documentWriter.ts', import.meta.url));
const kinds: readonly DocumentKind<{ readonly filler: string }>[] = ['document', 'copy'].map((name) => ({
  name,
  schema: v.object({ filler: v.string() }),
}));

/** The keys of both kinds, which are always written together. */
async function keysIn(folder: string): Promise<readonly string[]> {
  const store = await openDocumentStore(folder, silentLogger);
  const [one, other] = await Promise.all(kinds.map(async (kind) => (await store.scan(kind)).map(({ key }) => key)));
  await store.close();
  expect(other).toEqual(one);
  return one ?? [];
}

/** Reads the writer's lines to its end, killing it after `kill` of them. */
async function linesOf(writer: ChildProcess, kill = Infinity): Promise<readonly string[]> {
  const { stdout } = writer;
  if (stdout === null) throw new Error('no output');
  const exited = once(writer, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: stdout })) {
    lines.push(line);
    if (lines.length === kill) writer.kill('SIGKILL');
  }
  await exited;
  return lines;
}

test('what was acknowledged survives the end of the process at any moment', async () => {
  const folder = await temporaryFolder();
  const acknowledged: string[] = [];
  for (const [round, kill] of [1, 7, 30, 101, 250].entries()) {
    const writer = spawn(process.execPath, [script, folder, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
    acknowledged.push(...(await linesOf(writer, kill)));
    const found = new Set(await keysIn(folder));
    expect(acknowledged.filter((key) => !found.has(key))).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(389);
});

test.skipIf(process.platform !== 'linux')('a full disk is told, and what was acknowledged before and after is there', async () => {
  const folder = await temporaryFolder();
  // A limit of the size of files stands for a disk without space: the database's log reaches it.
  const command = `trap '' XFSZ; ulimit -f 300; exec "$0" "$@"`;
  const writer = spawn('bash', ['-c', command, process.execPath, script, folder, 'full', '120'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = await linesOf(writer);
  const refused = lines.filter((line) => line.startsWith('!'));
  const acknowledged = lines.filter((line) => !line.startsWith('!'));
  expect(lines).toHaveLength(120);
  expect(new Set(refused.map((line) => line.split(' ')[1]))).toEqual(new Set(['DISK_FULL']));
  expect(acknowledged.length).toBeGreaterThan(4);
  expect(acknowledged.length).toBeGreaterThan(lines.indexOf(refused[0] ?? ''));
  expect(new Set(await keysIn(folder))).toEqual(new Set(acknowledged));
});
