import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LastEvents } from '../../../../src/extension/invoke/lastEvents.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('keeps the last event of each function over a restart', async () => {
  const before = new LastEvents(join(folder, 'made', 'on', 'demand'));
  await before.set('aws:dev:eu/orders', '{"a": 1}');
  await before.set('aws:dev:eu/orders', '{"a": 2}');
  await before.set('local/orders', '{}');
  const after = new LastEvents(join(folder, 'made', 'on', 'demand'));
  expect(await after.get('aws:dev:eu/orders')).toBe('{"a": 2}');
  expect(await after.get('local/orders')).toBe('{}');
  expect(await after.get('local/worker')).toBeUndefined();
});

it.skipIf(process.platform === 'win32')('lets only its user read them, and gives nothing away by name', async () => {
  await new LastEvents(folder).set('local/orders', '{"password": "secret"}');
  const [file = ''] = await readdir(folder);
  expect(file).not.toContain('orders');
  expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
});
