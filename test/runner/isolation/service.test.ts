import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { containerTool } from '../../shared/containerTool.ts';
import { deployment } from '../../shared/deployed.ts';
import { eventually } from '../../shared/eventually.ts';
import { createCommand } from '../../shared/functionPackage.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { needs } from '../../shared/toolchain.ts';

const handler = `
  import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
  const codeOf = (work) => { try { return work(); } catch (error) { return error.code; } };
  const deeds = {
    look: () => ({
      root: process.env.LAMBDA_TASK_ROOT,
      opt: readdirSync('/opt'),
      write: codeOf(() => writeFileSync('/var/task/x', '')),
      home: existsSync('/root') || existsSync('/home'),
      mark: existsSync('/tmp/mark'),
    }),
    fill: () => codeOf(() => { for (let n = 0; n < 20; n++) writeFileSync('/tmp/part' + n, Buffer.alloc(32 * 1024 * 1024)); }),
    read: () => readFileSync('/tmp/extension.ndjson', 'utf8').trim().split('\\n').map((line) => Object.keys(JSON.parse(line))[0]),
    hang: () => { writeFileSync('/tmp/mark', ''); return new Promise(() => setInterval(() => {}, 1000)); },
  };
  export const handler = (event) => Promise.resolve(deeds[event.do](event));
`;

describe.skipIf(process.platform !== 'linux')('in a sandbox', () => {
  needs('bwrap');

  test('a function has Lambda’s folders, of which it may write to /tmp alone, up to its size', async () => {
    const { create, call, layer } = await deployment({ args: ['--isolation', 'sandbox'] });
    const Layers = [await layer('one', [{ name: 'first/x' }]), await layer('two', [{ name: 'second/x' }])];
    await create(handler, { Layers, Timeout: 10 });
    expect((await call({ do: 'look' })).payload).toEqual({ root: '/var/task', opt: ['first', 'second'], write: 'EROFS', home: false, mark: false });
    expect((await call({ do: 'fill' })).payload).toBe('ENOSPC');
  });

  test('an extension of a layer lives in it too, with the same /tmp', async () => {
    const { create, call, layer } = await deployment({ args: ['--isolation', 'sandbox'] });
    const writer = await readFile(fileURLToPath(new URL('../../fixtures/extensions/telemetry-writer.mjs', import.meta.url)));
    const Layers = [await layer('writer', [{ name: 'extensions/writer', content: writer, mode: 0o100755 }])];
    await create(handler, { Layers, MemorySize: 512, Timeout: 10, Environment: { Variables: { EXTENSION_OUTPUT: '/tmp/extension.ndjson' } } });
    const { payload } = await call({ do: 'read' });
    expect(payload).toEqual(expect.arrayContaining(['started', 'registered', 'subscribed']));
  });

  test('/tmp stays when the runtime is started anew', async () => {
    const { create, call } = await deployment({ args: ['--isolation-of', 'f=sandbox'] });
    await create(handler, { Timeout: 1 });
    expect((await call({ do: 'hang' })).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect((await call({ do: 'look' })).payload).toMatchObject({ mark: true });
  });
});

/** Answers with what it was started with. */
const imageRuntime = `
  const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
  for (;;) {
    const next = await fetch(base + 'next');
    const event = await next.json();
    const { _HANDLER, MINE } = process.env;
    const body = JSON.stringify({ event, command: process.argv.slice(2), _HANDLER, MINE });
    await fetch(base + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body });
  }
`;

describe.skipIf(process.platform === 'win32')('in a container', () => {
  // The engine is a stand-in: it runs an image's command as a plain process.
  test('a function’s own image runs, with what its ImageConfig overrides', async () => {
    const workspace = await temporaryWorkspace({ 'runtime.mjs': imageRuntime, 'bin/.keep': '' });
    const uri = '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1';
    const images = { [uri]: { Architecture: 'amd64', Entrypoint: [process.execPath, workspace.path('runtime.mjs')], Cmd: ['from.image'] } } as const;
    const tool = await containerTool(workspace.path('bin'), 'podman', { pullable: images });
    const { client, call, region } = await deployment({ args: ['--container-tool', tool.command] });
    const more = { PackageType: 'Image', Code: { ImageUri: uri }, Runtime: undefined, Handler: undefined, Environment: { Variables: { MINE: 'yes' } } };
    await client.send(createCommand('f', new Uint8Array(), { ...more, ImageConfig: { Command: ['app.handler', 'more'] } }));
    await client.send(createCommand('g', new Uint8Array(), more));
    expect((await call({ a: 1 })).payload).toEqual({ event: { a: 1 }, command: ['app.handler', 'more'], _HANDLER: 'app.handler', MINE: 'yes' });
    expect((await call({}, 'g')).payload).toMatchObject({ command: ['from.image'] });
    expect(await tool.containers()).toHaveLength(2);
    await region.retireAll();
    await eventually(async () => (await tool.containers()).length === 0 || undefined);
    // Values are not on its command line, which every user of the machine can read.
    expect(JSON.stringify((await tool.calls()).map(({ args }) => args))).not.toContain('yes');
  });

  test('without a tool, an invocation says what to install, and runs nowhere else', async () => {
    const { create, client } = await deployment({ args: ['--isolation', 'container'], environment: { PATH: '/nowhere' } });
    await create(handler);
    const failed = client.send(new InvokeCommand({ FunctionName: 'f' }));
    await expect(failed).rejects.toMatchObject({ Code: 'ISOLATION_UNAVAILABLE', message: expect.stringMatching(/docker/i) });
  });
});
