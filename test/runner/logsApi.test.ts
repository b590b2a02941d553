import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { silentLogger } from '../../src/common/logger.ts';
import { logs } from '../../src/runner/cli/logs.ts';
import { parseLogs } from '../../src/runner/cli/logsCommand.ts';
import { logsApi } from '../../src/runner/logs/api/logsApi.ts';
import { LogStore } from '../../src/runner/logs/store/logStore.ts';
import { eventually } from '../shared/eventually.ts';
import { portOf } from '../shared/portOf.ts';
import { needs } from '../shared/toolchain.ts';

const run = promisify(execFile);
const identity = { partition: 'aws', region: 'eu-west-1', account: '123456789012' };
const group = '/aws/lambda/hello';
const first = '2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef';
const second = '2026/11/21/[7]fedcba9876543210fedcba9876543210';
const groupArn = `arn:aws:logs:eu-west-1:123456789012:log-group:${group}`;

let folder: string;
let store: LogStore;
let server: Server;
let endpoint: string;
let now: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logs-api-'));
  store = await LogStore.open({ folder, clock: systemClock, logger: silentLogger, limitBytes: () => 50 * 1024 * 1024 });
  const api = logsApi({ store, clock: systemClock, logger: silentLogger, identity, requestIds: randomUUID });
  server = createServer((request, response) => {
    if (api(request, response)) return;
    response.statusCode = 404;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  now = Date.now();
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function invoked(stream = first, at = now, said = 'hello'): void {
  store.appendEvent(group, stream, at, 'START RequestId: 1 Version: $LATEST\n');
  store.append(group, stream, at + 1, `${said}\n`);
  store.appendEvent(group, stream, at + 2, 'END RequestId: 1\n');
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function call(operation: string, input: unknown): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `Logs_20140328.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const Page = v.object({
  events: v.array(v.looseObject({ message: v.string() })),
  nextToken: v.optional(v.string()),
  nextForwardToken: v.optional(v.string()),
  nextBackwardToken: v.optional(v.string()),
});
type Page = v.InferOutput<typeof Page>;
const Streams = v.object({ logStreams: v.array(v.object({ logStreamName: v.string() })), nextToken: v.optional(v.string()) });
const Token = v.object({ nextToken: v.string() });

async function page(operation: string, input: unknown): Promise<Page> {
  const { status, body } = await call(operation, input);
  expect(status).toBe(200);
  return v.parse(Page, body);
}

const messages = ({ events }: Page): string[] => events.map(({ message }) => message.trimEnd());

describe('groups and streams', () => {
  test('are described with all that AWS tells', async () => {
    invoked();
    await store.flush();
    expect(await call('DescribeLogGroups', {})).toEqual({
      status: 200,
      body: {
        logGroups: [
          {
            logGroupName: group,
            creationTime: expect.any(Number),
            metricFilterCount: 0,
            arn: `${groupArn}:*`,
            storedBytes: expect.any(Number),
            logGroupClass: 'STANDARD',
            logGroupArn: groupArn,
            deletionProtectionEnabled: false,
          },
        ],
      },
    });
    expect(await call('DescribeLogStreams', { logGroupIdentifier: groupArn })).toEqual({
      status: 200,
      body: {
        logStreams: [
          {
            logStreamName: first,
            creationTime: expect.any(Number),
            firstEventTimestamp: now,
            lastEventTimestamp: now + 2,
            lastIngestionTime: expect.any(Number),
            uploadSequenceToken: expect.stringMatching(/^\d{56}$/),
            arn: `${groupArn}:log-stream:${first}`,
            storedBytes: 0,
          },
        ],
      },
    });
  });

  test('are made, kept for some time and deleted', async () => {
    const named = { logGroupName: 'mine' };
    const stream = { ...named, logStreamName: 's' };
    expect(await call('CreateLogGroup', named)).toEqual({ status: 200, body: undefined });
    expect(await call('CreateLogStream', stream)).toEqual({ status: 200, body: undefined });
    expect(await call('DescribeLogStreams', named)).toMatchObject({ body: { logStreams: [{ logStreamName: 's', storedBytes: 0 }] } });
    expect(await call('PutRetentionPolicy', { ...named, retentionInDays: 7 })).toEqual({ status: 200, body: undefined });
    expect(await call('DescribeLogGroups', { logGroupNamePrefix: 'mi' })).toMatchObject({ body: { logGroups: [{ retentionInDays: 7 }] } });
    expect(await call('DeleteRetentionPolicy', named)).toEqual({ status: 200, body: undefined });
    expect(await call('ListTagsForResource', { resourceArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:mine' })).toEqual({ status: 200, body: { tags: {} } });
    expect(await call('DeleteLogStream', stream)).toEqual({ status: 200, body: undefined });
    expect(await call('DescribeLogStreams', named)).toEqual({ status: 200, body: { logStreams: [] } });
    expect(await call('DeleteLogGroup', named)).toEqual({ status: 200, body: undefined });
    expect(await call('DescribeLogGroups', {})).toEqual({ status: 200, body: { logGroups: [] } });
  });

  test('come by pages, in the order that is asked for', async () => {
    for (let index = 0; index < 7; index += 1) store.append(group, `s${index}`, now + ((index * 3) % 7), 'x\n');
    const order = async (input: object): Promise<string[]> => {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const { body } = await call('DescribeLogStreams', { logGroupName: group, limit: 3, ...input, ...(nextToken !== undefined && { nextToken }) });
        const answer = v.parse(Streams, body);
        names.push(...answer.logStreams.map(({ logStreamName }) => logStreamName));
        nextToken = answer.nextToken;
      } while (nextToken !== undefined);
      return names;
    };
    expect(await order({})).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6']);
    expect(await order({ descending: true })).toEqual(['s6', 's5', 's4', 's3', 's2', 's1', 's0']);
    expect(await order({ orderBy: 'LastEventTime', descending: true })).toEqual(['s2', 's4', 's6', 's1', 's3', 's5', 's0']);
    for (const name of ['a', 'b', 'c']) await call('CreateLogGroup', { logGroupName: name });
    const { body } = await call('DescribeLogGroups', { limit: 2 });
    expect(body).toMatchObject({ logGroups: [{ logGroupName: group }, { logGroupName: 'a' }] });
    const { nextToken } = v.parse(Token, body);
    expect(await call('DescribeLogGroups', { nextToken })).toMatchObject({ body: { logGroups: [{ logGroupName: 'b' }, { logGroupName: 'c' }] } });
  });
});

describe('events', () => {
  test('of a stream: the latest, and from there in both directions', async () => {
    for (let index = 0; index < 10; index += 1) store.append(group, first, now + index, `${index}\n`);
    invoked(second);
    const input = { logGroupName: group, logStreamName: first, limit: 4 };
    const latest = await page('GetLogEvents', input);
    expect(latest.events[0]).toEqual({ timestamp: now + 6, message: '6\n', ingestionTime: expect.any(Number) });
    expect(messages(latest)).toEqual(['6', '7', '8', '9']);
    const before = await page('GetLogEvents', { ...input, nextToken: latest.nextBackwardToken });
    expect(messages(before)).toEqual(['2', '3', '4', '5']);
    expect(messages(await page('GetLogEvents', { ...input, nextToken: before.nextForwardToken }))).toEqual(['6', '7', '8', '9']);
    const end = await page('GetLogEvents', { ...input, nextToken: latest.nextForwardToken });
    expect(end).toMatchObject({ events: [], nextForwardToken: latest.nextForwardToken });
    store.append(group, first, now + 10, 'new\n');
    expect(messages(await page('GetLogEvents', { ...input, nextToken: end.nextForwardToken }))).toEqual(['new']);
    expect(messages(await page('GetLogEvents', { ...input, startFromHead: true }))).toEqual(['0', '1', '2', '3']);
    expect(messages(await page('GetLogEvents', { ...input, startTime: now + 3, endTime: now + 5 }))).toEqual(['3', '4']);
  });

  test('of a group: filtered, by pages, each once', async () => {
    invoked(first, now, 'one ERROR');
    invoked(second, now + 10, '{"level":"ERROR","n":2}');
    const input = { logGroupName: group };
    expect((await page('FilterLogEvents', { ...input, limit: 1 })).events).toEqual([
      {
        logStreamName: first,
        timestamp: now,
        message: 'START RequestId: 1 Version: $LATEST\n',
        ingestionTime: expect.any(Number),
        eventId: expect.stringMatching(/^\d{56}$/),
      },
    ]);
    expect(messages(await page('FilterLogEvents', { ...input, filterPattern: 'ERROR' }))).toEqual(['one ERROR', '{"level":"ERROR","n":2}']);
    expect(messages(await page('FilterLogEvents', { ...input, filterPattern: '{ $.level = "ERROR" && $.n > 1 }' }))).toEqual(['{"level":"ERROR","n":2}']);
    expect(messages(await page('FilterLogEvents', { ...input, logStreamNamePrefix: '2026/11/21/[7]', startTime: now + 11, endTime: now + 11 }))).toEqual([
      '{"level":"ERROR","n":2}',
    ]);
    expect(messages(await page('FilterLogEvents', { ...input, logStreamNames: [first] }))).toHaveLength(3);
    const all: string[] = [];
    let nextToken: string | undefined;
    do {
      const part = await page('FilterLogEvents', { ...input, limit: 2, ...(nextToken !== undefined && { nextToken }) });
      all.push(...messages(part));
      nextToken = part.nextToken;
    } while (nextToken !== undefined);
    expect(all).toHaveLength(6);
    expect(new Set(all.filter((text) => text.includes('ERROR'))).size).toBe(2);
  });

  test('an answer has no more than 1 MB', async () => {
    for (let index = 0; index < 8; index += 1) store.append(group, first, now + index, `${'x'.repeat(200_000)}\n`);
    const part = await page('FilterLogEvents', { logGroupName: group });
    expect(part.events).toHaveLength(5);
    expect((await page('FilterLogEvents', { logGroupName: group, nextToken: part.nextToken })).events).toHaveLength(3);
  });

  test('are put by others, but those too old or too new', async () => {
    const stream = { logGroupName: 'mine', logStreamName: 's' };
    await call('CreateLogGroup', stream);
    await call('CreateLogStream', stream);
    const event = (timestamp: number) => ({ timestamp, message: `at ${timestamp - now}` });
    expect(await call('PutLogEvents', { ...stream, logEvents: [event(now - 1), event(now)] })).toEqual({
      status: 200,
      body: { nextSequenceToken: expect.any(String) },
    });
    const day = 86_400_000;
    expect(await call('PutLogEvents', { ...stream, logEvents: [event(now + 1), event(now + day)] })).toMatchObject({
      body: { rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 } },
    });
    expect(await call('PutLogEvents', { ...stream, logEvents: [event(now - 30 * day)] })).toMatchObject({
      body: { rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } },
    });
    expect(messages(await page('GetLogEvents', stream))).toEqual(['at -1', 'at 0', 'at 1']);
  });
});

/** Answers of the service, as far as they are known. */
describe('errors', () => {
  const noGroup = { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
  const noStream = { __type: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };
  const invalid = (message: string) => ({ __type: 'InvalidParameterException', message });
  const constraint = (value: string, rule: string) => invalid(`1 validation error detected: Value ${value} failed to satisfy constraint: ${rule}`);
  const stream = { logGroupName: group, logStreamName: first };

  test.each<[string, unknown, object]>([
    ['GetLogEvents', { logGroupName: 'none', logStreamName: 's' }, noGroup],
    ['GetLogEvents', { logGroupName: group, logStreamName: 's' }, noStream],
    ['GetLogEvents', { ...stream, nextToken: 'invalid-token' }, invalid('The specified nextToken is invalid.')],
    ['GetLogEvents', { ...stream, limit: 10_001 }, constraint("'10001' at 'limit'", 'Member must have value less than or equal to 10000')],
    ['GetLogEvents', { logGroupName: group }, constraint("null at 'logStreamName'", 'Member must not be null')],
    ['GetLogEvents', { ...stream, limit: 'ten' }, { __type: 'SerializationException', message: 'limit has a value of another type.' }],
    ['GetLogEvents', '{"logGroupName', { __type: 'SerializationException', message: 'The request is not JSON.' }],
    ['GetLogEvents', '[]', { __type: 'SerializationException', message: 'The request is no JSON object.' }],
    ['FilterLogEvents', { logGroupName: 'none' }, noGroup],
    ['FilterLogEvents', { logGroupName: group, logStreamNames: ['s'] }, noStream],
    ['FilterLogEvents', { logGroupName: group, nextToken: 'x' }, invalid('The specified nextToken is invalid.')],
    ['FilterLogEvents', { logGroupName: group, filterPattern: '{ $.a' }, invalid("If a filter pattern starts with '{' it must end with '}'")],
    ['FilterLogEvents', { logGroupName: group, filterPattern: 'a:b' }, invalid("Invalid character(s) in term ':'")],
    ['DescribeLogStreams', { logGroupName: 'none' }, noGroup],
    [
      'DescribeLogStreams',
      { logGroupName: group, logGroupIdentifier: group },
      { __type: 'ValidationException', message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.' },
    ],
    [
      'DescribeLogStreams',
      { logGroupName: group, orderBy: 'LastEventTime', logStreamNamePrefix: 'x' },
      invalid('Cannot order by LastEventTime with a logStreamNamePrefix.'),
    ],
    [
      'DescribeLogGroups',
      { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' },
      invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.'),
    ],
    ['DescribeLogGroups', { nextToken: 'x' }, invalid('The specified nextToken is invalid.')],
    ['CreateLogGroup', { logGroupName: group }, { __type: 'ResourceAlreadyExistsException', message: 'The specified log group already exists' }],
    ['CreateLogGroup', { logGroupName: 'x'.repeat(513) }, invalid('Invalid LogGroup or LogStream, both must have length less than or equal to 512.')],
    [
      'CreateLogGroup',
      { logGroupName: 'a b' },
      constraint("'a b' at 'logGroupName'", String.raw`Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`),
    ],
    ['CreateLogStream', stream, { __type: 'ResourceAlreadyExistsException', message: 'The specified log stream already exists' }],
    ['CreateLogStream', { logGroupName: 'none', logStreamName: 's' }, noGroup],
    ['DeleteLogGroup', { logGroupName: 'none' }, noGroup],
    ['DeleteLogStream', { logGroupName: group, logStreamName: 's' }, noStream],
    ['PutLogEvents', { logGroupName: group, logStreamName: 's', logEvents: [{ timestamp: 1, message: 'x' }] }, noStream],
    [
      'PutLogEvents',
      { ...stream, logEvents: [{ timestamp: 2, message: 'x' }, { timestamp: 1, message: 'x' }] },
      invalid('Log events in a single PutLogEvents request must be in chronological order.'),
    ],
    [
      'PutLogEvents',
      { ...stream, logEvents: [{ timestamp: 1, message: 'x' }, { timestamp: 86_400_002, message: 'x' }] },
      invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.'),
    ],
    ['PutRetentionPolicy', { logGroupName: 'none', retentionInDays: 1 }, noGroup],
    ['PutRetentionPolicy', { logGroupName: group, retentionInDays: 2 }, { __type: 'InvalidParameterException', message: expect.stringContaining("'2' at 'retentionInDays'") }],
    ['ListTagsForResource', { resourceArn: `${groupArn}x` }, noGroup],
  ])('%# %s', async (operation, input, expected) => {
    invoked();
    expect(await call(operation, input)).toEqual({ status: 400, body: expected });
  });

  test('what is not served says so, in a way that is not tried again', async () => {
    expect(await call('StartQuery', {})).toMatchObject({ status: 501, body: { __type: 'NotImplementedException' } });
  });

  test('a body that is too large is not read', async () => {
    expect(await call('PutLogEvents', 'x'.repeat(5_000_000))).toMatchObject({ status: 413, body: { __type: 'RequestEntityTooLargeException' } });
  });

  test('requests of others are not taken', async () => {
    expect((await fetch(endpoint, { method: 'POST', headers: { 'x-amz-target': 'Other.Do' } })).status).toBe(404);
    expect((await fetch(endpoint, { headers: { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' } })).status).toBe(404);
  });
});

describe('the AWS CLI', () => {
  needs('aws');

  async function aws(...args: string[]): Promise<unknown> {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_DEFAULT_REGION: 'eu-west-1', AWS_CONFIG_FILE: '/dev/null', AWS_PAGER: '' };
    const { stdout } = await run('aws', ['--endpoint-url', endpoint, '--output', 'json', 'logs', ...args], { env });
    return stdout === '' ? undefined : JSON.parse(stdout);
  }

  test('reads what functions wrote', async () => {
    invoked();
    expect(await aws('describe-log-groups')).toMatchObject({ logGroups: [{ logGroupName: group }] });
    expect(await aws('describe-log-streams', '--log-group-name', group, '--order-by', 'LastEventTime')).toMatchObject({ logStreams: [{ logStreamName: first }] });
    expect(await aws('filter-log-events', '--log-group-name', group, '--filter-pattern', '"hello"')).toMatchObject({ events: [{ message: 'hello\n' }] });
    expect(await aws('get-log-events', '--log-group-name', group, '--log-stream-name', first)).toMatchObject({ events: [{}, { message: 'hello\n' }, {}] });
    await expect(aws('filter-log-events', '--log-group-name', 'none')).rejects.toMatchObject({
      stderr: expect.stringContaining('(ResourceNotFoundException) when calling the FilterLogEvents operation: The specified log group does not exist.'),
    });
  }, 60_000);

  test('writes its own', async () => {
    await aws('create-log-group', '--log-group-name', 'mine');
    await aws('create-log-stream', '--log-group-name', 'mine', '--log-stream-name', 's');
    await aws('put-log-events', '--log-group-name', 'mine', '--log-stream-name', 's', '--log-events', `timestamp=${now},message=mine`);
    expect(await aws('filter-log-events', '--log-group-name', 'mine')).toMatchObject({ events: [{ message: 'mine', timestamp: now }] });
    await aws('delete-log-group', '--log-group-name', 'mine');
    expect(await aws('describe-log-groups')).toEqual({ logGroups: [] });
  }, 60_000);
});

describe('lambda-workbench logs', () => {
  const surroundings = () => ({ environment: { AWS_ENDPOINT_URL: endpoint }, out: new PassThrough(), now: () => Date.now(), signal: new AbortController().signal });

  test('prints the last minutes', async () => {
    invoked(first, now - 3_600_000, 'long ago');
    invoked();
    const { out, ...rest } = surroundings();
    expect(await logs(parseLogs(['hello', '--filter=-START -END']), { ...rest, out })).toBe(0);
    expect(String(out.read())).toBe(`${new Date(now + 1).toISOString()} hello\n`);
    expect(await logs(parseLogs([group, '--since', '2h', '--filter', 'ago']), { ...rest, out })).toBe(0);
    expect(String(out.read())).toContain('long ago\n');
  });

  test('follows a group that is there only later, each event once, until it is ended', async () => {
    const ended = new AbortController();
    const { out, ...rest } = surroundings();
    let printed = '';
    out.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const following = logs(parseLogs(['hello', '--follow']), { ...rest, out, signal: ended.signal });
    for (const said of ['one', 'two', 'three']) {
      invoked(first, Date.now(), said);
      await eventually(() => printed.includes(`${said}\n`) && printed.split('END').length > 1);
    }
    ended.abort();
    expect(await following).toBe(0);
    expect(printed.match(/one|two|three/g)).toEqual(['one', 'two', 'three']);
  });

  test('says what is wrong', async () => {
    const nowhere = { ...surroundings(), environment: {} };
    await expect(logs(parseLogs(['hello']), nowhere)).rejects.toMatchObject({ code: 'ENDPOINT_MISSING' });
    await expect(logs(parseLogs(['hello']), surroundings())).rejects.toMatchObject({ code: 'LOGS_FAILED', message: expect.stringContaining('log group does not exist') });
    server.closeAllConnections();
    server.close();
    await expect(logs(parseLogs(['hello']), surroundings())).rejects.toMatchObject({ code: 'LOGS_FAILED', message: expect.stringContaining('does not answer') });
  });
});
