import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReadyLine } from '../../src/protocol/runner.ts';
import { eventually } from '../shared/eventually.ts';
import { isAlive } from '../shared/isAlive.ts';
import { portOf } from '../shared/portOf.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, runnerFile, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

let workspace: TemporaryWorkspace;

beforeAll(async () => {
  workspace = await temporaryWorkspace({
    'app.mjs': `
      import { appendFileSync, existsSync } from 'node:fs';
      import { spawn } from 'node:child_process';
      export const spin = () => { for (;;); };
      export const wait = (event) => new Promise((done) => setTimeout(done, event.ms, event.ms));
      export const grandchild = async () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).pid;
      export const say = async () => { console.log('said'); await new Promise((done) => setTimeout(done, 30)); };
      export const whenFree = async (event) => { while (existsSync(event.lock)) await new Promise((done) => setTimeout(done, 20)); appendFileSync(event.file, event.text); };
    `,
    'template.yaml': templateOf({
      spin: 'Handler: app.spin, Timeout: 600',
      wait: 'Handler: app.wait, Timeout: 600',
      grandchild: 'Handler: app.grandchild',
      say: 'Handler: app.say',
      whenFree: 'Handler: app.whenFree, Timeout: 600',
    }),
  });
});

afterAll(() => workspace[Symbol.asyncDispose]());

function open(dataFolder?: string): Promise<RunningRegion> {
  return openRegion({ templates: [workspace.path('template.yaml')], ...(dataFolder !== undefined && { dataFolder }) });
}

/** Starts a handler that never lets go of its processor, one that waits, and one that leaves a child behind; answers all pids. */
async function busyPids(region: RunningRegion): Promise<number[]> {
  using client = new TestClient(region.endpoint);
  for (const [name, event] of [['spin', {}], ['wait', { ms: 600_000 }]] as const) client.call(name, event).catch(() => {});
  const grandchild = Number((await client.call('grandchild', {})).payload);
  const pids = await eventually(async () => {
    const busy = (await region.state()).environments.filter(({ state }) => state === 'busy');
    return busy.length === 2 ? busy.map(({ pid }) => pid ?? 0) : undefined;
  });
  return [...pids, grandchild];
}

describe('the end of the service', () => {
  test('SIGTERM stops it and every child within 3 s, also busy ones and what they started', async () => {
    await using region = await open();
    const pids = await busyPids(region);
    const started = performance.now();
    expect(await region.stop()).toBe(0);
    await eventually(() => !pids.some(isAlive) || undefined, 3000 - (performance.now() - started));
  });

  test('kill -9 of it: no child survives 5 s', async () => {
    await using region = await open();
    const pids = await busyPids(region);
    await region.stop('SIGKILL');
    await eventually(() => !pids.some(isAlive) || undefined, 5000);
  });

  test('an owner that goes takes it along', async () => {
    const data = await mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
    const child = spawn(process.execPath, [runnerFile, 'serve', '--data', data, '--owner-stdin'], { stdio: ['pipe', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    await rm(data, { recursive: true });
  });
});

/** The service as a process, for what happens before it is ready or to what it writes. */
async function spawned(
  args: readonly string[],
): Promise<{ child: ChildProcessByStdio<null, Readable, Readable>; data: string; cleanUp: () => Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
  const child = spawn(process.execPath, [runnerFile, 'serve', '--data', data, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, data, cleanUp: () => rm(data, { recursive: true }) };
}

describe('starting', () => {
  test.skipIf(process.platform === 'win32')('SIGTERM meanwhile stops it in order', async () => {
    const { child, data, cleanUp } = await spawned(['--template', workspace.path('template.yaml')]);
    const exited = once(child, 'exit');
    // It makes its data's files first, and is ready much later.
    await eventually(async () => (await readdir(data)).length > 0 || undefined);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    await cleanUp();
  });

  test('a reader of its output that goes away ends nothing', async () => {
    const { child, cleanUp } = await spawned(['--template', workspace.path('template.yaml')]);
    const [line] = v.parse(v.tuple([v.string()]), await once(createInterface({ input: child.stdout }), 'line'));
    const ready = v.parse(v.pipe(v.string(), v.parseJson(), ReadyLine), line);
    child.stdout.destroy();
    child.stderr.destroy();
    using client = new TestClient(ready.endpoint);
    for (let call = 0; call < 3; call += 1) expect((await client.call('say', {})).status).toBe(200);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    await cleanUp();
  });

  test('a port that is taken is said so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = portOf(other.address());
    await expect(openRegion({ args: ['--port', String(port)] })).rejects.toThrow('PORT_TAKEN');
    other.close();
  });

  test('a data folder that another service holds is said so, and that one goes on', async () => {
    const data = await mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
    await using first = await open(data);
    await expect(open(data)).rejects.toThrow('DATA_FOLDER_LOCKED');
    expect((await first.state()).region).toBe('us-east-1');
    await first.stop();
    await rm(data, { recursive: true });
  });

  test('a data folder that cannot be one is said so', async () => {
    const file = await workspace.write('file', '');
    await expect(open(join(file, 'below'))).rejects.toThrow('DATA_FOLDER_UNUSABLE');
  });

  test('a template that does not parse leaves the others served', async () => {
    const broken = await workspace.write('broken.yaml', 'Resources:\n  a: [\n');
    await using region = await openRegion({ templates: [broken, workspace.path('template.yaml')] });
    expect(region.functions).toContain('spin');
    expect((await region.state()).problems).toMatchObject([{ severity: 'error', position: { file: broken } }]);
    await eventually(() => region.stderr.includes(`${broken}:`) || undefined);
  });
});

test('an accepted event outlives kill -9, and runs after the next start', async () => {
  const data = await mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
  const [lock, file] = [await workspace.write('lock', ''), workspace.path('written')];
  await using first = await open(data);
  using client = new TestClient(first.endpoint);
  expect((await client.call('whenFree', { lock, file, text: 'once' }, { InvocationType: 'Event' })).status).toBe(202);
  await first.stop('SIGKILL');
  await rm(lock);
  await using second = await open(data);
  expect(await eventually(() => readFile(file, 'utf8').then((text) => text || undefined).catch(() => undefined))).toBe('once');
  await second.stop();
  await rm(data, { recursive: true });
});
