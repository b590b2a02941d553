import { InvokeWithResponseStreamCommand, type InvokeWithResponseStreamCommandInput } from '@aws-sdk/client-lambda';
import { beforeAll, afterAll, expect, test } from 'vitest';

import { createCommand } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

/** Handlers of AWS's own runtime client; each does as its event says. */
const zip = zipBytes([
  {
    name: 'index.mjs',
    content: `
      const pause = (ms) => new Promise((done) => setTimeout(done, ms));
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        if (event.throws === 'before') throw new TypeError('before');
        stream.setContentType(event.type ?? 'text/plain');
        let written = 0;
        for (let count = 0; count < (event.chunks ?? 1); count += 1) {
          if (!stream.write(event.bytes ? Buffer.alloc(event.bytes, 'x') : 'chunk' + count)) await new Promise((done) => stream.once('drain', done));
          written += 1;
          if (event.pause) await pause(event.pause);
        }
        console.log('written ' + written);
        if (event.throws === 'midway') throw new RangeError('midway');
        if (event.exits) process.exit(3);
        if (event.hangs) await pause(60000);
        stream.end();
        await stream.finished?.();
      });
      export const buffered = async (event) => { if (event.throws) throw new TypeError('buffered'); return { event }; };
    `,
  },
]);

let region: RunningRegion;
let client: TestClient;

beforeAll(async () => {
  region = await openRegion();
  client = new TestClient(region.endpoint);
  await client.send(createCommand('stream', zip, { Timeout: 10, MemorySize: 512 }));
  await client.send(createCommand('short', zip, { Timeout: 1 }));
  await client.send(createCommand('buffered', zip, { Handler: 'index.buffered' }));
});

afterAll(async () => {
  client.destroy();
  await region[Symbol.asyncDispose]();
});

interface Streamed {
  readonly chunks: readonly string[];
  readonly complete: object | undefined;
}

async function invoke(FunctionName: string, event: unknown, more: Partial<InvokeWithResponseStreamCommandInput> = {}): Promise<Streamed> {
  const output = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)), ...more }));
  expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', ResponseStreamContentType: 'application/vnd.amazon.eventstream' });
  const chunks: string[] = [];
  let complete: object | undefined;
  for await (const event of output.EventStream ?? []) {
    if (event.PayloadChunk !== undefined) chunks.push(Buffer.from(event.PayloadChunk.Payload ?? []).toString());
    else complete = event.InvokeComplete;
  }
  return { chunks, complete };
}

/** What `InvokeComplete` says of an error. */
function errorOf({ complete }: Streamed): unknown {
  const { ErrorCode, ErrorDetails } = { ErrorCode: undefined, ErrorDetails: undefined, ...complete };
  return { code: ErrorCode, details: JSON.parse(String(ErrorDetails)) };
}

test('chunks come while the function writes them', async () => {
  const { chunks, complete } = await invoke('stream', { chunks: 3, pause: 50 });
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.join('')).toBe('chunk0chunk1chunk2');
  expect(complete).toEqual({});
});

test('a handler that does not stream answers in one chunk', async () => {
  expect(await invoke('buffered', { a: 1 })).toEqual({ chunks: ['{"event":{"a":1}}'], complete: {} });
});

test('the log comes at the end', async () => {
  const { complete } = await invoke('stream', {}, { LogType: 'Tail' });
  expect(Buffer.from(String(Object.values(complete ?? {})[0]), 'base64').toString()).toContain('written 1');
});

test('errors come at the end: before, midway, of a handler that does not stream, of a process that ends', async () => {
  expect(errorOf(await invoke('stream', { throws: 'before' }))).toMatchObject({ code: 'Unhandled', details: { errorType: 'TypeError', errorMessage: 'before' } });
  const midway = await invoke('stream', { throws: 'midway' });
  expect(midway.chunks.join('')).toBe('chunk0');
  expect(errorOf(midway)).toMatchObject({ code: 'Unhandled', details: { errorType: 'RangeError', errorMessage: 'midway' } });
  expect(errorOf(await invoke('buffered', { throws: true }))).toMatchObject({ code: 'Unhandled', details: { errorType: 'TypeError' } });
  expect(errorOf(await invoke('stream', { exits: true }))).toMatchObject({ code: 'Unhandled', details: { errorType: 'Runtime.ExitError' } });
  // And it goes on.
  expect((await invoke('stream', {})).chunks).toEqual(['chunk0']);
});

test('a timeout ends a stream', async () => {
  const streamed = await invoke('short', { hangs: true });
  expect(streamed.chunks).toEqual(['chunk0']);
  expect(errorOf(streamed)).toMatchObject({ details: { errorType: 'Sandbox.Timedout' } });
});

test('what Invoke refuses is refused before the stream', async () => {
  await expect(invoke('missing', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(invoke('stream', {}, { Payload: Buffer.from('{') })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  const dry = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'stream', InvocationType: 'DryRun' }));
  expect(dry.$metadata.httpStatusCode).toBe(204);
});

test('Invoke gathers what a handler streams', async () => {
  const { payload } = await client.call('stream', { chunks: 2, type: 'application/json' }).catch((error: unknown) => ({ payload: String(error) }));
  // It is no JSON, which the client of this test reads.
  expect(payload).toContain('SyntaxError');
});

test('a caller that leaves midway frees the function for the next', async () => {
  const aborter = new AbortController();
  const output = await client.send(
    new InvokeWithResponseStreamCommand({ FunctionName: 'stream', Payload: Buffer.from('{"chunks":40,"pause":25}') }),
    { abortSignal: aborter.signal },
  );
  const leaving = (async () => {
    for await (const event of output.EventStream ?? []) if (event.PayloadChunk !== undefined) aborter.abort();
  })();
  await leaving.catch(() => undefined);
  expect((await invoke('stream', {})).chunks).toEqual(['chunk0']);
});

test('beyond the burst a stream has the bandwidth of Lambda', async () => {
  const started = performance.now();
  const { chunks } = await invoke('stream', { chunks: 16, bytes: 500_000 });
  // 8,000,000 bytes: 6 MiB at once, and the rest at 2 MiB/s.
  expect(performance.now() - started).toBeGreaterThan(700);
  expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(8_000_000);
});
