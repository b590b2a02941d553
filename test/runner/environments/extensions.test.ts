import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { type Deployed, deployment, member } from '../../shared/deployed.ts';
import { eventually } from '../../shared/eventually.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

const fixture = (name: string): Promise<string> => readFile(fileURLToPath(new URL(`../../fixtures/extensions/${name}`, import.meta.url)), 'utf8');

const handler = `
  console.log('initialising');
  const deeds = {
    echo: ({ text }) => { console.log(text); return { pid: process.pid }; },
    hang: () => new Promise(() => setInterval(() => {}, 1000)),
    exit: () => process.exit(1),
  };
  export const handler = (event) => deeds[event.do](event);
`;

const Line = v.object({
  started: v.optional(v.object({ name: v.string(), environment: v.array(v.string()) })),
  registered: v.optional(v.record(v.string(), v.unknown())),
  event: v.optional(v.record(v.string(), v.unknown())),
  heard: v.optional(v.object({ type: v.string(), time: v.string(), record: v.unknown() })),
});
type Line = v.InferOutput<typeof Line>;

async function linesOf(file: string): Promise<Line[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '').map((line) => v.parse(v.pipe(v.string(), v.parseJson(), Line), line));
}

interface Extended extends Deployed {
  readonly lines: () => Promise<Line[]>;
}

/** A function with the external extension in a layer. */
async function extended(more: { fault?: string; timeout?: number; variables?: Record<string, string> } = {}): Promise<Extended> {
  const workspace = await temporaryWorkspace({});
  const output = workspace.path('extension.ndjson');
  const deployed = await deployment();
  const layer = await deployed.layer('writer', [{ name: 'extensions/writer', content: await fixture('telemetry-writer.mjs'), mode: 0o100755 }]);
  const Variables = { EXTENSION_OUTPUT: output, EXTENSION_FAULT: more.fault ?? 'none', ...more.variables };
  await deployed.create(handler, { Layers: [layer], Timeout: more.timeout ?? 5, MemorySize: 512, Environment: { Variables } });
  const lines = (): Promise<Line[]> => linesOf(output);
  return { ...deployed, lines };
}

test('an external extension gets its events, and hears by the Telemetry API what happens and what is logged', async () => {
  const { call, lines, region } = await extended();
  expect((await call({ do: 'echo', text: 'hello' })).functionError).toBeUndefined();
  const called = await call({ do: 'echo', text: 'again' });
  expect(called.functionError).toBeUndefined();
  await region.retireAll();
  const told = await lines();
  const { environment = [] } = told[0]?.started ?? {};
  expect(environment).toEqual(expect.arrayContaining(['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_RUNTIME_API', 'AWS_REGION', 'EXTENSION_OUTPUT']));
  expect(environment.filter((name) => /^_|LAMBDA_TASK_ROOT|AWS_EXECUTION_ENV|LOG_GROUP|XRAY/.test(name))).toEqual([]);
  expect(told.find(({ registered }) => registered !== undefined)?.registered).toMatchObject({ functionName: 'f', functionVersion: '$LATEST', handler: 'index.handler', accountId: '000000000000' });
  expect(told.flatMap(({ event }) => event?.['eventType'] ?? [])).toEqual(['INVOKE', 'INVOKE', 'SHUTDOWN']);
  expect(told.findLast(({ event }) => event !== undefined)?.event).toMatchObject({ shutdownReason: 'spindown' });
  const heard = told.flatMap((line) => (line.heard === undefined ? [] : [line.heard]));
  const types = heard.map(({ type }) => type);
  expect(types.filter((type) => type !== 'function' && type !== 'extension')).toEqual([
    'platform.initStart',
    'platform.telemetrySubscription',
    'platform.extension',
    'platform.initRuntimeDone',
    'platform.initReport',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
  ]);
  expect(heard.filter(({ type }) => type === 'function').map(({ record }) => String(record).trimEnd().split('\t').at(-1))).toEqual(['initialising', 'hello', 'again']);
  expect(heard.filter(({ type }) => type === 'extension').map(({ record }) => record)).toEqual(['writer is ready\n']);
});

test.each([
  ['crash-at-start', 'Extension.Crash'],
  ['init-error', 'Extension.InitError'],
])('an extension that fails by %s fails the initialisation, and then the invocation', async (fault, errorType) => {
  const { call, log } = await extended({ fault });
  const failed = await call({ do: 'echo', text: '' });
  expect(failed.functionError).toBe('Unhandled');
  expect(failed.payload).toMatchObject({ errorType });
  expect(log()).toMatch(new RegExp(`INIT_REPORT .*Status: error\\tError Type: ${errorType.replace('.', '\\.')}`));
});

test.each([
  ['exit-error', 'Extension.ExitError'],
  ['crash-on-invoke', 'Extension.Crash'],
])('one that fails in an invocation by %s takes the runtime with it, and both start anew', async (fault, errorType) => {
  const { call, lines } = await extended({ fault });
  const first = await call({ do: 'echo', text: '' });
  expect(first.tail).toContain(`Status: error\tError Type: ${errorType}\t`);
  await call({ do: 'echo', text: '' });
  await eventually(async () => (await lines()).filter(({ started }) => started !== undefined).length === 2 || undefined);
});

test('the timeout holds for extensions too, whose invocation is answered before', async () => {
  const { call, lines, client } = await extended({ fault: 'never-done', timeout: 1 });
  expect((await client.call('f', { do: 'echo', text: '' })).functionError).toBeUndefined();
  const second = await call({ do: 'echo', text: '' });
  expect(second.tail).toMatch(/Task timed out after 1\.00 seconds/);
  const events = (await lines()).flatMap(({ event }) => (event === undefined ? [] : [event]));
  expect(events.map((event) => event['eventType'])).toContain('INVOKE');
});

test('while an extension goes on after the answer, its environment is at work', async () => {
  const { client, region } = await extended({ fault: 'never-done' });
  const pidOf = async (): Promise<unknown> => member((await client.call('f', { do: 'echo', text: '' })).payload, 'pid');
  const first = await pidOf();
  // What is idle would be taken again.
  expect(await pidOf()).not.toBe(first);
  expect((await region.state()).environments.map(({ state }) => state)).toEqual(['busy', 'busy']);
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 2 }));
  await expect(client.call('f', { do: 'echo', text: '' })).rejects.toMatchObject({ Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
});

test('after a timeout of the handler, extensions are told why they end', async () => {
  const { call, lines } = await extended({ timeout: 1 });
  await call({ do: 'hang' });
  await eventually(async () => (await lines()).some(({ event }) => event?.['shutdownReason'] === 'timeout') || undefined);
});

test('after a crash of the runtime likewise', async () => {
  const { call, lines } = await extended();
  await call({ do: 'exit' });
  await eventually(async () => (await lines()).some(({ event }) => event?.['shutdownReason'] === 'failure') || undefined);
});

test('one that ignores its shutdown is ended after two seconds', async () => {
  const { call, region } = await extended({ fault: 'ignores-shutdown' });
  const pid = Number(member((await call({ do: 'echo', text: '' })).payload, 'pid'));
  const started = performance.now();
  await region.retireAll();
  expect(performance.now() - started).toBeGreaterThan(1_900);
  expect(isAlive(pid)).toBe(false);
});

test('an internal extension registers beside the handler', async () => {
  const workspace = await temporaryWorkspace({});
  const output = workspace.path('internal.ndjson');
  const { create, call } = await deployment();
  const internal = await fixture('internal-extension.mjs');
  const parts = [
    { name: 'internal.mjs', content: internal },
    { name: 'index.mjs', content: "import './internal.mjs';\nexport const handler = async () => 'done';" },
  ];
  await create(parts, { Environment: { Variables: { INTERNAL_EXTENSION_OUTPUT: output } } });
  expect((await call({})).payload).toBe('done');
  expect((await linesOf(output)).map((line) => Object.keys(line)[0])).toEqual(['registered', 'event']);
});
