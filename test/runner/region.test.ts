import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

const code = `
import { appendFileSync } from 'node:fs';
let count = 0;
export const echo = async (event, context) => ({ event, count: (count += 1), id: context.awsRequestId, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis(), client: context.clientContext });
export const boom = async () => { throw new TypeError('no such order'); };
export const wait = (event) => new Promise((done) => setTimeout(done, event.ms, event.ms));
export const note = async (event) => appendFileSync(event.file, 'x');
export const failOnce = async (event) => { appendFileSync(event.file, 'x'); throw new Error('always'); };
export const leave = () => process.exit(3);
`;

let workspace: TemporaryWorkspace;
let region: RunningRegion;
let client: TestClient;

beforeAll(async () => {
  workspace = await temporaryWorkspace({
    'app.mjs': code,
    'template.yaml': templateOf({
      echo: 'Handler: app.echo, Timeout: 7',
      boom: 'Handler: app.boom',
      wait: 'Handler: app.wait, Timeout: 10',
      two: 'Handler: app.wait, Timeout: 10, ReservedConcurrentExecutions: 2',
      short: 'Handler: app.wait, Timeout: 1',
      note: 'Handler: app.note',
      leave: 'Handler: app.leave',
      missing: 'Handler: nowhere.handler',
      absent: 'Handler: app.absent',
      old: 'Handler: app.echo, Runtime: nodejs22.x',
    }).replace('Runtime: nodejs24.x, Handler: app.echo, Runtime: nodejs22.x', 'Handler: app.echo, Runtime: nodejs22.x'),
  });
  region = await openRegion({ templates: [workspace.path('template.yaml')], args: ['--runtime', 'nodejs22.x=/nowhere/node'] });
  client = new TestClient(region.endpoint);
});

afterAll(async () => {
  client?.destroy();
  await region?.[Symbol.asyncDispose]();
  await workspace?.[Symbol.asyncDispose]();
});

function fieldOf(payload: unknown, name: string): unknown {
  return Object.entries(payload ?? {}).find(([key]) => key === name)?.[1];
}

describe('invoking', () => {
  test('a Node handler gets its event and context', async () => {
    const { status, version, functionError, payload } = await client.call('echo', { a: 1 });
    expect({ status, version, functionError }).toEqual({ status: 200, version: '$LATEST', functionError: undefined });
    expect(payload).toMatchObject({
      event: { a: 1 },
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
    });
    expect(Number(fieldOf(payload, 'left'))).toBeGreaterThan(6000);
  });

  test('a warm environment keeps its state', async () => {
    const count = async (): Promise<number> => Number(fieldOf((await client.call('echo', {})).payload, 'count'));
    const first = await count();
    expect(await count()).toBe(first + 1);
  });

  test.each(['echo', 'function:echo', '000000000000:function:echo', 'arn:aws:lambda:us-east-1:000000000000:function:echo', 'echo:$LATEST'])('by the name %s', async (name) => {
    expect((await client.call(name, {})).status).toBe(200);
  });

  test('the client context reaches the handler', async () => {
    const ClientContext = Buffer.from('{"custom":{"k":"v"}}').toString('base64');
    expect((await client.call('echo', {}, { ClientContext })).payload).toMatchObject({ client: { custom: { k: 'v' } } });
  });

  test("a handler's error comes as FunctionError, with type, message and trace, and the log's tail", async () => {
    const { status, functionError, payload, tail } = await client.call('boom', {}, { LogType: 'Tail' });
    expect({ status, functionError }).toEqual({ status: 200, functionError: 'Unhandled' });
    expect(payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'no such order', trace: expect.arrayContaining(['TypeError: no such order']) });
    expect(tail).toMatch(/^START RequestId: /);
    expect(tail).toContain('ERROR\tInvoke Error');
    expect(tail).toMatch(/END RequestId: .*\nREPORT RequestId: .*Memory Size: 128 MB\tMax Memory Used: \d+ MB/);
  });

  test('over the timeout', async () => {
    expect(await client.call('short', { ms: 5000 })).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: .* Error: Task timed out after 1\.00 seconds$/) },
    });
  });

  test('a process that exits', async () => {
    expect((await client.call('leave', {})).payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: .* Error: Runtime exited with error: exit status 3$/),
    });
  });

  test('a missing module and a missing export fail as they do in Lambda', async () => {
    expect((await client.call('missing', {})).payload).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
    expect((await client.call('absent', {})).payload).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
  });

  test('a runtime that cannot be found names what was looked for', async () => {
    await expect(client.call('old', {})).rejects.toMatchObject({ name: 'InvalidRuntimeException', message: expect.stringContaining('/nowhere/node') });
  });

  test('DryRun runs nothing', async () => {
    expect(await client.call('echo', {}, { InvocationType: 'DryRun' })).toMatchObject({ status: 204, payload: undefined });
  });

  test('Event is accepted at once and runs', async () => {
    const file = workspace.path('noted');
    expect(await client.call('note', { file }, { InvocationType: 'Event' })).toMatchObject({ status: 202, payload: undefined });
    expect(await eventually(() => readFile(file, 'utf8').then((text) => text || undefined).catch(() => undefined))).toBe('x');
  });

  test('an event that is not JSON is refused with where', async () => {
    const answer = await fetch(`${region.endpoint}/2015-03-31/functions/echo/invocations`, { method: 'POST', body: '{"a": }' });
    expect([answer.status, answer.headers.get('x-amzn-errortype'), await answer.json()]).toMatchObject([
      400,
      'InvalidRequestContentException',
      { Type: 'User', message: expect.stringContaining('line: 1, column: 7') },
    ]);
  });

  test('no event at all is an empty object', async () => {
    const answer = await fetch(`${region.endpoint}/2015-03-31/functions/echo/invocations`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ event: {} });
  });

  test('a function that is not there', async () => {
    await expect(client.call('nobody', {})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST',
    });
  });
});

describe('concurrency', () => {
  test('reserved 2, five at once: two succeed, three get 429 with the right Reason', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.call('two', { ms: 500 })));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(refused).toHaveLength(3);
    for (const error of refused) {
      expect(error).toMatchObject({
        name: 'TooManyRequestsException',
        message: 'Rate Exceeded.',
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
        retryAfterSeconds: '1',
        $metadata: { httpStatusCode: 429 },
      });
    }
  });

  test('sequential calls of a function with one reserved environment are never throttled', async () => {
    for (let call = 0; call < 50; call += 1) expect((await client.call('echo', {})).status).toBe(200);
    expect((await region.state()).environments.filter(({ functionName }) => functionName === 'echo')).toHaveLength(1);
  });

  test('parallel calls start one environment each', async () => {
    await Promise.all(Array.from({ length: 4 }, () => client.call('wait', { ms: 300 })));
    expect((await region.state()).environments.filter(({ functionName }) => functionName === 'wait')).toHaveLength(4);
  });
});

describe('the door', () => {
  test.each([
    ['a foreign Host', { host: 'attacker.example' }],
    ['an Origin', { origin: 'http://127.0.0.1:1' }],
    ['an Origin that is null', { origin: 'null' }],
  ])('%s is refused with 403', async (_title, headers) => {
    const status = await new Promise((resolve, reject) => {
      request(`${region.endpoint}/2015-03-31/functions`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test('the control API wants its token', async () => {
    expect((await fetch(`${region.endpoint}/.lambda-workbench/state`)).status).toBe(401);
  });
});
