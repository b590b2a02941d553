import {
  CreateFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { eventually } from '../../shared/eventually.ts';
import { openRegion, type RunningRegion } from '../../shared/region.ts';
import { answerOf, arn, describeAnswers, role, zip } from './answered.ts';
import { accountLimitRows, concurrencyRows } from './concurrencyRows.ts';
import { RecordingClient } from './recordingClient.ts';

describeAnswers('concurrency', concurrencyRows);

async function create(client: RecordingClient, FunctionName: string): Promise<string> {
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
  return FunctionName;
}

const bodyOf = (client: RecordingClient): unknown => JSON.parse(client.last?.body ?? '');

test.each(accountLimitRows)('without a Type: $recorded', async (row) => {
  await using region: RunningRegion = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const { status, type, message } = answerOf(row);
  const values = (await row.provoke({ client, region, name: 'f', create: () => create(client, 'f') }).catch(() => undefined)) ?? {};
  const text = Object.entries(values).reduce((whole, [from, to]) => whole.replaceAll(from, to), message);
  expect(client.last).toMatchObject({ status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ message: text }) });
});

test('concurrency is reserved, read and given back, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const FunctionName = await create(client, 'f');
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  expect(client.last).toMatchObject({ status: 200, body: '{"ReservedConcurrentExecutions":0}' });
  await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  expect(client.last).toMatchObject({ status: 200, body: '{"ReservedConcurrentExecutions":0}' });
  await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  expect(client.last).toMatchObject({ status: 204, body: '' });
  await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  expect(client.last).toMatchObject({ status: 200, body: '{}' });
});

test('concurrency is provisioned, becomes ready, is listed and taken away, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const named = { FunctionName: await create(client, 'f'), Qualifier: '1' };
  await client.send(new PutProvisionedConcurrencyConfigCommand({ ...named, ProvisionedConcurrentExecutions: 5 }));
  expect(client.last?.status).toBe(202);
  const inProgress = {
    RequestedProvisionedConcurrentExecutions: 5,
    AvailableProvisionedConcurrentExecutions: 0,
    AllocatedProvisionedConcurrentExecutions: 0,
    Status: 'IN_PROGRESS',
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
  };
  expect(bodyOf(client)).toEqual(inProgress);
  await eventually(async () => (await client.send(new GetProvisionedConcurrencyConfigCommand(named))).Status === 'READY' || undefined);
  const ready = { ...inProgress, AvailableProvisionedConcurrentExecutions: 5, AllocatedProvisionedConcurrentExecutions: 5, Status: 'READY' };
  expect(bodyOf(client)).toEqual(ready);
  await client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'f' }));
  expect(bodyOf(client)).toEqual({ ProvisionedConcurrencyConfigs: [{ FunctionArn: arn('f', '1'), ...ready }] });
  const { AccountLimit, AccountUsage } = await client.send(new GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 995 });
  expect(AccountUsage).toEqual({ TotalCodeSize: 2 * zip.length, FunctionCount: 1 });
  await client.send(new DeleteProvisionedConcurrencyConfigCommand(named));
  expect(client.last).toMatchObject({ status: 204, body: '' });
});
