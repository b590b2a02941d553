import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ClientRequest } from 'node:http';

import { expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../../../../src/common/clock.ts';
import type { ResponseStream } from '../../../../src/runner/environment/responseStream.ts';
import { readStreamedResponse, type StreamedResponse, streams } from '../../../../src/runner/environment/streamedResponse.ts';

interface Taken {
  readonly stream: ResponseStream;
  readonly chunks: string[];
  contentType?: string | undefined;
}

function taking(write: (text: string) => Promise<void> = () => Promise.resolve()): Taken {
  const chunks: string[] = [];
  const taken: Taken = {
    chunks,
    stream: {
      begin(contentType) {
        taken.contentType = contentType;
      },
      async write(chunk) {
        await write(chunk.toString());
        chunks.push(chunk.toString());
      },
    },
  };
  return taken;
}

type Send = (runtime: ClientRequest) => void | Promise<void>;

/** A runtime that posts its response as `send` says, over real HTTP; what was read of it. */
async function read(send: Send, stream?: ResponseStream, streamedBytes?: number): Promise<StreamedResponse | 'aborted'> {
  const read = new Promise<StreamedResponse | 'aborted'>((resolve, reject) => {
    server.on('request', (incoming: IncomingMessage, response) => {
      expect(streams(incoming)).toBe(true);
      const options = { stream, clock: systemClock, ...(streamedBytes !== undefined && { streamedBytes }) };
      readStreamedResponse(incoming, options).then(resolve, reject);
      incoming.on('close', () => response.end());
    });
  });
  await sending(send);
  return read;
}

let server: ReturnType<typeof createServer>;

async function sending(send: Send): Promise<void> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const runtime = request({
    port: address.port,
    method: 'POST',
    agent: false,
    headers: {
      'Content-Type': 'text/plain',
      'Transfer-Encoding': 'chunked',
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    },
  });
  runtime.on('error', () => {});
  runtime.on('response', (response) => response.resume());
  await send(runtime);
}

test.beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opened = server;
  onTestFinished(() => {
    opened.close();
    opened.closeAllConnections();
  });
});

const failing: Send = (runtime) => {
  runtime.write('ab');
  runtime.addTrailers({
    'Lambda-Runtime-Function-Error-Type': 'Function.Oops',
    'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorMessage":"m"}').toString('base64'),
  });
  runtime.end();
};

test('a response is gathered where nobody takes it', async () => {
  const send: Send = (runtime) => {
    runtime.write('ab');
    runtime.end('cd');
  };
  expect(await read(send)).toMatchObject({ body: Buffer.from('abcd'), producedBytes: 4, firstByteAt: expect.any(Number) });
});

test('a response is passed on as it comes', async () => {
  const taken = taking();
  const answer = await read((runtime) => void runtime.end('abcd'), taken.stream);
  expect(answer).toMatchObject({ body: Buffer.alloc(0), producedBytes: 4 });
  expect(answer).not.toHaveProperty('errorType');
  expect(taken).toMatchObject({ contentType: 'text/plain', chunks: ['abcd'] });
});

test('an empty response has no first byte', async () => {
  const answer = await read((runtime) => void runtime.end());
  expect(answer).toMatchObject({ body: Buffer.alloc(0), producedBytes: 0 });
  expect(answer).not.toHaveProperty('firstByteAt');
});

test.each([true, false])('an error midway comes with its body (streamed: %s)', async (streamed) => {
  const taken = taking();
  const answer = await read(failing, streamed ? taken.stream : undefined);
  expect(answer).toMatchObject({ errorType: 'Function.Oops', body: Buffer.from('{"errorMessage":"m"}'), producedBytes: 2 });
  expect(taken.chunks).toEqual(streamed ? ['ab'] : []);
});

test('what the limit leaves is passed on, and the rest read and dropped', async () => {
  const taken = taking();
  const answer = await read((runtime) => void runtime.end('x'.repeat(1000)), taken.stream, 10);
  expect(answer).toMatchObject({ tooLarge: true, limit: 10, producedBytes: 1000 });
  expect(taken.chunks.join('')).toBe('x'.repeat(10));
});

test('a gathered response has the limit of a buffered one', async () => {
  expect(await read((runtime) => void runtime.end('x'.repeat(6_291_556)))).not.toHaveProperty('tooLarge');
});

test('a gathered response over it is too large', async () => {
  expect(await read((runtime) => void runtime.end('x'.repeat(6_291_557)))).toMatchObject({ tooLarge: true, limit: 6_291_556, body: Buffer.alloc(0) });
});

test('a caller that is gone stops nobody', async () => {
  let writes = 0;
  const taken = taking(() => {
    writes += 1;
    return Promise.reject(new Error('gone'));
  });
  const send: Send = async (runtime) => {
    runtime.write('a');
    await new Promise((resolve) => setImmediate(resolve));
    runtime.end('x'.repeat(500_000));
  };
  expect(await read(send, taken.stream)).toMatchObject({ producedBytes: 500_001 });
  expect(writes).toBe(1);
});

test('a runtime that breaks off has answered nothing', async () => {
  const taken = taking();
  let arrived: (() => void) | undefined;
  const first = new Promise<void>((resolve) => (arrived = resolve));
  const stream: ResponseStream = { ...taken.stream, write: async (chunk) => (arrived?.(), taken.stream.write(chunk)) };
  const send: Send = async (runtime) => {
    runtime.write('ab');
    void first.then(() => runtime.destroy());
  };
  expect(await read(send, stream)).toBe('aborted');
});

test('a slow caller slows the function: one chunk waits for the other', async () => {
  let writing = 0;
  let most = 0;
  const taken = taking(async () => {
    writing += 1;
    most = Math.max(most, writing);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    writing -= 1;
  });
  const megabyte = 1024 * 1024;
  const answer = await read((runtime) => {
    for (let count = 0; count < 8; count += 1) runtime.write(Buffer.alloc(megabyte));
    runtime.end();
  }, taken.stream);
  expect(answer).toMatchObject({ producedBytes: 8 * megabyte });
  expect(most).toBe(1);
});

test.each([
  [undefined, false],
  ['streaming', true],
  ['buffered', undefined],
])('the mode %s streams: %s', (mode, streaming) => {
  expect(streams({ headers: mode === undefined ? {} : { 'lambda-runtime-function-response-mode': mode } })).toBe(streaming);
});
