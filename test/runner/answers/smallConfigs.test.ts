import {
  CreateFunctionCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionScalingConfigCommand,
  GetRuntimeManagementConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutFunctionScalingConfigCommand,
  PutRuntimeManagementConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { arn, describeAnswers, refused, role, zip } from './answered.ts';
import { RecordingClient } from './recordingClient.ts';
import { smallConfigsRows } from './smallConfigsRows.ts';

describeAnswers('smallConfigs', smallConfigsRows);

test('runtime management, recursion and scaling are put and read, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const FunctionName = 'f';
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: role,
      Code: { ZipFile: zip },
      Publish: true,
    }),
  );
  const answered = (status: number, body: object) => ({ status, body: JSON.stringify(body) });

  await client.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
  expect(client.last).toMatchObject(answered(200, { RecursiveLoop: 'Terminate' }));
  await client.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: 'Allow' }));
  expect(client.last).toMatchObject(answered(200, { RecursiveLoop: 'Allow' }));

  await client.send(new PutRuntimeManagementConfigCommand({ FunctionName, UpdateRuntimeOn: 'FunctionUpdate' }));
  expect(client.last).toMatchObject(answered(200, { UpdateRuntimeOn: 'FunctionUpdate', FunctionArn: arn('f') }));
  await client.send(new GetRuntimeManagementConfigCommand({ FunctionName, Qualifier: '1' }));
  expect(client.last).toMatchObject(answered(200, { UpdateRuntimeOn: 'Auto', FunctionArn: arn('f', '1') }));

  const scaling = { FunctionName, Qualifier: '1' };
  const unmanaged = answered(403, { Message: 'The function provided by the arn does not contain a capacity provider configuration' });
  await refused(client.send(new PutFunctionScalingConfigCommand({ ...scaling, FunctionScalingConfig: { MaxExecutionEnvironments: 2 } })));
  expect(client.last).toMatchObject(unmanaged);
  await refused(client.send(new GetFunctionScalingConfigCommand(scaling)));
  expect(client.last).toMatchObject(unmanaged);
});
