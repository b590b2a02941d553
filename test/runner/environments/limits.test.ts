import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { deployment, member } from '../../shared/deployed.ts';
import { eventually } from '../../shared/eventually.ts';

const handler = `
  import { closeSync, openSync, readdirSync, writeFileSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  import { join } from 'node:path';
  const kept = [];
  const deeds = {
    echo: async ({ wait = 0 }) => { await new Promise((go) => setTimeout(go, wait)); return { pid: process.pid, files: readdirSync(tmpdir()) }; },
    eat: ({ megabytes }) => { for (let n = 0; n < megabytes; n += 8) kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); return 'full'; },
    eatSlowly: async () => { for (;;) { kept.push(Buffer.alloc(2 * 1024 * 1024, 1)); await new Promise((go) => setTimeout(go, 1)); } },
    write: ({ megabytes }) => { for (let n = 0; n < megabytes; n += 50) writeFileSync(join(tmpdir(), 'part' + n), Buffer.alloc(50 * 1024 * 1024, 1)); return 'written'; },
    open: () => { const files = []; try { for (;;) files.push(openSync('/dev/null')); } catch (error) { files.forEach(closeSync); return { code: error.code, count: files.length }; } },
    hang: () => new Promise(() => { writeFileSync(join(tmpdir(), 'mark'), ''); setInterval(() => {}, 1000); }),
    tick: () => { globalThis.ticks ??= (setInterval(() => globalThis.ticks += 1, 1), 0); return { ticks: globalThis.ticks, pid: process.pid }; },
  };
  export const handler = (event) => Promise.resolve(deeds[event.do](event));
`;

describe.skipIf(process.platform !== 'linux')('memory', () => {
  test.each([
    ['at once', { do: 'eat', megabytes: 256 }],
    ['little by little, without ever answering', { do: 'eatSlowly' }],
  ])('over its size %s ends the runtime as Lambda does, and the next invocation starts anew', async (_how, event) => {
    const { create, call } = await deployment();
    await create(handler, { Timeout: 20 });
    const pid = member((await call({ do: 'echo' })).payload, 'pid');
    const failed = await call(event);
    expect(failed.functionError).toBe('Unhandled');
    expect(failed.payload).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/) });
    expect(failed.tail).toMatch(/Memory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime\.OutOfMemory\t\n$/);
    // What the one before held is not held against the new one, however long it takes.
    const next = await call({ do: 'echo', wait: 100 });
    expect(next.functionError).toBeUndefined();
    expect(member(next.payload, 'pid')).not.toBe(pid);
  });

  test('within its size is what the report tells', async () => {
    const { create, call } = await deployment();
    await create(handler, { MemorySize: 512, Timeout: 20 });
    const called = await call({ do: 'eat', megabytes: 200 });
    expect(called.payload).toBe('full');
    const used = Number(/Max Memory Used: (\d+) MB/.exec(called.tail)?.[1]);
    expect(used).toBeGreaterThan(220);
    expect(used).toBeLessThan(340);
  });
});

describe('/tmp', () => {
  test('over its size fails the invocation, and is told', async () => {
    const { create, call } = await deployment();
    await create(handler, { Timeout: 30, MemorySize: 512 });
    const failed = await call({ do: 'write', megabytes: 600 });
    expect(failed.payload).toMatchObject({ errorType: 'Sandbox.NoSpaceLeft', errorMessage: expect.stringContaining('ENOSPC: no space left on device') });
    expect(failed.tail).toContain('Error Type: Sandbox.NoSpaceLeft');
  });

  test('stays when the runtime is started anew, and goes with the environment', async () => {
    const { create, call, region } = await deployment();
    await create(handler, { Timeout: 1 });
    expect((await call({ do: 'hang' })).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect((await call({ do: 'echo' })).payload).toMatchObject({ files: ['mark'] });
    await region.retireAll();
    expect((await call({ do: 'echo' })).payload).toMatchObject({ files: [] });
  });
});

test.skipIf(process.platform === 'win32')('a process opens 1,024 files at most', async () => {
  const { create, call } = await deployment();
  await create(handler);
  const { payload } = await call({ do: 'open' });
  expect(payload).toMatchObject({ code: 'EMFILE' });
  expect(member(payload, 'count')).toBeGreaterThan(900);
  expect(member(payload, 'count')).toBeLessThan(1024);
});

test.skipIf(process.platform !== 'linux')('what a handler leaves running rests between invocations, and goes on in the next one', async () => {
  const { create, call } = await deployment();
  await create(handler);
  const pid = String(member((await call({ do: 'tick' })).payload, 'pid'));
  await eventually(async () => (/\) T /.test(await readFile(`/proc/${pid}/stat`, 'latin1')) ? true : undefined));
  expect((await call({ do: 'tick' })).payload).toMatchObject({ pid: Number(pid), ticks: expect.any(Number) });
});
