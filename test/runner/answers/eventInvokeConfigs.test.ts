import {
  CreateFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { arn, describeAnswers, role, zip } from './answered.ts';
import { eventInvokeConfigsRows } from './eventInvokeConfigsRows.ts';
import { RecordingClient } from './recordingClient.ts';

describeAnswers('eventInvokeConfigs', eventInvokeConfigsRows);

test('a configuration is put, read, listed, changed and deleted, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const FunctionName = 'f';
  await client.send(new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } }));
  // Seconds since the epoch.
  const LastModified = expect.closeTo(Date.now() / 1000, -2);
  const Destination = 'arn:aws:sqs:us-east-1:000000000000:queue';
  await client.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination } } }),
  );
  expect(client.last?.status).toBe(200);
  const put = {
    LastModified,
    FunctionArn: arn('f', '$LATEST'),
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination } },
  };
  expect(JSON.parse(client.last?.body ?? '')).toEqual(put);
  await client.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 21_600 }));
  expect(JSON.parse(client.last?.body ?? '')).toEqual({ ...put, MaximumEventAgeInSeconds: 21_600 });
  expect((await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).LastModified).toBeInstanceOf(Date);
  await client.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }));
  expect(JSON.parse(client.last?.body ?? '')).toEqual({ FunctionEventInvokeConfigs: [{ ...put, MaximumEventAgeInSeconds: 21_600 }] });
  await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(client.last).toMatchObject({ status: 204, body: '' });
});
