import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateFunctionCommand, DeleteFunctionCommand, GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { controlPath } from '../../src/protocol/runner.ts';
import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';
import { rawRequest } from './api/rawRequest.ts';

const posix = process.platform !== 'win32';
const role = 'arn:aws:iam::000000000000:role/r';
const python = pythonRuntime();

const code = `
import { writeFileSync } from 'node:fs';
export const variables = async () => process.env;
export const answer = (event) => new Promise((done) => setTimeout(done, event.ms ?? 0, event));
export const holdOn = async (event) => { writeFileSync(event.file, process.env.AWS_LAMBDA_RUNTIME_API); await new Promise((done) => setTimeout(done, 600_000)); };
export const leave = () => process.exit(3);
export const boom = async () => { throw new Error('no luck'); };
export const late = () => new Promise((done) => setTimeout(done, 600_000));
export const large = async () => 'x'.repeat(7_000_000);
`;

/** Answers one invocation with its environment, as JSON with one text. */
const bootstrap = `#!/bin/sh
base="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  id=$(curl -sD - -o /dev/null "$base/next" | tr -d '\\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
  curl -s -o /dev/null -d "\\"$(env | cut -c1-60 | tr '\\n"' '; ')\\"" "$base/$id/response"
done
`;

const hostSecrets = { AWS_SECRET_ACCESS_KEY: 'SECRET-of-the-host-1', MY_TOKEN: 'SECRET-of-the-host-2' };

/** Lines of a template that are wrong around a value that nobody may see. */
const badVariables: Readonly<Record<string, string>> = {
  list: 'AB: [SECRET-of-a-template]',
  nul: String.raw`AB: "SECRET-of-a-template\0"`,
  reserved: 'AWS_REGION: SECRET-of-a-template',
  long: `AB: "${'SECRET-of-a-template'.repeat(300)}"`,
  afterText: 'AB: "a" SECRET-of-a-template',
  noYaml: 'AB: "a", "x" SECRET-of-a-template: {',
  open: 'AB: "SECRET-of-a-template',
};

/** Templates that are no YAML just where such a value is. */
const noYaml: Readonly<Record<string, string>> = {
  header: 'Resources:\n  f:\n    PASSWORD: |SECRET-of-a-template\n',
  stray: 'Resources:\n  f: {}\n"SECRET-of-a-template"\n',
  dash: 'Resources:\n  f: 1\n }, PASSWORD: SECRET-of-a-template\n',
};

let workspace: TemporaryWorkspace;
let region: RunningRegion;
let client: TestClient;
let data: string;

beforeAll(async () => {
  const secret = 'Environment: { Variables: { PASSWORD: SECRET-of-a-template } }';
  const others = {
    shell: '{ FunctionName: shell, CodeUri: ., Handler: any, Runtime: provided.al2023 }',
    ...(python !== undefined && { snake: `{ FunctionName: snake, CodeUri: ., Handler: snake.variables, Runtime: ${python} }` }),
  };
  workspace = await temporaryWorkspace({
    'app.mjs': code,
    'snake.py': 'import os\ndef variables(event, context):\n    return dict(os.environ)\n',
    'template.yaml':
      templateOf({
        variables: 'Handler: app.variables',
        answer: 'Handler: app.answer, Timeout: 20',
        holdOn: `Handler: app.holdOn, Timeout: 20`,
        leave: `Handler: app.leave, ${secret}`,
        boom: `Handler: app.boom, ${secret}`,
        late: `Handler: app.late, Timeout: 1, ${secret}`,
        large: `Handler: app.large, Timeout: 20, ${secret}`,
        missing: `Handler: nowhere.handler, ${secret}`,
        absent: `Handler: app.absent, ${secret}`,
        old: `Handler: app.answer, ${secret}`,
      }).replace('Runtime: nodejs24.x, Handler: app.answer, Environment', 'Runtime: nodejs22.x, Handler: app.answer, Environment') +
      Object.entries(others).map(([name, properties]) => `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties: ${properties}\n`).join(''),
  });
  await workspace.write('bootstrap', bootstrap, 0o755);
  const bad = await Promise.all([
    ...Object.entries(badVariables).map(([name, line]) =>
      workspace.write(`${name}.yaml`, templateOf({ [`bad-${name}`]: `Handler: app.answer, Environment: { Variables: { ${line} } }` })),
    ),
    ...Object.entries(noYaml).map(([name, text]) => workspace.write(`${name}.yaml`, text)),
  ]);
  // It is there before, and open to all: what the service puts there is not.
  data = await mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
  region = await openRegion({
    dataFolder: data,
    templates: [workspace.path('template.yaml'), ...bad],
    args: ['--runtime', 'nodejs22.x=/nowhere/node'],
    environment: hostSecrets,
  });
  client = new TestClient(region.endpoint);
});

afterAll(async () => {
  client?.destroy();
  await region?.[Symbol.asyncDispose]();
  await workspace?.[Symbol.asyncDispose]();
  await rm(data, { recursive: true, force: true });
});

function pythonRuntime(): string | undefined {
  try {
    const version = /3\.(?:9|1[0-4])\b/.exec(execFileSync('python3', ['--version'], { encoding: 'utf8' }))?.[0];
    return version && `python${version}`;
  } catch {
    return undefined;
  }
}

function portOfEndpoint(): number {
  return Number(new URL(region.endpoint).port);
}

/** What a server answers to these lines until it closes the connection: its first line, or nothing. */
function lines(port: number, ...sent: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.end([...sent, 'Connection: close', '', ''].join('\r\n'));
    socket
      .on('data', (chunk: Buffer) => (answer += chunk.toString()))
      .on('error', () => {})
      .on('close', () => resolve(answer.slice(0, answer.indexOf('\r\n'))));
  });
}

describe('a page of a browser', () => {
  const list = 'GET /2015-03-31/functions HTTP/1.1';
  const own = () => `Host: 127.0.0.1:${portOfEndpoint()}`;

  test.each<[string, () => readonly string[], string]>([
    ['that asks before it posts (preflight)', () => ['OPTIONS /2015-03-31/functions HTTP/1.1', own(), 'Origin: http://evil.example', 'Access-Control-Request-Method: POST', 'Access-Control-Request-Private-Network: true'], '403'],
    ['with an empty Origin', () => [list, own(), 'Origin:'], '403'],
    ['with a name of its own', () => [list, 'Host: evil.example'], '403'],
    ['with a name that ends in a dot', () => [list, `Host: localhost.:${portOfEndpoint()}`], '403'],
    ['with two Hosts', () => [list, own(), 'Host: evil.example'], '403'],
    ['with two Hosts, the other way round', () => [list, 'Host: evil.example', own()], '403'],
    ['with an empty Host', () => [list, 'Host:'], '403'],
    ['without a Host', () => [list], '400'],
    ['of HTTP/1.0 without a Host', () => ['GET /2015-03-31/functions HTTP/1.0'], '403'],
    ['that opens a WebSocket', () => [list, own(), 'Origin: http://evil.example', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='], '403'],
    ['that sends a form as text', () => ['POST /2015-03-31/functions/answer/invocations HTTP/1.1', own(), 'Content-Type: text/plain', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Content-Length: 0'], '403'],
    ['that only loads an image', () => [list, own(), 'Sec-Fetch-Site: same-site', 'Sec-Fetch-Dest: image'], '403'],
    ['that waits for leave to send', () => ['POST /2015-03-31/functions HTTP/1.1', own(), 'Origin: null', 'Expect: 100-continue', 'Content-Length: 2'], '403'],
    ['through a proxy, to another server', () => ['GET http://evil.example/2015-03-31/functions HTTP/1.1', own()], '404'],
    ['through a proxy, to the control API', () => [`GET http://evil.example${controlPath}/state HTTP/1.1`, own()], '404'],
  ])('%s is refused', async (_what, sent, status) => {
    expect(await lines(portOfEndpoint(), ...sent())).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test('that wants a tunnel gets none', async () => {
    expect(await lines(portOfEndpoint(), `CONNECT 127.0.0.1:${portOfEndpoint()} HTTP/1.1`, own())).toBe('');
  });

  test('gets no leave to read answers', async () => {
    const answer = await rawRequest(portOfEndpoint(), { method: 'OPTIONS', path: '/2015-03-31/functions', headers: { origin: 'http://evil.example' } });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the control API', () => {
  const wrong = `Bearer ${'0'.repeat(64)}`;
  test.each<[string, string, OutgoingHttpHeaders]>([
    ['no token', '/state', {}],
    ['a token that is wrong', '/state', { authorization: wrong }],
    ['one that is too short', '/state', { authorization: 'Bearer 0' }],
    ['one that is empty', '/state', { authorization: '' }],
    ['two in one', '/state', { authorization: `${wrong}, ${wrong}` }],
    ['no token, a path that is not there', '/nowhere', {}],
    ['no token, a path around', `/..${controlPath}/state`, {}],
    ['no token, the events', '/events', {}],
  ])('tells nothing to %s', async (_what, path, headers) => {
    const { status, text } = await rawRequest(portOfEndpoint(), { path: `${controlPath}${path}`, headers });
    expect([status, JSON.parse(text)]).toMatchObject([401, { code: 'CONTROL_TOKEN' }]);
  });

  test('prints its token in the ready line only', async () => {
    expect(region.stderr).not.toMatch(/[0-9a-f]{64}/);
    for (const file of await filesIn(data)) expect(await readFile(file, 'latin1')).not.toMatch(/Bearer/);
  });
});

describe('the Runtime API of an environment', () => {
  const next = '/2018-06-01/runtime/invocation/next';
  let port: number;
  let waiting: Promise<unknown>;

  beforeAll(async () => {
    const file = workspace.path('address');
    waiting = client.call('holdOn', { file }).catch(() => undefined);
    const address = await eventually(() => readFile(file, 'utf8').then((text) => text || undefined).catch(() => undefined));
    port = Number(address.split(':')[1]);
  });

  test.each<[string, string, string, OutgoingHttpHeaders]>([
    ['an Origin', 'GET', next, { origin: 'http://evil.example' }],
    ['an Origin, posting', 'POST', '/2018-06-01/runtime/init/error', { origin: 'null', 'content-type': 'text/plain' }],
    ['a page that sends no Origin', 'GET', next, { 'sec-fetch-site': 'cross-site' }],
    ['a name of its own', 'GET', next, { host: 'evil.example' }],
    ['the port of the region', 'GET', next, { host: '127.0.0.1:80' }],
  ])('refuses %s', async (_what, method, path, headers) => {
    const { status, text } = await rawRequest(port, { method, path, headers });
    expect([status, JSON.parse(text)]).toMatchObject([403, { errorType: 'ForeignRequest' }]);
  });

  test('refuses two Hosts', async () => {
    expect(await lines(port, `GET ${next} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Host: evil.example')).toContain('403');
  });

  test('takes no answer to an invocation that it did not give', async () => {
    const { status } = await rawRequest(port, { method: 'POST', path: `/2018-06-01/runtime/invocation/${randomUUID()}/response`, body: '"evil"' });
    expect(status).toBe(400);
  });

  test('is closed with its environment', async () => {
    const pid = await eventually(async () => (await region.state()).environments.find(({ functionName }) => functionName === 'holdOn')?.pid);
    process.kill(pid, 'SIGKILL');
    expect(await waiting).toMatchObject({ payload: { errorType: 'Runtime.ExitError' } });
    await expect(rawRequest(port, { path: next })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe("the host's environment", () => {
  async function check(name: string): Promise<void> {
    const { functionError, payload } = await client.call(name, {});
    const text = JSON.stringify(payload);
    expect([functionError, text]).toEqual([undefined, expect.stringContaining('AWS_LAMBDA_FUNCTION_NAME')]);
    expect(text).not.toContain('SECRET-of-the-host');
    expect(text).not.toMatch(/MY_TOKEN|AWS_SECRET_ACCESS_KEY|HOME=|"HOME"/);
  }

  test('does not reach a Node.js handler', () => check('variables'));
  test.skipIf(python === undefined)('does not reach a Python handler', () => check('snake'));
  test.skipIf(!posix)('does not reach a bootstrap', () => check('shell'));
});

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("a function's environment variables", () => {
  const marker = 'SECRET-of-the-api';
  const stored = `${marker}-stored`;
  const answers: string[] = [];
  let events = '';

  beforeAll(async () => {
    const stream = (await region.control('GET', '/events')).body?.pipeThrough(new TextDecoderStream()).getReader();
    const reading = (async () => {
      for (let chunk = await stream?.read(); chunk?.done === false; chunk = await stream?.read()) events += chunk.value;
    })();
    await failures();
    await eventually(() => /"type":"invocationEnded".*"functionName":"large"/.test(events) || undefined);
    await stream?.cancel();
    await reading;
  });

  /** Every failure that there is, in functions that have secrets. */
  async function failures(): Promise<void> {
    const ZipFile = zipBytes([{ name: 'index.mjs', content: code }]);
    const base = { Role: role, Runtime: 'nodejs24.x', Code: { ZipFile } } as const;
    const failed = (error: unknown): unknown => answers.push(JSON.stringify(error), String(error));
    const create = (name: string, variables: Record<string, string>, more: object = {}) =>
      client.send(new CreateFunctionCommand({ ...base, FunctionName: name, Handler: 'index.leave', Environment: { Variables: variables }, ...more })).catch(failed);
    await create('kept', { PASSWORD: stored });
    await create('kept', { PASSWORD: marker });
    await create('reserved', { AWS_REGION: marker });
    await create('long', { PASSWORD: marker.repeat(300) });
    await create('nul', { PASSWORD: `${marker}\0` });
    await create('odd', { 'PASS WORD': marker });
    await create('runtime', { PASSWORD: marker }, { Runtime: 'nodejs1.x' });
    await create('zip', { PASSWORD: marker }, { Code: { ZipFile: Buffer.from(marker) } });
    await create('unset', { PASSWORD: marker }, { Handler: undefined });
    const update = (more: object) => client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'kept', ...more })).catch(failed);
    await update({ Environment: { Variables: { AWS_REGION: marker } } });
    await update({ Environment: { Variables: { PASSWORD: `${marker}\0` } } });
    await update({ Environment: { Variables: { PASSWORD: marker } }, RevisionId: randomUUID() });
    await update({ Environment: { Variables: { PASSWORD: marker.repeat(300) } } });
    for (const body of [`{"Environment":{"Variables":{"PASSWORD":"${marker}"`, `{"Environment":"${marker}"}`, `{"Environment":{"Variables":{"PASSWORD":["${marker}"]}}}`]) {
      answers.push(await (await fetch(`${region.endpoint}/2015-03-31/functions/kept/configuration`, { method: 'PUT', body })).text());
    }
    const names = ['kept', 'leave', 'boom', 'late', 'large', 'missing', 'absent', 'old'];
    await Promise.all(names.map((name) => client.call(name, {}, { LogType: 'Tail' }).then((called) => answers.push(JSON.stringify(called)), failed)));
  }

  test('stand in no answer but where they are asked for', async () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.filter((answer) => /SECRET-of/.test(answer))).toEqual([]);
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'kept' }));
    expect(Environment?.Variables).toEqual({ PASSWORD: stored });
  });

  test('stand in no event and no state of the control API', async () => {
    expect(events).toContain('"type":"logged"');
    const state = JSON.stringify(await region.state());
    for (const name of Object.keys({ ...badVariables, ...noYaml })) expect(state).toContain(`${name}.yaml`);
    expect(`${events}${state}`).not.toMatch(/SECRET-of/);
  });

  test('stand in no log of the service', async () => {
    await eventually(() => region.stderr.includes('Task timed out') || undefined);
    expect(region.stderr).not.toMatch(/SECRET-of/);
  });

  test("stand in no file of the data folder but the function's own document", async () => {
    const holders: string[] = [];
    for (const file of await filesIn(data)) {
      const text = await readFile(file, 'latin1');
      expect(text.replaceAll(stored, '')).not.toMatch(/SECRET-of/);
      if (text.includes(stored)) holders.push(file);
    }
    expect(holders).toHaveLength(1);
    expect(holders[0]).toContain(join(data, 'documents'));
    await client.send(new DeleteFunctionCommand({ FunctionName: 'kept' }));
  });

  test.skipIf(!posix)('lie in folders that only their user opens, also where the data folder was there before', async () => {
    const open = await mkdtemp(join(tmpdir(), 'lambda-workbench-open-'));
    await mkdir(join(open, 'there'), { mode: 0o755 });
    for (const folder of ['there', 'new']) {
      await using one = await openRegion({ dataFolder: join(open, folder) });
      await one.stop();
    }
    for (const folder of ['new', 'new/documents', 'new/code', 'there/documents', 'there/code']) {
      expect([folder, ((await stat(join(open, folder))).mode & 0o777).toString(8)]).toEqual([folder, '700']);
    }
    await rm(open, { recursive: true });
  });
});
