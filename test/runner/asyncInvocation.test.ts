import { rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  CreateAliasCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { AwsDouble } from '../shared/awsDouble.ts';
import { eventually } from '../shared/eventually.ts';
import { createCommand, temporaryData } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

const handlers = `
  import { appendFileSync, existsSync } from 'node:fs';
  const note = (event) => appendFileSync(event.file, 'x');
  export const work = async (event, context) => { note(event); return { did: event.n, version: context.functionVersion }; };
  export const boom = async (event) => { note(event); throw new TypeError('no such order'); };
  export const third = async (event) => { note(event); if ((globalThis.runs = (globalThis.runs ?? 0) + 1) < 3) throw new Error('not yet'); return 'at last'; };
  export const gate = async (event) => { note(event); while (!existsSync(event.open)) await new Promise((done) => setTimeout(done, 20)); return 'open'; };
  export const relay = async (record) => { appendFileSync(record.requestPayload.file, '>'); return record.requestContext.condition; };
`;
const zip = zipBytes([{ name: 'index.mjs', content: handlers }]);
const arnOf = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const queue = arnOf('sqs', 'done');
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

let data: string;
let aws: AwsDouble;
let region: RunningRegion;
let client: TestClient;

async function open(args: readonly string[] = []): Promise<void> {
  region = await openRegion({ dataFolder: data, args: ['--aws-endpoint', aws.endpoint, ...args], environment: { AWS_ACCESS_KEY_ID: undefined } });
  client = new TestClient(region.endpoint);
}

async function close(signal?: NodeJS.Signals): Promise<void> {
  client.destroy();
  await region.stop(signal);
}

beforeEach(async () => {
  data = await temporaryData();
  aws = await new AwsDouble().start();
  await open();
});

afterEach(async () => {
  await close();
  await aws.stop();
  await rm(data, { recursive: true, force: true });
});

/** Makes a function of the handler of that name. */
async function create(name: string, handler = name, more: object = {}): Promise<void> {
  await client.send(createCommand(name, zip, { Handler: `index.${handler}`, ...more }));
}

async function configure(name: string, destinations: { readonly success?: string; readonly failure?: string }, more: object = {}): Promise<void> {
  const { success, failure } = destinations;
  await client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: name,
      DestinationConfig: {
        ...(success !== undefined && { OnSuccess: { Destination: success } }),
        ...(failure !== undefined && { OnFailure: { Destination: failure } }),
      },
      ...more,
    }),
  );
}

/** Invokes asynchronously; the answer tells what the handler has written so far: an x for each run. */
async function send(name: string, more: object = {}): Promise<() => string> {
  const file = join(data, `runs-${crypto.randomUUID()}`);
  const { status } = await client.call(name, { file, n: 1, ...more }, { InvocationType: 'Event' });
  expect(status).toBe(202);
  return () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
}

const sent = (count: number): Promise<true> => eventually(() => (aws.sent.length >= count ? true : undefined), 20_000);

function recordIn(at: number): unknown {
  const input = aws.sent[at]?.input ?? {};
  return JSON.parse(String(input['MessageBody'] ?? input['Message'] ?? input['Body']));
}

describe('destinations', () => {
  test('SQS gets the record of a success, as the handler answered', async () => {
    await create('work');
    await configure('work', { success: queue });
    await send('work');
    await sent(1);
    expect(recordIn(0)).toStrictEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      requestContext: { requestId: uuid, functionArn: arnOf('lambda', 'function:work:$LATEST'), condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { file: expect.any(String), n: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { did: 1, version: '$LATEST' },
    });
  });

  test('SNS gets the record of a failure after three runs, and the dead-letter queue the event', async () => {
    await create('boom', 'boom', { DeadLetterConfig: { TargetArn: arnOf('sqs', 'dead') } });
    await configure('boom', { failure: arnOf('sns', 'failed') });
    const runs = await send('boom');
    await sent(2);
    expect(runs()).toBe('xxx');
    const topic = aws.sent.findIndex(({ operation }) => operation === 'Publish');
    expect(recordIn(topic)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'TypeError', errorMessage: 'no such order', trace: expect.any(Array) },
    });
    expect(recordIn(1 - topic)).toMatchObject({ n: 1 });
    expect(aws.sent[1 - topic]?.input['MessageAttributes']).toStrictEqual({
      RequestID: { DataType: 'String', StringValue: uuid },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'no such order' },
    });
  });

  test('EventBridge gets an event, also of one that succeeded in the end', async () => {
    await create('third');
    await configure('third', { success: arnOf('events', 'event-bus/orders') });
    await send('third');
    await sent(1);
    expect(aws.sent[0]?.input['Entries']).toMatchObject([
      {
        Source: 'lambda',
        DetailType: 'Lambda Function Invocation Result - Success',
        EventBusName: arnOf('events', 'event-bus/orders'),
        Resources: [arnOf('events', 'event-bus/orders'), arnOf('lambda', 'function:third:$LATEST')],
        Detail: expect.stringContaining('"approximateInvokeCount":3'),
      },
    ]);
  });

  test('S3 gets an object, and zero reserved means no run', async () => {
    await create('work');
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'work', ReservedConcurrentExecutions: 0 }));
    await configure('work', { failure: 'arn:aws:s3:::failures' });
    const runs = await send('work');
    await sent(1);
    expect(aws.sent[0]?.input).toMatchObject({
      Bucket: 'failures',
      Key: expect.stringMatching(/^aws\/lambda\/async\/work\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/),
    });
    expect(recordIn(0)).toMatchObject({ requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 } });
    expect(runs()).toBe('');
  });

  test('a function gets the record as its event, and an alias has a configuration of its own', async () => {
    await create('work');
    await create('relay');
    await client.send(new PublishVersionCommand({ FunctionName: 'work' }));
    await client.send(new CreateAliasCommand({ FunctionName: 'work', Name: 'live', FunctionVersion: '1' }));
    await configure('work', { success: arnOf('lambda', 'function:relay') }, { Qualifier: 'live' });
    await configure('relay', { success: queue });
    const runs = await send('work:live');
    await sent(1);
    expect(runs()).toBe('x>');
    expect(recordIn(0)).toMatchObject({
      requestContext: { functionArn: arnOf('lambda', 'function:relay:$LATEST') },
      requestPayload: {
        requestContext: { functionArn: arnOf('lambda', 'function:work:live') },
        responseContext: { executedVersion: '1' },
        responsePayload: { version: '1' },
      },
      responsePayload: 'Success',
    });
  });
});

describe('an endpoint that is away', () => {
  test('gets the record when it is back, and the function does not run again', async () => {
    await create('work');
    await configure('work', { success: queue });
    await aws.stop();
    const runs = await send('work');
    await eventually(() => (region.stderr.includes('will be sent again') ? true : undefined));
    await aws.start();
    await sent(1);
    expect(runs()).toBe('x');
    expect(recordIn(0)).toMatchObject({ responsePayload: { did: 1 } });
  });

  test('holds up no other event', async () => {
    await create('work');
    await create('relay');
    await configure('work', { success: queue });
    await aws.stop();
    const runs = await send('work');
    const others = await Promise.all(Array.from({ length: 5 }, () => send('work')));
    await eventually(() => [runs, ...others].every((look) => look() === 'x') || undefined);
    await aws.start();
    await sent(6);
  });
});

describe('the end of the service', () => {
  test('does not wait for an endpoint that hangs, and the record is sent after the next start', async () => {
    await create('work');
    await configure('work', { success: queue });
    aws.hangs = true;
    const runs = await send('work');
    await eventually(() => (aws.calls.length > 0 ? true : undefined));
    const began = performance.now();
    await close();
    expect(performance.now() - began).toBeLessThan(3000);
    aws.hangs = false;
    aws.calls.length = 0;
    await open();
    await sent(1);
    expect(runs()).toBe('x');
  });

  test('kill -9 between run and delivery: the record is sent after the next start, and the function does not run again', async () => {
    await create('work');
    await configure('work', { success: queue });
    await aws.stop();
    const runs = await send('work');
    await eventually(() => (region.stderr.includes('will be sent again') ? true : undefined));
    await close('SIGKILL');
    await aws.start();
    await open();
    await sent(1);
    expect(runs()).toBe('x');
    expect(recordIn(0)).toMatchObject({ requestContext: { condition: 'Success', approximateInvokeCount: 1 }, responsePayload: { did: 1 } });
    expect(aws.sent).toHaveLength(1);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('%s while it runs: it runs again after the next start', async (signal) => {
    await create('gate', 'gate', { Timeout: 60 });
    await configure('gate', { success: queue });
    const door = join(data, 'door');
    onTestFinished(() => rm(door, { force: true }));
    const runs = await send('gate', { open: door });
    await eventually(() => runs() === 'x' || undefined);
    await close(signal);
    expect(aws.sent).toEqual([]);
    await writeFile(door, '');
    await open();
    await sent(1);
    expect(runs()).toBe('xx');
    expect(recordIn(0)).toMatchObject({ requestContext: { condition: 'Success' }, responsePayload: 'open' });
  });

  test('between two attempts: the attempts that were made count', async () => {
    await create('boom');
    await configure('boom', { failure: queue }, { MaximumRetryAttempts: 1 });
    // The retry would come after three seconds.
    await region.settings({ timeScale: 0.05 });
    const runs = await send('boom');
    await eventually(async () => (runs() === 'x' && (await region.state()).environments.every(({ state }) => state !== 'busy')) || undefined);
    await close();
    await open();
    await sent(1);
    expect(runs()).toBe('xx');
    expect(recordIn(0)).toMatchObject({ requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 } });
  });

  test('kill -9 at any moment: of every accepted event there is a record', async () => {
    let count = 0;
    const next = (): number => (count += 1);
    await create('work');
    await configure('work', { success: queue });
    // Some are throttled meanwhile.
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'work', ReservedConcurrentExecutions: 2 }));
    const accepted: number[] = [];
    for (const enough of [1, 15, 30, 40]) {
      const before = accepted.length;
      const calls = Array.from({ length: 40 }, async () => {
        const n = next();
        await client.call('work', { file: join(data, 'runs'), n }, { InvocationType: 'Event' });
        accepted.push(n);
      });
      const settled = Promise.allSettled(calls);
      await eventually(() => accepted.length - before >= enough || undefined);
      await close('SIGKILL');
      await settled;
      await open();
    }
    await eventually(() => {
      const told = new Set(aws.sent.map(({ input }) => nOf(JSON.parse(String(input['MessageBody'])))));
      return accepted.every((n) => told.has(n)) || undefined;
    }, 20_000);
    expect(accepted.length).toBeGreaterThanOrEqual(86);
  });
});

function nOf(record: unknown): number {
  return v.parse(v.object({ requestPayload: v.object({ n: v.number() }) }), record).requestPayload.n;
}
