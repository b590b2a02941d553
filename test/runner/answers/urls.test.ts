import {
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { arn, describeAnswers, role, zip } from './answered.ts';
import { RecordingClient } from './recordingClient.ts';
import { urlsRows } from './urlsRows.ts';

describeAnswers('urls', urlsRows);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test('a URL is made, read, listed, changed and deleted, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const FunctionName = 'f';
  await client.send(new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } }));
  const Cors = { AllowMethods: ['GET'], AllowOrigins: ['https://example.com'] };
  await client.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', Cors }));
  expect(client.last?.status).toBe(201);
  const made = {
    FunctionUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    FunctionArn: arn('f'),
    AuthType: 'NONE',
    Cors,
    CreationTime: time,
  };
  expect(JSON.parse(client.last?.body ?? '')).toEqual(made);
  const whole = { ...made, LastModifiedTime: time, InvokeMode: 'BUFFERED' };
  await client.send(new GetFunctionUrlConfigCommand({ FunctionName }));
  expect(JSON.parse(client.last?.body ?? '')).toEqual(whole);
  await client.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
  expect(JSON.parse(client.last?.body ?? '')).toEqual({ FunctionUrlConfigs: [whole] });
  await client.send(new UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: 'AWS_IAM' }));
  expect(client.last?.status).toBe(200);
  expect(JSON.parse(client.last?.body ?? '')).toEqual({ ...made, AuthType: 'AWS_IAM', LastModifiedTime: time });
  await client.send(new DeleteFunctionUrlConfigCommand({ FunctionName }));
  expect(client.last).toMatchObject({ status: 204, body: '' });
});
