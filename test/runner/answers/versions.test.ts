import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { arn, describeAnswers, refused, role, zip } from './answered.ts';
import { RecordingClient } from './recordingClient.ts';
import { versionsRows } from './versionsRows.ts';

describeAnswers('versions', versionsRows);

test('a version is answered with 201, becomes active, and goes with 204 once no alias refers to it', async () => {
  await using region = await openRegion({ args: ['--time-scale', '1'] });
  using client = new RecordingClient(region.endpoint);
  const FunctionName = 'fn';
  const code = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } } as const;
  await client.send(new CreateFunctionCommand({ FunctionName, ...code, Publish: true }));
  expect(client.last?.status).toBe(201);
  expect(JSON.parse(client.last?.body ?? '')).toMatchObject({ Version: '1', FunctionArn: arn('fn'), State: 'Pending' });
  await refused(client.send(new PublishVersionCommand({ FunctionName })));
  expect(client.last).toMatchObject({ status: 409, headers: { 'x-amzn-errortype': 'ResourceConflictException' } });
  await waitUntilPublishedVersionActive({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { FunctionName, Qualifier: '1' });
  expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }))).toMatchObject({ State: 'Active' });
  await client.send(new PublishVersionCommand({ FunctionName }));
  expect(client.last?.status).toBe(201);
  expect(JSON.parse(client.last?.body ?? '')).toMatchObject({ Version: '1', FunctionArn: arn('fn', '1'), State: 'Active' });

  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  await refused(client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' })));
  expect(client.last?.status).toBe(409);
  expect(JSON.parse(client.last?.body ?? '')).toEqual({
    Type: 'User',
    message: 'Unable to delete version because the following aliases reference it: [live]',
  });
});
