import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSubscription } from '../../../../src/runner/environment/telemetry/subscriptionRequest.ts';
import { extensionId, otherId, TelemetryScript } from './telemetryScript.ts';

const telemetryPath = '/2022-07-01/telemetry';
const logsPath = '/2020-08-15/logs';
const destination = { protocol: 'HTTP', URI: 'http://sandbox.localdomain:8080' };
const valid = { schemaVersion: '2022-12-13', types: ['platform', 'function'], destination };

const refusal = v.object({ errorType: v.string(), errorMessage: v.string() });

let script: TelemetryScript;

beforeEach(() => {
  script = new TelemetryScript();
});

afterEach(async () => {
  await script.close();
});

async function answerTo(answer: Promise<Response>): Promise<readonly unknown[]> {
  const response = await answer;
  const { errorType, errorMessage } = v.parse(refusal, await response.json());
  return [response.status, errorType, errorMessage];
}

describe('what may be subscribed to', () => {
  test.each([
    ['2022-07-01', telemetryPath],
    ['2022-12-13', telemetryPath],
    ['2025-01-29', `${telemetryPath}/`],
    ['2020-08-15', logsPath],
    ['2021-03-18', logsPath],
    [undefined, logsPath],
  ])('schema %s by %s', async (schemaVersion, path) => {
    const response = await script.put(path, { ...valid, schemaVersion });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'application/json', '"OK"']);
  });

  test.each([
    ['defaults', {}, { maxItems: 10_000, maxBytes: 262_144, timeoutMs: 1000 }],
    ['least', { maxItems: 1000, maxBytes: 262_144, timeoutMs: 25 }, { maxItems: 1000, maxBytes: 262_144, timeoutMs: 25 }],
    ['most', { maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 30_000 }, { maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 30_000 }],
  ])('buffering: %s', (_, buffering, expected) => {
    expect(parseSubscription('Telemetry', JSON.stringify({ ...valid, buffering }))).toMatchObject({ buffering: expected });
  });

  test.each([
    ['http://sandbox.localdomain:8080', { protocol: 'HTTP', method: 'POST', host: 'sandbox.localdomain', port: 8080, path: '/' }],
    ['http://sandbox:80/a/b?c=1', { protocol: 'HTTP', method: 'POST', host: 'sandbox', port: 80, path: '/a/b?c=1' }],
  ])('destination %s', (uri, expected) => {
    const body = JSON.stringify({ ...valid, destination: { protocol: 'HTTP', URI: uri } });
    expect(parseSubscription('Telemetry', body)).toMatchObject({ destination: expected });
  });
});

describe('what may not', () => {
  const version = 'expected one of `2020-08-15`, `2021-03-18`, `2022-07-01`, `2022-12-13`, `2025-01-29`';

  test.each<[string, object, string]>([
    ['no version', { schemaVersion: undefined }, 'TelemetryAPI only supports the SchemaVersion released after 2021-03-18'],
    ['the Logs API\'s version', { schemaVersion: '2021-03-18' }, 'TelemetryAPI only supports the SchemaVersion released after 2021-03-18'],
    ['an unknown version', { schemaVersion: '2023-01-01' }, `unknown variant \`2023-01-01\`, ${version}`],
    ['no types', { types: undefined }, 'types should not be empty'],
    ['empty types', { types: [] }, 'types should not be empty'],
    ['types that are no list', { types: 'platform' }, 'types should be an array of strings'],
    ['an unknown type', { types: ['platform', 'all'] }, 'unknown variant `all`, expected one of `platform`, `function`, `extension`'],
    ['a type twice', { types: ['platform', 'platform'] }, 'types should be unique'],
    ['no destination', { destination: undefined }, 'missing field `destination`'],
    ['no protocol', { destination: {} }, 'missing field `protocol`'],
    ['an unknown protocol', { destination: { protocol: 'UDP' } }, 'unknown variant `UDP`, expected `HTTP` or `TCP`'],
    ['no URI', { destination: { protocol: 'HTTP' } }, 'missing field `URI`'],
    ['a URI that is none', { destination: { protocol: 'HTTP', URI: 'sandbox' } }, 'URI is not valid'],
    ['a URI without port', { destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain/' } }, 'URI port is not provided'],
    ['the reserved port', { destination: { protocol: 'TCP', port: 9001 } }, 'port 9001 is reserved'],
    ['no port', { destination: { protocol: 'TCP' } }, 'missing field `port`'],
    ['a port too high', { destination: { protocol: 'TCP', port: 65_536 } }, 'port should be between 1 and 65535'],
    ['another method', { destination: { ...destination, method: 'GET' } }, 'unknown variant `GET`, expected `POST` or `PUT`'],
    ['another encoding', { destination: { ...destination, encoding: 'XML' } }, 'unknown variant `XML`, expected `JSON`'],
    ['buffering that is no object', { buffering: 1 }, 'buffering should be an object'],
    ['too few items', { buffering: { maxItems: 999 } }, 'maxItems should be between 1000 and 10000'],
    ['too many items', { buffering: { maxItems: 10_001 } }, 'maxItems should be between 1000 and 10000'],
    ['too few bytes', { buffering: { maxBytes: 262_143 } }, 'maxBytes should be between 262144 and 1048576'],
    ['too many bytes', { buffering: { maxBytes: 1_048_577 } }, 'maxBytes should be between 262144 and 1048576'],
    ['too short a time', { buffering: { timeoutMs: 24 } }, 'timeoutMs should be between 25 and 30000'],
    ['too long a time', { buffering: { timeoutMs: 30_001 } }, 'timeoutMs should be between 25 and 30000'],
    ['half an item', { buffering: { maxItems: 1000.5 } }, 'maxItems should be between 1000 and 10000'],
  ])('%s', async (_, change, message) => {
    expect(await answerTo(script.put(telemetryPath, { ...valid, ...change }))).toEqual([400, 'ValidationError', message]);
    expect(script.records).toEqual([]);
  });

  test('all that is wrong is told at once', async () => {
    const request = { ...valid, types: [], destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain' } };
    const text = 'URI port is not provided; types should not be empty';
    expect(await answerTo(script.put(telemetryPath, request))).toEqual([400, 'ValidationError', text]);
    expect(await answerTo(script.put(logsPath, { ...request, schemaVersion: undefined }))).toEqual([400, 'Logs.ValidationError', text]);
  });

  test('a version of the other API', async () => {
    const text = 'LogsAPI only supports the following SchemaVersion: 2020-08-15, 2021-03-18';
    expect(await answerTo(script.put(logsPath, valid))).toEqual([400, 'Logs.ValidationError', text]);
  });

  test.each(['', 'no JSON', '[]', '"text"'])('the body %j', async (body) => {
    const [status, type] = await answerTo(script.put(telemetryPath, body));
    expect([status, type]).toEqual([400, 'ValidationError']);
  });

  test.each([
    ['https://sandbox.localdomain:8080', 'Only \'http\' scheme is supported.'],
    ['http://example.com:8080', 'Only \'sandbox.localdomain\' hostname is supported.'],
    ['http://127.0.0.1:8080', 'Only \'sandbox.localdomain\' hostname is supported.'],
  ])('the destination %s', async (uri, message) => {
    const request = { ...valid, destination: { protocol: 'HTTP', URI: uri } };
    expect(await answerTo(script.put(telemetryPath, request))).toEqual([403, 'Telemetry.AccessDenied', message]);
  });
});

describe('who may subscribe', () => {
  test.each<[Record<string, string>, string, string]>([
    [{}, 'Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header'],
    [{ 'Lambda-Extension-Identifier': 'x' }, 'Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier'],
  ])('not by %j', async (headers, type, message) => {
    expect(await answerTo(script.put(telemetryPath, valid, headers))).toEqual([403, type, message]);
  });

  test('not by an identifier that was not given out', async () => {
    const id = randomUUID();
    const answer = answerTo(script.put(telemetryPath, valid, { 'Lambda-Extension-Identifier': id }));
    expect(await answer).toEqual([403, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`]);
  });

  test.each([
    [telemetryPath, 'Telemetry.SubscriptionClosed', 'Telemetry API subscription is closed already'],
    [logsPath, 'Logs.SubscriptionClosed', 'Logs API subscription is closed already'],
  ])('not by %s when the environment has initialised, but when it does again', async (path, type, message) => {
    script.service.closeSubscriptions();
    expect(await answerTo(script.put(path, 'anything'))).toEqual([403, type, message]);
    script.service.openSubscriptions();
    expect((await script.put(telemetryPath, valid)).status).toBe(200);
  });

  test('an extension uses one of the APIs', async () => {
    await script.subscribe(valid);
    const already = 'The extension logger is already subscribed to the TelemetryAPI.';
    const text = `${already} You must either subscribe to the LogsAPI or the TelemetryAPI`;
    expect(await answerTo(script.put(logsPath, { ...valid, schemaVersion: '2020-08-15' }))).toEqual([400, 'Logs.ValidationError', text]);
    expect(await script.subscribe({ ...valid, schemaVersion: '2020-08-15' }, otherId, logsPath)).toBe('"OK"');
  });

  test('each subscription is told', async () => {
    await script.subscribe(valid);
    await script.subscribe({ ...valid, types: ['extension'] });
    await script.subscribe({ ...valid, schemaVersion: '2020-08-15' }, otherId, logsPath);
    expect(script.records).toEqual([
      { api: 'Telemetry', record: recordOf('logger', 'Subscribed', ['platform', 'function']) },
      { api: 'Telemetry', record: recordOf('logger', 'Subscribed', ['extension']) },
      { api: 'Logs', record: recordOf('other', 'Subscribed', ['platform', 'function']) },
    ]);
  });

  test('the same once more changes nothing', async () => {
    await script.subscribe(valid);
    expect(await script.subscribe(valid)).toBe('"AlreadySubscribed"');
    expect(script.records.at(-1)).toEqual({ api: 'Telemetry', record: recordOf('logger', 'Already subscribed', ['platform', 'function']) });
  });
});

describe('paths', () => {
  test('other methods are not allowed', async () => {
    const response = await script.fetch(telemetryPath, 'POST');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'PUT']);
  });

  test.each([
    ['/2022-07-01/telemetry?a=1', true],
    ['/2020-08-15/logs', true],
    ['/2020-08-15/telemetry', false],
    ['/2022-07-01/telemetry/more', false],
    ['/2018-06-01/runtime/invocation/next', false],
  ])('%s: %j', (url, handled) => {
    expect(script.service.handles(url)).toBe(handled);
  });
});

describe('whether entries are wanted', () => {
  test('while the environment initialises, as somebody may still come', async () => {
    expect(script.service.wanted).toBe(true);
    script.service.closeSubscriptions();
    expect(script.service.wanted).toBe(false);
    script.service.openSubscriptions();
    await script.subscribe(valid, extensionId);
    script.service.closeSubscriptions();
    expect(script.service.wanted).toBe(true);
    script.service.dispose();
    expect(script.service.wanted).toBe(false);
  });
});

function recordOf(name: string, state: string, types: readonly string[]): object {
  return { type: 'platform.telemetrySubscription', record: { name, state, types } };
}
