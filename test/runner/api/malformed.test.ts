import { Agent } from 'node:http';
import { connect } from 'node:net';

import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Operation, readOperations } from '../../../src/runner/api/operationTable.ts';
import { handlersOf, recordingLogger, type RunningServer, startServer } from './harness.ts';
import { jsonOf, type RawRequest, rawRequest } from './rawRequest.ts';

const logger = recordingLogger();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const create = { method: 'POST', path: '/2015-03-31/functions' };
let running: RunningServer;
let received: unknown;

beforeAll(async () => {
  running = await startServer({
    logger,
    handlers: handlersOf(async (input) => {
      received = input;
      return {};
    }),
  });
});
beforeEach(() => {
  received = undefined;
});
afterAll(async () => {
  agent.destroy();
  await running.server.close(0);
});

async function check(request: RawRequest, message: string): Promise<void> {
  const response = await rawRequest(running.port, { agent, ...request });
  expect(response.status).toBe(400);
  expect(response.headers['x-amzn-errortype']).toBe('SerializationException');
  expect(jsonOf(response)).toEqual({ Message: message });
  expect(received).toBeUndefined();
}

const strayList = 'Start of list found where not expected';
const strayStructure = 'Start of structure or map found where not expected.';

describe('JSON of the wrong type', () => {
  it.each<[string, string]>([
    ['{"FunctionName":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"FunctionName":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"FunctionName":["f"]}', strayList],
    ['{"FunctionName":{"a":1}}', strayStructure],
    ['{"Timeout":"3"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"Timeout":false}', 'FALSE_VALUE can not be converted to an Integer'],
    ['{"Timeout":1e999}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"Timeout":[]}', strayList],
    ['{"Publish":"maybe"}', 'STRING_VALUE can not be converted to an Boolean'],
    ['{"Publish":1}', 'NUMBER_VALUE can not be converted to a Boolean'],
    ['{"Layers":"l"}', 'Expected list or null'],
    ['{"Layers":{"a":1}}', strayStructure],
    ['{"Layers":[1]}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Tags":5}', 'Expected map or null'],
    ['{"Tags":[]}', strayList],
    ['{"Tags":{"a":{}}}', strayStructure],
    ['{"Code":"zip"}', 'Expected null'],
    ['{"Code":[]}', strayList],
    ['{"VpcConfig":{"SubnetIds":3}}', 'Expected list or null'],
    ['{"Code":{"ZipFile":3}}', 'NUMBER_VALUE can not be converted to a Blob'],
    ['{"Code":{"ZipFile":"secret?"}}', 'The value can not be converted to a Blob: it is not base64.'],
    ['[]', strayList],
    ['"text"', 'Expected null'],
    ['null', 'Expected null'],
  ])('%s', (body, message) => check({ ...create, body }, message));

  it.each<[string, string]>([
    ['{"StartingPositionTimestamp":"2020"}', 'STRING_VALUE can not be converted to milliseconds since epoch'],
    ['{"StartingPositionTimestamp":1e300}', 'NUMBER_VALUE can not be converted to milliseconds since epoch'],
  ])('%s', (body, message) => check({ method: 'POST', path: '/2015-03-31/event-source-mappings/', body }, message));
});

describe('bodies that are no JSON', () => {
  it.each<[string, string | Uint8Array]>([
    ['half an object', '{"Environment":{"Variables":{"PASSWORD":"hunter2"'],
    ['a comma too much', '{"FunctionName":"f",}'],
    ['no text', Buffer.from([0x87, 0x00])],
    ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['depths', '['.repeat(100_000)],
  ])('%s', (_what, body) => check({ ...create, body }, 'Could not parse request body into json: it is not well-formed JSON in UTF-8.'));
});

describe('paths and queries', () => {
  const broken = 'The path or the query is not well encoded: a % stands before two hexadecimal digits, and the whole is UTF-8.';
  const functions = '/2015-03-31/functions';
  it.each<[string, string]>([
    [`${functions}/%`, broken],
    [`${functions}/%zz`, broken],
    [`${functions}/%ff`, broken],
    [`${functions}/f?Qualifier=%`, broken],
    [`${functions}/?%`, broken],
    [`${functions}?MaxItems=many`, 'STRING_VALUE can not be converted to an Integer'],
    ['/2018-10-31/layers/l/versions/0x1f', 'STRING_VALUE can not be converted to a Long'],
    [
      '/2025-12-01/functions/f/durable-executions?StartedAfter=soon',
      'STRING_VALUE can not be converted to milliseconds since epoch',
    ],
  ])('%s', (path, message) => check({ path }, message));
});

describe('what is odd, and read', () => {
  const ok = { FunctionName: 'f', Role: 'arn:aws:iam::123456789012:role/r', Code: {} };

  async function arrives(body: unknown, expected: unknown): Promise<void> {
    const response = await rawRequest(running.port, { agent, ...create, body: typeof body === 'string' ? body : JSON.stringify(body) });
    expect(response.text).toBe('{}');
    expect(response.status).toBe(201);
    expect(received).toEqual(expected);
  }

  it('unknown members', () => arrives({ ...ok, Colour: 'blue', code: 1 }, ok));
  it('nulls', () => arrives({ ...ok, Timeout: null, VpcConfig: null }, ok));
  it('fractions', () => arrives({ ...ok, Timeout: 3.9 }, { ...ok, Timeout: 3 }));
  it('words for booleans', () => arrives({ ...ok, Publish: 'True' }, { ...ok, Publish: true }));
  it('keys that have a meaning elsewhere', async () => {
    const tags = '{"__proto__":"x","constructor":"y"}';
    await arrives(`${JSON.stringify(ok).slice(0, -1)},"Tags":${tags},"__proto__":{"Timeout":5}}`, { ...ok, Tags: JSON.parse(tags) });
  });
  it('no body at all', async () => {
    const response = await rawRequest(running.port, { agent, ...create });
    const message = expect.stringMatching(/^3 validation errors detected: Value null at 'functionName'/);
    expect(jsonOf(response)).toMatchObject({ message });
  });
});

describe('whatever comes', () => {
  const operations = readOperations();
  const statuses = [200, 201, 202, 204, 400, 403, 404, 413, 431];

  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }).map(encodeURIComponent),
    fc.stringMatching(/^[!-~]{0,20}$/),
    fc.constantFrom('%', '%00', '..', '.', '', '$LATEST', 'f', '1', 'arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Af'),
  );
  const keys = operations.flatMap(({ input }) => input().map(({ name, place }) => (place.in === 'query' ? place.key : name)));
  const query = fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...new Set(keys)), word), word), { maxLength: 3 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
  const headerValue = fc.stringMatching(/^[ -~]{0,30}$/);
  const headers = fc.dictionary(
    fc.constantFrom('x-amz-invocation-type', 'x-amz-log-type', 'x-amz-client-context', 'x-amz-tenant-id', 'content-type'),
    headerValue,
    { noNullPrototype: true },
  );

  /** JSON whose members have the names that operations ask for, and any values. */
  const jsonFor = ({ input }: Operation): fc.Arbitrary<string> => {
    const names = input().map(({ name }) => name);
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>({}, [null], [{}], { a: null }, 'f', -1, 1e21));
    const members = fc.dictionary(fc.constantFrom(...(names.length === 0 ? ['a'] : names)), value, { noNullPrototype: true });
    return members.map((given) => JSON.stringify(given));
  };

  const otherMethods = fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'OPTIONS');
  const request = fc.constantFrom(...operations).chain((operation) => {
    const segments = operation.segments.map((segment) => ('text' in segment ? fc.constant(segment.text) : word));
    const path = fc.tuple(...segments).map((parts) => `/${parts.join('/')}`);
    const body = fc.oneof(jsonFor(operation), fc.string({ maxLength: 30 }), fc.uint8Array({ maxLength: 30 }));
    return fc.record({
      method: fc.oneof({ weight: 9, arbitrary: fc.constant(operation.method) }, { weight: 1, arbitrary: otherMethods }),
      path: fc.tuple(path, query).map(([path, query]) => (query === '' ? path : `${path}?${query}`)),
      headers,
      body,
    });
  });

  it('is answered, and is nobody else\'s fault', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const headers = { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) };
        const response = await rawRequest(running.port, { ...sent, agent, headers });
        seen.add(response.status);
        expect(statuses).toContain(response.status);
        expect(response.headers['x-amzn-requestid']).toBeDefined();
        if (response.status >= 400) expect(response.headers['x-amzn-errortype']).toMatch(/^[A-Z]\w+Exception$/);
        if (response.text !== '') JSON.parse(response.text);
      }),
      { numRuns: 3000, seed: 3 },
    );
    expect(logger.lines).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404]));
  });

  it('even if it is no HTTP, leaves the server standing', async () => {
    const start = fc.constantFrom('', 'GET / HTTP/1.1\r\n', 'POST /2015-03-31/functions HTTP/1.1\r\nHost: ', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ minLength: 1, maxLength: 200 }), async (head, rest) => {
        await new Promise<void>((resolve) => {
          const socket = connect(running.port, '127.0.0.1');
          socket.on('error', () => {});
          socket.on('close', () => resolve());
          socket.end(Buffer.concat([Buffer.from(head), rest]));
          socket.resume();
        });
      }),
      { numRuns: 200, seed: 4 },
    );
    expect((await rawRequest(running.port, { path: '/2016-08-19/account-settings' })).status).toBe(200);
    expect(logger.lines).toEqual([]);
  });
});
