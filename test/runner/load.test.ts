import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { portOf } from '../shared/portOf.ts';
import { openRegion, runnerFile, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

const Counted = v.pipe(v.string(), v.parseJson(), v.looseObject({ succeeded: v.number(), throttled: v.record(v.string(), v.number()) }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const { AWS_ENDPOINT_URL: _, AWS_ENDPOINT_URL_LAMBDA: __, ...inherited } = process.env;
  return spawn(process.execPath, [runnerFile, 'load', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...inherited, ...environment } });
}

async function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  const child = start(args, environment);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}

let workspace: TemporaryWorkspace;
let region: RunningRegion;

beforeAll(async () => {
  workspace = await temporaryWorkspace({
    'app.mjs': `
      export const echo = async (event) => event;
      export const boom = async () => { throw new Error('x'); };
      export const waits = async () => { await new Promise((resolve) => setTimeout(resolve, 400)); };
      export const picky = async ({ good }) => { if (!good) throw new Error('x'); };
    `,
    'template.yaml': templateOf({
      echo: 'Handler: app.echo',
      boom: 'Handler: app.boom',
      picky: 'Handler: app.picky',
      reserved: 'Handler: app.waits, ReservedConcurrentExecutions: 1',
    }),
    'good.json': '{"good":true}',
    'bad.json': '{',
  });
  region = await openRegion({ templates: [workspace.path('template.yaml')] });
});

afterAll(async () => {
  await region?.[Symbol.asyncDispose]();
  await workspace?.[Symbol.asyncDispose]();
});

const load = (args: readonly string[]): Promise<Outcome> => run([...args, '--spacing', 'even', '--endpoint', region.endpoint]);

describe('lambda-workbench load', () => {
  test('sends as many as the rate says, and prints a table', async () => {
    const { code, stdout, stderr } = await load(['echo', '--rate', '20', '--for', '1s']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^echo at http:\S+: 20\/s for 1 s, even\n\nSent +20 .*\nSucceeded +20\n/);
    expect(code).toBe(0);
  });

  test('counts throttles by their reason; they are no failure', async () => {
    const { code, stdout } = await load(['reserved', '--rate', '20', '--for', '1s', '--json']);
    const result = v.parse(Counted, stdout);
    const { succeeded } = result;
    expect(result.throttled).toEqual({ ReservedFunctionConcurrentInvocationLimitExceeded: 20 - succeeded });
    expect(succeeded).toBeGreaterThan(0);
    expect(succeeded).toBeLessThan(5);
    expect(result).toMatchObject({ functionName: 'reserved', sent: 20, functionErrors: 0, failed: {}, unanswered: 0, endedBy: 'time' });
    expect(result).toMatchObject({ series: { periodMs: 1000, columns: { arrivals: [20], throttles: [20 - succeeded], throttledByLimit: [20 - succeeded] } } });
    expect(code).toBe(0);
  });

  test('errors of the function are counted, and are a failure', async () => {
    const { code, stdout } = await load(['boom', '--rate', '10', '--for', '1s', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ sent: 10, succeeded: 0, functionErrors: 10 });
    expect(code).toBe(1);
  });

  test('sends the event of a file, to a version, and no more than may be sent', async () => {
    const { code, stdout } = await load(['picky', '--rate', '50', '--for', '10s', '--max', '5', '--event', workspace.path('good.json'), '--qualifier', '$LATEST', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ functionName: 'picky', qualifier: '$LATEST', sent: 5, succeeded: 5, endedBy: 'maximum' });
    expect(code).toBe(0);
  });

  test.each<[string, string[], string]>([
    ['no such function', ['nobody'], 'ResourceNotFoundException: Function not found'],
    ['an event that is not JSON', ['echo', '--event', 'bad.json'], 'bad.json:1:2: the event is not JSON'],
  ])('%s is told before anything is sent', async (_, args, message) => {
    const { code, stdout, stderr } = await load([...args.map((arg) => (arg === 'bad.json' ? workspace.path(arg) : arg)), '--rate', '1', '--for', '1s']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('nobody there is told before anything is sent', async () => {
  const { code, stderr } = await run(['echo', '--rate', '1', '--for', '1s', '--endpoint', 'http://127.0.0.1:1']);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('http://127.0.0.1:1 does not answer') });
});

test('no target is told', async () => {
  const { code, stderr } = await run(['echo', '--rate', '1', '--for', '1s']);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('--endpoint URL') });
});

describe.skipIf(process.platform === 'win32')('where nobody reads what it prints', () => {
  test('ends as if it had been read', async () => {
    const child = start(['echo', '--rate', '10', '--for', '500ms', '--spacing', 'even', '--json', '--endpoint', region.endpoint]);
    child.stdout.destroy();
    const [[code], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('against a service that means no good', () => {
  let count = 0;
  /** Names of what every object has, ever other ones, ones that steer terminals; more than anybody would read; and elsewhere. */
  const reasons = ['constructor', '__proto__', 'toString', '\u001b]0;owned\u0007'];
  const server = createServer((request, response) => {
    request.resume();
    count += 1;
    const Reason = count % 2 === 0 ? (reasons[(count / 2) % reasons.length] ?? '') : `reason ${count}`;
    if (request.method === 'GET') response.end('{"FunctionArn":"arn","MemorySize":1e300,"Timeout":1e300}');
    else if (count === 3) response.writeHead(307, { location: 'http://example.com/' }).end();
    else response.writeHead(429).end(JSON.stringify({ Reason, filling: 'x'.repeat(count === 5 ? 10_000_000 : 0) }));
  });
  beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
  afterAll(() => new Promise((closed) => server.close(closed)));

  test('counts all the same, in a table that one can read', async () => {
    const args = ['f', '--rate', '300', '--for', '1s', '--spacing', 'even', '--endpoint', `http://127.0.0.1:${portOf(server.address())}`];
    const { code, stdout } = await run(args);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Throttled +299 /m);
    expect(stdout).toMatch(/^Failed +1 +1 HTTP 307$/m);
    expect(stdout).toContain('\uFFFD]0;owned\uFFFD');
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(stdout.match(/reason \d+/g)?.length).toBeLessThan(60);
  });
});

describe('against a service of another kind', () => {
  const seen: string[] = [];
  const configuration = { FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders', MemorySize: 128, Timeout: 3, Architectures: ['arm64'] };
  /** Stands for AWS: it throttles every second invocation, and tells who signed. */
  const server = createServer((request, response) => {
    request.resume();
    const { method, url = '', headers } = request;
    seen.push(`${method} ${url} ${headers.authorization?.split(' ')[0] ?? 'unsigned'}`);
    response.setHeader('content-type', 'application/json');
    if (method === 'GET') response.end(JSON.stringify(configuration));
    else if (seen.length % 2 === 0) response.end('1');
    else response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{"Reason":"CallerRateLimitExceeded","Type":"User","message":"Rate Exceeded."}');
  });
  const endpoint = (): string => `http://127.0.0.1:${portOf(server.address())}`;
  const signed = async (more: readonly string[]): Promise<Outcome> => {
    const credentials = await workspace.write('credentials', '[dev]\naws_access_key_id = AKIATEST\naws_secret_access_key = test\n');
    const files = { AWS_CONFIG_FILE: workspace.path('no-config'), AWS_SHARED_CREDENTIALS_FILE: credentials };
    const args = ['orders', '--rate', '10', '--for', '1s', '--spacing', 'even', '--profile', 'dev', '--region', 'eu-west-1', '--endpoint', endpoint()];
    return run([...args, ...more], files);
  };

  beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
  beforeEach(() => void seen.splice(0));
  afterAll(() => new Promise((closed) => server.close(closed)));

  test('signed requests want a confirmation: without it nothing is invoked, with it the load is sent', async () => {
    const refused = await signed([]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(seen).toEqual(['GET /2015-03-31/functions/orders/configuration AWS4-HMAC-SHA256']);
    const [, confirm = ''] = /--confirm "(.*)"/.exec(refused.stderr) ?? [];
    expect(confirm).toBe(
      `orders in eu-west-1, account 123456789012, profile dev, at ${endpoint()}: 10/s for 1 s, 10 invocations, about 0.01 USD at 100 ms each and at most 0.01 USD`,
    );
    const { code, stdout } = await signed(['--confirm', confirm, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ sent: 10, succeeded: 5, throttled: { CallerRateLimitExceeded: 5 }, failed: {} });
    expect(new Set(seen.slice(2))).toEqual(new Set(['POST /2015-03-31/functions/orders/invocations AWS4-HMAC-SHA256']));
    expect(code).toBe(0);
    expect(await signed(['--confirm', confirm, '--rate', '11'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('answers that are no answers of the function are told by their kind', async () => {
    const other = createServer((request, response) => {
      request.resume();
      response.writeHead(request.method === 'GET' ? 404 : 503).end('no');
    });
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const { code, stdout } = await run(['orders', '--rate', '5', '--for', '1s', '--spacing', 'even', '--json', '--endpoint', `http://127.0.0.1:${portOf(other.address())}`]);
    other.close();
    expect(JSON.parse(stdout)).toMatchObject({ sent: 5, failed: { 'HTTP 503': 5 } });
    expect(code).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C before anything was sent ends it too', async () => {
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve());
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const child = start(['orders', '--rate', '1', '--for', '1s', '--endpoint', `http://127.0.0.1:${portOf(silent.address())}`]);
    const stderr = text(child.stderr);
    await asked.promise;
    child.kill('SIGINT');
    const [code]: unknown[] = await once(child, 'exit');
    silent.close();
    expect({ code, stderr: await stderr }).toEqual({ code: 1, stderr: 'Stopped before anything was sent.\n' });
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C ends it, and what was measured is printed', async () => {
    const child = start(['orders', '--rate', '20', '--for', '1h', '--json', '--endpoint', endpoint()]);
    const stdout = text(child.stdout);
    await eventually(() => seen.length > 5 || undefined);
    child.kill('SIGINT');
    const [code]: unknown[] = await once(child, 'exit');
    expect(JSON.parse(await stdout)).toMatchObject({ endedBy: 'stopped', unanswered: 0, failed: {} });
    expect(code).toBe(0);
  });
});
