import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  InvokeCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { aliasesRows } from './aliasesRows.ts';
import { arn, describeAnswers, refused, role } from './answered.ts';
import { RecordingClient } from './recordingClient.ts';

describeAnswers('aliases', aliasesRows);

/** Tells what it is, and by which name it was called. */
const code = (version: string) =>
  zipBytes([
    {
      name: 'index.js',
      content: `exports.handler = async (event, { functionVersion, invokedFunctionArn }) =>
        ({ code: '${version}', version: functionVersion, arn: invokedFunctionArn });`,
    },
  ]);

test('an alias answers its statuses and bodies, and routes its invocations', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const FunctionName = 'fn';
  const create = { FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role } as const;
  await client.send(new CreateFunctionCommand({ ...create, Code: { ZipFile: code('one') }, Publish: true }));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code('two'), Publish: true }));
  const created = await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  expect(client.last?.status).toBe(201);
  expect(JSON.parse(client.last?.body ?? '')).toEqual({
    AliasArn: arn('fn', 'live'),
    Name: 'live',
    FunctionVersion: '1',
    Description: '',
    RevisionId: created.RevisionId,
  });

  const invoke = async (name: string, Qualifier?: string) => {
    const input = { FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) };
    const { ExecutedVersion, Payload } = await client.send(new InvokeCommand(input));
    return { executed: ExecutedVersion, payload: JSON.parse(Payload?.transformToString() ?? '') as unknown };
  };
  const one = { executed: '1', payload: { code: 'one', version: '1', arn: arn('fn', 'live') } };
  const two = { executed: '2', payload: { code: 'two', version: '2', arn: arn('fn', 'live') } };
  expect(await invoke('fn', 'live')).toEqual(one);
  const route = (weight: number) => ({ RoutingConfig: { AdditionalVersionWeights: { 2: weight } } });
  await client.send(new UpdateAliasCommand({ FunctionName, Name: 'live', ...route(0) }));
  expect(JSON.parse(client.last?.body ?? '')).toMatchObject(route(0));
  expect(await invoke(arn('fn', 'live'))).toEqual(one);
  await client.send(new UpdateAliasCommand({ FunctionName, Name: 'live', ...route(1) }));
  expect(await invoke('fn:live')).toEqual(two);
  const latest = { code: 'two', version: '$LATEST', arn: arn('fn', '$LATEST') };
  expect(await invoke('fn', '$LATEST')).toEqual({ executed: '$LATEST', payload: latest });

  for (const _time of ['there', 'gone']) {
    await client.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
    expect(client.last).toMatchObject({ status: 204, body: '' });
  }
  await refused(client.send(new InvokeCommand({ FunctionName, Qualifier: 'live' })));
  expect(client.last?.status).toBe(404);
  expect(JSON.parse(client.last?.body ?? '')).toEqual({ Type: 'User', Message: `Function not found: ${arn('fn', 'live')}` });
});

test('what AWS answers without a Type has none', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const RoutingConfig = { AdditionalVersionWeights: { 1: 0.5 } };
  await refused(client.send(new CreateAliasCommand({ FunctionName: 'fn', Name: 'live', FunctionVersion: '$LATEST', RoutingConfig })));
  expect(client.last).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'InvalidParameterValueException' } });
  expect(JSON.parse(client.last?.body ?? '')).toEqual({ message: '$LATEST is not supported for an alias pointing to more than 1 version' });
});
