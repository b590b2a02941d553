import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

let region: RunningRegion;
let client: TestClient;
const waiting = (): { client: TestClient; maxWaitTime: number; minDelay: number; maxDelay: number } => ({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 });
const code = (answer: number): Buffer => zipBytes([{ name: 'index.js', content: `exports.handler = async () => ${answer};` }]);

beforeAll(async () => {
  // Lambda's own waiting times, as users have them.
  region = await openRegion({ args: ['--time-scale', '1'] });
  client = new TestClient(region.endpoint);
});

afterAll(async () => {
  client?.destroy();
  await region?.[Symbol.asyncDispose]();
});

async function create(FunctionName: string, Publish = false) {
  return client.send(
    new CreateFunctionCommand({
      FunctionName,
      Publish,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/test',
      Code: { ZipFile: code(1) },
    }),
  );
}

test('a function is pending, refuses to run, and is active when the waiter says so', async () => {
  const created = await create('new');
  expect(created).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' });
  expect(created.LastUpdateStatus).toBeUndefined();
  const pending = { name: 'ResourceConflictException', message: expect.stringContaining('in the following state: Pending') };
  await expect(client.send(new InvokeCommand({ FunctionName: 'new' }))).rejects.toMatchObject(pending);
  await expect(client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'new', Timeout: 5 }))).rejects.toMatchObject(pending);
  await waitUntilFunctionActiveV2(waiting(), { FunctionName: 'new' });
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'new' }));
  expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  expect(Configuration?.RevisionId).not.toBe(created.RevisionId);
  expect(await client.call('new', {})).toMatchObject({ status: 200, payload: 1 });
});

test('one update at a time, each done when the waiter says so', async () => {
  await create('changed');
  await waitUntilFunctionActiveV2(waiting(), { FunctionName: 'changed' });
  const updated = await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'changed', ZipFile: code(2) }));
  expect(updated).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'changed' }));
  expect(Configuration).toMatchObject({ LastUpdateStatus: 'InProgress', RevisionId: updated.RevisionId });
  const refused = { name: 'ResourceConflictException', message: expect.stringContaining('An update is in progress') };
  await expect(client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'changed', Timeout: 9 }))).rejects.toMatchObject(refused);
  await expect(client.send(new PublishVersionCommand({ FunctionName: 'changed' }))).rejects.toMatchObject(refused);
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'changed' });
  expect(await client.call('changed', {})).toMatchObject({ payload: 2 });
});

test('a version that is published with the function is active when the waiter says so', async () => {
  expect(await create('published', true)).toMatchObject({ Version: '1', State: 'Pending' });
  await expect(client.send(new InvokeCommand({ FunctionName: 'published', Qualifier: '1' }))).rejects.toThrow('Pending');
  await waitUntilPublishedVersionActive(waiting(), { FunctionName: 'published', Qualifier: '1' });
  expect(await client.call('published', {}, { Qualifier: '1' })).toMatchObject({ payload: 1, version: '1' });
});
