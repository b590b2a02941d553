import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deployment, member } from '../../shared/deployed.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function logs() {
  const { region, client, create } = await deployment();
  const call = async (operation: string, input: object): Promise<Answer> => {
    const headers = { 'x-amz-target': `Logs_20140328.${operation}`, 'content-type': 'application/x-amz-json-1.1' };
    const response = await fetch(region.endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { region, client, create, call };
}

test('groups and streams whose names are paths lie where all others do', async () => {
  const { region, call } = await logs();
  const names = ['..', '.', '/', '../up', '/../../etc', '__proto__', 'constructor', 'con', 'CON', '-rf'];
  for (const logGroupName of names) expect((await call('CreateLogGroup', { logGroupName })).status).toBe(200);
  for (const logStreamName of ['..', '../../up', 'a\0b', 'a\nb\u001B[2J', '__proto__', '\uD800']) {
    expect((await call('CreateLogStream', { logGroupName: '..', logStreamName })).status).toBe(200);
    const logEvents = [{ timestamp: Date.now(), message: 'one\n{"deleted":"x"}' }];
    expect((await call('PutLogEvents', { logGroupName: '..', logStreamName, logEvents })).status).toBe(200);
    const { body } = await call('GetLogEvents', { logGroupName: '..', logStreamName });
    expect(member(body, 'events')).toMatchObject([{ message: 'one\n{"deleted":"x"}' }]);
  }
  expect((await readdir(region.dataFolder)).sort()).toEqual(['code', 'documents', 'logs']);
  const folders = await readdir(join(region.dataFolder, 'logs'));
  expect(folders.filter((name) => !/^[a-z0-9-]*-[0-9a-f]{16}$/.test(name))).toEqual([]);
  expect(folders).toHaveLength(names.length);
});

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each<[string, string, object]>([
  ['a place beyond all numbers', 'GetLogEvents', { logStreamName: 's', nextToken: `f/${'9'.repeat(56)}/s` }],
  ['digits of another script', 'GetLogEvents', { logStreamName: 's', nextToken: `f/${'٣'.repeat(56)}/s` }],
  ['a place beyond all numbers', 'FilterLogEvents', { nextToken: '9'.repeat(56) }],
  ['no time', 'DescribeLogStreams', { orderBy: 'LastEventTime', nextToken: encoded(['NaN', 's']) }],
  ['deep JSON', 'DescribeLogStreams', { nextToken: Buffer.from('['.repeat(100_000)).toString('base64url') }],
  ['an object', 'DescribeLogStreams', { nextToken: encoded([{}, 's']) }],
])('a token that was made up, with %s, is refused by %s', async (_what, operation, input) => {
  const { call } = await logs();
  await call('CreateLogGroup', { logGroupName: 'g' });
  await call('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  expect(await call(operation, { logGroupName: 'g', ...input })).toEqual({
    status: 400,
    body: { __type: 'InvalidParameterException', message: 'The specified nextToken is invalid.' },
  });
});

/** Each would hold up a backtracking engine, and with it the service, for minutes at the least. */
test.each(['%a*a*a*a*a*a*b%', `{ $.a = "${'*a'.repeat(50)}b" }`, '[one, two]'])('%s on a long event holds up nothing', async (filterPattern) => {
  const { call, create, client } = await logs();
  await create('export const handler = async () => 1;');
  await call('CreateLogGroup', { logGroupName: 'g' });
  await call('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  const messages = ['a'.repeat(250_000), JSON.stringify({ a: 'a'.repeat(250_000) }), '[ '.repeat(120_000)];
  for (const message of messages) {
    expect((await call('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: Date.now(), message }] })).status).toBe(200);
  }
  const before = performance.now();
  const [found, called] = await Promise.all([call('FilterLogEvents', { logGroupName: 'g', filterPattern }), client.call('f', {})]);
  expect([found, called.payload]).toMatchObject([{ status: 200, body: { events: [] } }, 1]);
  expect(performance.now() - before).toBeLessThan(15_000);
}, 30_000);
