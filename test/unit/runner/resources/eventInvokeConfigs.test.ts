import { expect, test } from 'vitest';

import { eventInvokeConfigOf } from '../../../../src/runner/resources/eventInvokeConfigs/eventInvokeConfigOf.ts';
import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, type TestRegion, type TestRegionOptions, workspaceFunction } from './testRegion.ts';

const created = new Date('2024-01-01T00:00:00.000Z');
const none = { OnSuccess: {}, OnFailure: {} };
const queue = 'arn:aws:sqs:eu-west-1:123456789012:queue';
const topic = 'arn:aws:sns:eu-west-1:123456789012:topic';
const bus = 'arn:aws:events:eu-west-1:123456789012:event-bus/default';
const bucket = 'arn:aws:s3:::bucket';

/** `fn` with version 1 and alias `live`, and `other`. */
async function withFunctions(options: TestRegionOptions = {}): Promise<TestRegion> {
  const region = await openRegion(options);
  await region.create('fn', { Publish: true });
  await region.create('other');
  const alias = { functionVersion: '1', description: '', revisionId: 'r' };
  await commit(region.store, [region.tables.aliases.putting(functionKey('fn', 'live'), alias)]);
  return region;
}

test('a configuration has what was put, and no defaults', async () => {
  const region = await withFunctions();
  const put = await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumRetryAttempts: 0 });
  expect(put).toEqual({ LastModified: created, FunctionArn: arn('fn:$LATEST'), MaximumRetryAttempts: 0, DestinationConfig: none });
  expect(await region.call('GetFunctionEventInvokeConfig', { FunctionName: 'fn', Qualifier: '$LATEST' })).toEqual(put);
  region.advance(5000);
  // What is not put again is gone.
  expect(await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumEventAgeInSeconds: 60 })).toEqual({
    LastModified: new Date(created.getTime() + 5000),
    FunctionArn: arn('fn:$LATEST'),
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: none,
  });
});

test('an update keeps what it does not name', async () => {
  const region = await withFunctions();
  const DestinationConfig = { OnSuccess: { Destination: queue }, OnFailure: { Destination: bucket } };
  await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumEventAgeInSeconds: 60, DestinationConfig });
  expect(await region.call('UpdateFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumRetryAttempts: 1 })).toEqual({
    LastModified: created,
    FunctionArn: arn('fn:$LATEST'),
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig,
  });
  const replaced = { OnFailure: { Destination: topic } };
  await region.call('UpdateFunctionEventInvokeConfig', { FunctionName: 'fn', DestinationConfig: replaced });
  expect(await region.call('GetFunctionEventInvokeConfig', { FunctionName: 'fn' })).toMatchObject({
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: topic } },
  });
});

test.each<readonly [name: string, qualifier: string | undefined, of: string]>([
  ['fn', undefined, 'fn:$LATEST'],
  ['fn', '1', 'fn:1'],
  ['fn', 'live', 'fn:live'],
  ['fn:1', undefined, 'fn:1'],
  ['fn:$LATEST', '$LATEST', 'fn:$LATEST'],
  [arn('fn:live'), 'live', 'fn:live'],
])('%s with qualifier %s is %s', async (FunctionName, Qualifier, of) => {
  const region = await withFunctions();
  const put = await region.call('PutFunctionEventInvokeConfig', { FunctionName, Qualifier, MaximumRetryAttempts: 1 });
  expect(put.FunctionArn).toBe(arn(of));
  expect((await region.call('GetFunctionEventInvokeConfig', { FunctionName, Qualifier })).FunctionArn).toBe(arn(of));
});

test('configurations are listed by page in the order of their qualifiers, and deleted', async () => {
  const region = await withFunctions();
  for (const Qualifier of ['live', '1', '$LATEST']) {
    await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', Qualifier, MaximumRetryAttempts: 1 });
  }
  const first = await region.call('ListFunctionEventInvokeConfigs', { FunctionName: 'fn', MaxItems: 2 });
  expect(first.FunctionEventInvokeConfigs).toEqual(
    ['fn:$LATEST', 'fn:1'].map((of) => ({ LastModified: created, FunctionArn: arn(of), MaximumRetryAttempts: 1, DestinationConfig: none })),
  );
  const second = await region.call('ListFunctionEventInvokeConfigs', { FunctionName: 'fn', MaxItems: 2, Marker: first.NextMarker });
  expect(second.FunctionEventInvokeConfigs?.map(({ FunctionArn }) => FunctionArn)).toEqual([arn('fn:live')]);
  expect(second).not.toHaveProperty('NextMarker');
  for (const Qualifier of ['live', '1', undefined]) {
    expect(await region.call('DeleteFunctionEventInvokeConfig', { FunctionName: 'fn', Qualifier })).toEqual({});
  }
  expect(await region.call('ListFunctionEventInvokeConfigs', { FunctionName: 'fn' })).toEqual({ FunctionEventInvokeConfigs: [] });
});

const gone = { type: 'ResourceNotFoundException', status: 404, message: "The function doesn't exist." };
const unconfigured = (of: string) => ({
  type: 'ResourceNotFoundException',
  status: 404,
  message: `The function ${arn(of)} doesn't have an EventInvokeConfig`,
});
const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });

test.each<readonly [string, (region: TestRegion) => Promise<unknown>, object]>([
  ['put: no function', (region) => region.call('PutFunctionEventInvokeConfig', { FunctionName: 'missing', MaximumRetryAttempts: 1 }), gone],
  ['put: no alias', (region) => region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn:no', MaximumRetryAttempts: 1 }), gone],
  [
    'put: nothing, even without a function',
    (region) => region.call('PutFunctionEventInvokeConfig', { FunctionName: 'missing' }),
    invalid('You must specify at least one of error handling or destination setting.'),
  ],
  ['update: no function', (region) => region.call('UpdateFunctionEventInvokeConfig', { FunctionName: 'missing', MaximumRetryAttempts: 0 }), gone],
  [
    'update: no configuration',
    (region) => region.call('UpdateFunctionEventInvokeConfig', { FunctionName: 'fn:live', MaximumRetryAttempts: 0 }),
    unconfigured('fn:live'),
  ],
  ['get: no function', (region) => region.call('GetFunctionEventInvokeConfig', { FunctionName: 'missing' }), unconfigured('missing:$LATEST')],
  ['get: no version', (region) => region.call('GetFunctionEventInvokeConfig', { FunctionName: 'fn', Qualifier: '7' }), unconfigured('fn:7')],
  ['delete: no configuration', (region) => region.call('DeleteFunctionEventInvokeConfig', { FunctionName: 'fn' }), unconfigured('fn:$LATEST')],
  ['list: no function', (region) => region.call('ListFunctionEventInvokeConfigs', { FunctionName: 'missing' }), gone],
  [
    'two qualifiers',
    (region) => region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn:1', Qualifier: 'live', MaximumRetryAttempts: 1 }),
    invalid('The derived qualifier from the function name does not match the specified qualifier.'),
  ],
])('refuses: %s', async (_title, call, expected) => {
  await expect(call(await withFunctions())).rejects.toMatchObject(expected);
});

test.each<readonly [onSuccess: string | undefined, onFailure: string | undefined, message: string | undefined]>([
  [queue, topic, undefined],
  [bus, bucket, undefined],
  [arn('other'), undefined, undefined],
  ['', '', undefined],
  [undefined, arn('missing'), `The destination ARN ${arn('missing')} is invalid.`],
  [arn('other:7'), undefined, `The destination ARN ${arn('other:7')} is invalid.`],
  [
    'arn:aws:lambda:us-east-1:123456789012:function:other',
    undefined,
    'The destination ARN arn:aws:lambda:us-east-1:123456789012:function:other is invalid.',
  ],
  [arn('fn:1'), undefined, "You can't specify the function as a destination for itself."],
  [
    'arn:aws:iam::123456789012:role/r',
    undefined,
    'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam::123456789012:role/r), onFailure=null) is invalid.',
  ],
  [
    bucket,
    queue,
    `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${bucket}), onFailure=OnFailure(destination=${queue})) is invalid.`,
  ],
])('outcomes go to %s and %s', async (onSuccess, onFailure, message) => {
  const region = await withFunctions();
  const put = region.call('PutFunctionEventInvokeConfig', {
    FunctionName: 'fn',
    DestinationConfig: {
      ...(onSuccess !== undefined && { OnSuccess: { Destination: onSuccess } }),
      ...(onFailure !== undefined && { OnFailure: { Destination: onFailure } }),
    },
  });
  if (message !== undefined) {
    await expect(put).rejects.toMatchObject(invalid(message));
    return;
  }
  const answered = (destination: string | undefined) => ({ ...(destination !== undefined && destination !== '' && { Destination: destination }) });
  expect((await put).DestinationConfig).toEqual({ OnSuccess: answered(onSuccess), OnFailure: answered(onFailure) });
});

test('what invokes reads the configuration of the qualifier, or of $LATEST without one', async () => {
  const region = await withFunctions();
  await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumRetryAttempts: 0 });
  await region.call('PutFunctionEventInvokeConfig', {
    FunctionName: 'fn:live',
    MaximumEventAgeInSeconds: 90,
    DestinationConfig: { OnSuccess: { Destination: queue } },
  });
  expect(eventInvokeConfigOf(region.tables, 'fn', undefined)).toMatchObject({ maximumRetryAttempts: 0 });
  expect(eventInvokeConfigOf(region.tables, 'fn', '$LATEST')).toMatchObject({ maximumRetryAttempts: 0 });
  expect(eventInvokeConfigOf(region.tables, 'fn', 'live')).toMatchObject({ maximumEventAgeInSeconds: 90, onSuccess: queue });
  expect(eventInvokeConfigOf(region.tables, 'fn', '1')).toBeUndefined();
});

test('configurations are durable, go with their function, and are there for functions of a template', async () => {
  const region = await withFunctions();
  await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumRetryAttempts: 2 });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
  await region.call('PutFunctionEventInvokeConfig', { FunctionName: 'w', MaximumRetryAttempts: 1 });
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  expect(await again.call('GetFunctionEventInvokeConfig', { FunctionName: 'fn' })).toMatchObject({ MaximumRetryAttempts: 2 });
  again.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
  expect(await again.call('GetFunctionEventInvokeConfig', { FunctionName: 'w' })).toMatchObject({ MaximumRetryAttempts: 1 });
  await again.call('DeleteFunction', { FunctionName: 'fn' });
  await expect(again.call('GetFunctionEventInvokeConfig', { FunctionName: 'fn' })).rejects.toMatchObject(unconfigured('fn:$LATEST'));
});
