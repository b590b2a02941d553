import { CreateEventSourceMappingCommand, CreateFunctionCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { account, arn, describeAnswers, refused, role, zip } from './answered.ts';
import { eventSourceMappingsRows } from './eventSourceMappingsRows.ts';
import { RecordingClient } from './recordingClient.ts';

describeAnswers('event-source-mappings', eventSourceMappingsRows);

test('a mapping on the wire, and one that is in the middle of something', async () => {
  // States last as long as they do.
  await using region = await openRegion({ args: ['--time-scale', '1'] });
  using client = new RecordingClient(region.endpoint);
  await client.send(
    new CreateFunctionCommand({ FunctionName: 'fn', Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } }),
  );
  const source = `arn:aws:sqs:us-east-1:${account}:queue`;
  const { UUID = '' } = await client.send(new CreateEventSourceMappingCommand({ FunctionName: 'fn', EventSourceArn: source }));
  expect(client.last?.status).toBe(202);
  expect(JSON.parse(client.last?.body ?? '')).toEqual({
    UUID,
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:${account}:event-source-mapping:${UUID}`,
    EventSourceArn: source,
    FunctionArn: arn('fn'),
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: [],
    // Seconds since the epoch.
    LastModified: expect.closeTo(Date.now() / 1000, -2),
    State: 'Creating',
    StateTransitionReason: 'USER_INITIATED',
  });

  await refused(client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 })));
  expect(client.last).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'ResourceInUseException' } });
  expect(JSON.parse(client.last?.body ?? '')).toEqual({
    Type: 'User',
    Message: 'Cannot update the event source mapping because it is in use.',
  });
});
