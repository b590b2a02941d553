import { Agent } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RequestLimits } from '../../../src/runner/api/requestLimits.ts';
import { handlersOf, type RunningServer, startServer } from './harness.ts';
import { jsonOf, type RawRequest, rawRequest } from './rawRequest.ts';

const limits: RequestLimits = { syncInvoke: 100, asyncInvoke: 50, code: 1000, others: 200 };
const invoke = { method: 'POST', path: '/2015-03-31/functions/f/invocations' };
let running: RunningServer;

beforeAll(async () => {
  running = await startServer({ limits, handlers: handlersOf(async () => ({})) });
});
afterAll(() => running.server.close(0));

async function check(request: RawRequest, status: number, message?: string): Promise<void> {
  const response = await rawRequest(running.port, request);
  expect(response.status).toBe(status);
  if (message === undefined) return;
  expect(response.headers['x-amzn-errortype']).toBe('RequestEntityTooLargeException');
  expect(jsonOf(response)).toEqual({ Message: message });
}

/** A body of so many bytes, as JSON that every operation reads. */
function body(size: number): string {
  return `{"Description":"${'x'.repeat(size - 18)}"}`;
}

describe('bodies', () => {
  it.each<[string, RawRequest]>([
    ['a synchronous invocation', { ...invoke, body: body(100) }],
    ['an asynchronous invocation', { ...invoke, headers: { 'x-amz-invocation-type': 'Event' }, body: body(50) }],
    ['a publication', { method: 'POST', path: '/2015-03-31/functions/f/versions', body: body(200) }],
    ['an update of code', { method: 'PUT', path: '/2015-03-31/functions/f/code', body: body(1000) }],
  ])('as large as %s may have are read', (_what, request) => check(request, request.path?.endsWith('versions') === true ? 201 : 200));

  it.each<[string, RawRequest, string]>([
    [
      'a synchronous invocation',
      { ...invoke, body: body(101) },
      '101 byte payload is too large for the RequestResponse invocation type (limit 100 bytes)',
    ],
    [
      'an asynchronous invocation',
      { ...invoke, headers: { 'x-amz-invocation-type': 'Event' }, body: body(51) },
      '51 byte payload is too large for the Event invocation type (limit 50 bytes)',
    ],
    [
      'an invocation of unknown length',
      { ...invoke, body: [body(60), body(60)] },
      'Request must be smaller than 100 bytes for the InvokeFunction operation',
    ],
    [
      'a streamed invocation',
      { method: 'POST', path: '/2021-11-15/functions/f/response-streaming-invocations', body: body(101) },
      '101 byte payload is too large for the RequestResponse invocation type (limit 100 bytes)',
    ],
    [
      'a creation',
      { method: 'POST', path: '/2015-03-31/functions', body: body(1001) },
      'Request must be smaller than 1000 bytes for the CreateFunction operation',
    ],
    [
      'a publication',
      { method: 'POST', path: '/2015-03-31/functions/f/versions', body: body(201) },
      'Request must be smaller than 200 bytes for the PublishVersion operation',
    ],
  ])('larger than %s may have are refused', (_what, request, message) => check(request, 413, message));

  it('that are refused leave the connection fit for use', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = await rawRequest(running.port, { ...invoke, agent, body: body(5_000_000) });
    const second = await rawRequest(running.port, { ...invoke, agent, body: [body(60), body(60)] });
    const third = await rawRequest(running.port, { ...invoke, agent, body: '{}' });
    expect([first.status, second.status, third.status]).toEqual([413, 413, 200]);
    agent.destroy();
  });

  it.each([
    [100, true, 200],
    [101, false, 413],
  ])('of %i bytes that wait for leave get it: %s', async (size, leave, status) => {
    const headers = { expect: '100-continue', 'content-length': size };
    const response = await rawRequest(running.port, { ...invoke, headers, body: body(size) });
    expect([response.continued, response.status]).toEqual([leave, status]);
    expect(response.headers.connection).toBe(leave ? 'keep-alive' : 'close');
  });
});

describe('heads', () => {
  it('hold the longest client context', async () => {
    const response = await rawRequest(running.port, { ...invoke, headers: { 'x-amz-client-context': 'a'.repeat(3583) } });
    expect(response.status).toBe(200);
  });

  it('that have no end are refused', async () => {
    const response = await rawRequest(running.port, { ...invoke, headers: { 'x-amz-client-context': 'a'.repeat(40_000) } });
    expect(response.status).toBe(431);
  });
});
