import { readFileSync } from 'node:fs';
import { onTestFinished, describe, expect, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RegionOptions, type RunningRegion } from '../shared/region.ts';
import { templateOf, temporaryWorkspace, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

const code = `
  let count = 0;
  exports.handler = async ({ names = [] }) => ({ count: ++count, variables: Object.fromEntries(names.map((name) => [name, process.env[name]])) });
`;
const properties = 'Handler: index.handler, Timeout: 20, Environment: { Variables: { STAGE: template, LEVEL: template } }';

interface Scene {
  readonly workspace: TemporaryWorkspace;
  readonly region: RunningRegion;
  readonly client: TestClient;
  /** What the handler sees of these variables, and how often its environment was invoked. */
  readonly call: (name: string, ...names: readonly string[]) => Promise<unknown>;
}

async function scene(files: Readonly<Record<string, string>>, options: (workspace: TemporaryWorkspace) => RegionOptions): Promise<Scene> {
  const workspace = await temporaryWorkspace({ 'app/index.js': code, 'app/template.yaml': templateOf({ orders: properties, prices: properties }), ...files });
  const given = options(workspace);
  const region = await openRegion({ templates: [workspace.path('app/template.yaml')], ...given });
  const client = new TestClient(region.endpoint);
  onTestFinished(async () => {
    client[Symbol.dispose]();
    await region[Symbol.asyncDispose]();
    await workspace[Symbol.asyncDispose]();
  });
  return { workspace, region, client, call: async (name, ...names) => (await client.call(name, { names })).payload };
}

describe('environment files', () => {
  test("win over the template's variables, and Lambda's own win over them", async () => {
    const files = { '.env': 'LEVEL=all\nEXTRA="two\nlines"', 'orders.env': 'export LEVEL=orders # of orders' };
    const { call } = await scene(files, ({ path }) => ({ args: ['--environment-file', path('.env'), '--environment-file', `orders=${path('orders.env')}`] }));
    expect(await call('orders', 'STAGE', 'LEVEL', 'EXTRA', 'AWS_REGION')).toEqual({
      count: 1,
      variables: { STAGE: 'template', LEVEL: 'orders', EXTRA: 'two\nlines', AWS_REGION: 'us-east-1' },
    });
    expect(await call('prices', 'LEVEL')).toEqual({ count: 1, variables: { LEVEL: 'all' } });
  });

  test('that change retire the environments that have them, and no others', async () => {
    const { call, workspace } = await scene({ 'orders.env': 'LEVEL=1' }, ({ path }) => ({ args: ['--environment-file', `orders=${path('orders.env')}`] }));
    await call('prices', 'LEVEL');
    expect(await call('orders', 'LEVEL')).toEqual({ count: 1, variables: { LEVEL: '1' } });
    expect(await call('orders', 'LEVEL')).toEqual({ count: 2, variables: { LEVEL: '1' } });
    await workspace.write('orders.env', 'LEVEL=2');
    const changed = await eventually(async () => {
      const payload = await call('orders', 'LEVEL');
      return JSON.stringify(payload).includes('"2"') ? payload : undefined;
    });
    expect(changed).toEqual({ count: 1, variables: { LEVEL: '2' } });
    expect(await call('prices', 'LEVEL')).toMatchObject({ count: 2 });
  });

  test('that cannot be used fail invocations and are shown, with no value told, until they are mended', async () => {
    const { client, call, workspace, region } = await scene({ 'orders.env': 'LEVEL=1\nAWS_REGION=hunter2' }, ({ path }) => ({
      args: ['--environment-file', `orders=${path('orders.env')}`],
    }));
    const problem = await eventually(async () => (await region.state()).problems.find(({ code: found }) => found === 'ENV_FILE_UNUSABLE'));
    expect(problem).toMatchObject({ severity: 'error', functionName: 'orders', position: { file: workspace.path('orders.env'), line: 1 } });
    const failure: unknown = await client.call('orders', {}).catch((error: unknown) => error);
    const said = JSON.stringify([failure, String(failure)]);
    expect(said).toContain('orders.env:2');
    expect(said + region.stderr).not.toContain('hunter2');
    await workspace.write('orders.env', 'LEVEL=2');
    await eventually(async () => (await region.state()).problems.length === 0);
    expect(await call('orders', 'LEVEL')).toMatchObject({ variables: { LEVEL: '2' } });
  });
});

describe('credentials', () => {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

  test('are none, whatever this machine has, until a profile is chosen; then those of the profile', async () => {
    const files = { credentials: '[dev]\naws_access_key_id = A1\naws_secret_access_key = s1\naws_session_token = t1\n' };
    const { call, region } = await scene(files, ({ path }) => ({
      environment: { AWS_ACCESS_KEY_ID: 'HOST', AWS_SECRET_ACCESS_KEY: 'HOST', AWS_SHARED_CREDENTIALS_FILE: path('credentials'), AWS_CONFIG_FILE: path('none') },
    }));
    expect(await call('orders', ...keys)).toEqual({ count: 1, variables: {} });
    await region.settings({ credentialsProfile: 'dev' });
    const variables = { AWS_ACCESS_KEY_ID: 'A1', AWS_SECRET_ACCESS_KEY: 's1', AWS_SESSION_TOKEN: 't1' };
    expect(await call('orders', ...keys)).toEqual({ count: 1, variables });
    await region.settings({ credentialsProfile: '' });
    expect(await call('orders', ...keys)).toEqual({ count: 1, variables: {} });
  });

  test('that cannot be had fail the invocation and say what to do', async () => {
    const { client } = await scene({}, ({ path }) => ({
      args: ['--profile', 'dev'],
      environment: { AWS_SHARED_CREDENTIALS_FILE: path('none'), AWS_CONFIG_FILE: path('none') },
    }));
    const failure: unknown = await client.call('orders', {}).catch((error: unknown) => error);
    expect(JSON.stringify([failure, String(failure)])).toContain('aws sts get-caller-identity --profile dev');
  });
});

test('settings that stay as they are retire nothing', async () => {
  const { call, region } = await scene({}, () => ({}));
  await call('orders');
  await region.settings({ idleSeconds: 100, isolation: 'process', isolationOf: {}, containerTool: '', credentialsProfile: '', environmentFiles: {}, runtimes: {} });
  expect(await call('orders')).toMatchObject({ count: 2 });
});

test.each([
  [{ isolation: 'jail' }],
  [{ isolationOf: { f: 'jail' } }],
  [{ streamBandwidth: -1 }],
  [{ logMegabytes: 0 }],
  [{ runtimes: { r: { args: [] } } }],
])('%j is refused', async (body) => {
  const { region } = await scene({}, () => ({}));
  expect((await region.control('PUT', '/settings', body)).status).toBe(400);
});

describe('a file of runtimes', () => {
  test('is read with paths from its own folder', async () => {
    const runtimes = JSON.stringify({ 'nodejs24.x': { command: './no-node', args: ['x'] } });
    const { client } = await scene({ 'runtimes.json': runtimes }, ({ path }) => ({ args: ['--runtimes', path('runtimes.json')] }));
    const failure: unknown = await client.call('orders', {}).catch((error: unknown) => error);
    expect(JSON.stringify([failure, String(failure)])).toContain('no-node');
  });

  test.each([
    ['{ "nodejs24.x": { "variables": { "KEY": "hunter2" } } }', 'nodejs24.x is neither'],
    ['hunter2', 'it is no JSON'],
  ])('%s is refused', async (text, message) => {
    await using workspace = await temporaryWorkspace({ 'runtimes.json': text });
    const failure: unknown = await openRegion({ args: ['--runtimes', workspace.path('runtimes.json')] }).catch((error: unknown) => error);
    expect(String(failure)).toContain(message);
    expect(String(failure)).toContain('RUNTIMES_FILE_UNUSABLE');
    expect(String(failure)).not.toContain('hunter2');
  });
});

test('the usage names every option that serve takes', () => {
  const source = readFileSync(new URL('../../src/runner/cli/commandLine.ts', import.meta.url), 'utf8');
  const usage = readFileSync(new URL('../../src/runner/cli/usage.ts', import.meta.url), 'utf8');
  const [, options = ''] = /const serveOptions = \{([^]*?)\} as const/.exec(source) ?? [];
  const names = [...options.matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map(([, name = '']) => name).filter((name) => name !== 'owner-stdin');
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) expect(usage).toContain(`--${name}`);
});
