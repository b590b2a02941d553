import type { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { isRecord, type UnknownRecord } from '../../../src/lambda/model/record.ts';
import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion } from '../../shared/region.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { send } from '../api/harness.ts';

const zip = zipBytes([{ name: 'index.js', content: 'exports.handler = async (event) => event;' }]);
const other = zipBytes([{ name: 'index.js', content: 'exports.handler = async () => 2;' }]);
const own = (resource: string): string => `arn:aws:lambda:us-east-1:000000000000:${resource}`;
const arn = own('function:f');
const role = 'arn:aws:iam::000000000000:role/test';
const provider = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
const publisher = 'arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/0123456789';
const f = { FunctionName: 'f' };

/** What earlier answers said, by the name that a step keeps it under. */
type Kept = Record<string, string>;
interface Step {
  readonly operation: OperationName;
  readonly input: UnknownRecord | ((kept: Kept) => UnknownRecord);
  readonly status: number;
  /** Part of the answer. */
  readonly answer: UnknownRecord;
  /** Keeps a member of the answer under a name. */
  readonly keep?: readonly [name: string, from: (answer: UnknownRecord) => unknown];
}

const step = (operation: OperationName, input: Step['input'], status: number, answer: UnknownRecord = {}, keep?: Step['keep']): Step => ({
  operation, input, status, answer, ...(keep !== undefined && { keep }),
});

/** One call of every operation that is served, in an order in which each succeeds. */
const steps: readonly Step[] = [
  step('GetAccountSettings', {}, 200, { AccountUsage: { FunctionCount: 0, TotalCodeSize: 0 } }),
  step('PublishLayerVersion', { LayerName: 'l', Content: { ZipFile: zip } }, 201, { Version: 1, LayerVersionArn: own('layer:l:1') }),
  step('GetLayerVersion', { LayerName: 'l', VersionNumber: 1 }, 200, { Version: 1 }),
  step('GetLayerVersionByArn', { Arn: own('layer:l:1') }, 200, { Version: 1 }),
  step('ListLayers', {}, 200, { Layers: [expect.objectContaining({ LayerName: 'l' })] }),
  step('ListLayerVersions', { LayerName: 'l' }, 200, { LayerVersions: [expect.objectContaining({ Version: 1 })] }),
  step('AddLayerVersionPermission', { LayerName: 'l', VersionNumber: 1, StatementId: 's', Action: 'lambda:GetLayerVersion', Principal: '*' }, 201, { Statement: expect.any(String) }),
  step('GetLayerVersionPolicy', { LayerName: 'l', VersionNumber: 1 }, 200, { Policy: expect.any(String) }),
  step('RemoveLayerVersionPermission', { LayerName: 'l', VersionNumber: 1, StatementId: 's' }, 204),

  step('CreateFunction', { ...f, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip }, Layers: [own('layer:l:1')] }, 201, { Version: '$LATEST' }),
  step('DeleteLayerVersion', { LayerName: 'l', VersionNumber: 1 }, 204),
  step('GetFunction', f, 200, { Configuration: expect.objectContaining({ State: 'Active' }) }),
  step('GetFunctionConfiguration', f, 200, { LastUpdateStatus: 'Successful' }),
  step('ListFunctions', {}, 200, { Functions: [expect.objectContaining(f)] }),
  step('Invoke', { ...f, Payload: Buffer.from('{"a":1}') }, 200, { StatusCode: 200, ExecutedVersion: '$LATEST' }),
  step('InvokeWithResponseStream', { ...f, Payload: Buffer.from('{"a":1}') }, 200, { StatusCode: 200, ExecutedVersion: '$LATEST' }),
  step('InvokeAsync', { ...f, InvokeArgs: Buffer.from('{}') }, 202, { Status: 202 }),
  step('PublishVersion', f, 201, { Version: '1' }),
  step('UpdateFunctionCode', { ...f, ZipFile: other, Publish: true }, 200, { Version: '2' }),
  step('UpdateFunctionConfiguration', { ...f, Timeout: 9 }, 200, { Timeout: 9 }),
  step('ListVersionsByFunction', f, 200, { Versions: [{ Version: '$LATEST' }, { Version: '1' }, { Version: '2' }].map((one) => expect.objectContaining(one)) }),
  step('CreateAlias', { ...f, Name: 'live', FunctionVersion: '1' }, 201, { AliasArn: `${arn}:live` }),
  step('GetAlias', { ...f, Name: 'live' }, 200, { FunctionVersion: '1' }),
  step('ListAliases', f, 200, { Aliases: [expect.objectContaining({ Name: 'live' })] }),
  step('UpdateAlias', { ...f, Name: 'live', FunctionVersion: '2' }, 200, { FunctionVersion: '2' }),

  step('AddPermission', { ...f, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }, 201, { Statement: expect.any(String) }),
  step('GetPolicy', f, 200, { Policy: expect.any(String) }),
  step('GetResourcePolicy', { ResourceArn: arn }, 200, { Policy: expect.any(String) }, ['policy', ({ Policy }) => Policy]),
  step('PutResourcePolicy', ({ policy }) => ({ ResourceArn: arn, Policy: policy }), 200, { Policy: expect.any(String) }),
  step('RemovePermission', { ...f, StatementId: 's' }, 204),
  step('AddPermission', { ...f, StatementId: 't', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }, 201),
  step('DeleteResourcePolicy', { ResourceArn: arn }, 204),
  step('TagResource', { Resource: arn, Tags: { a: 'b' } }, 204),
  step('ListTags', { Resource: arn }, 200, { Tags: { a: 'b' } }),
  step('UntagResource', { Resource: arn, TagKeys: ['a'] }, 204),

  step('PutFunctionConcurrency', { ...f, ReservedConcurrentExecutions: 10 }, 200, { ReservedConcurrentExecutions: 10 }),
  step('GetFunctionConcurrency', f, 200, { ReservedConcurrentExecutions: 10 }),
  step('PutProvisionedConcurrencyConfig', { ...f, Qualifier: 'live', ProvisionedConcurrentExecutions: 2 }, 202, { Status: 'IN_PROGRESS' }),
  step('GetProvisionedConcurrencyConfig', { ...f, Qualifier: 'live' }, 200, { RequestedProvisionedConcurrentExecutions: 2 }),
  step('ListProvisionedConcurrencyConfigs', f, 200, { ProvisionedConcurrencyConfigs: [expect.objectContaining({ FunctionArn: `${arn}:live` })] }),
  step('DeleteProvisionedConcurrencyConfig', { ...f, Qualifier: 'live' }, 204),
  step('DeleteFunctionConcurrency', f, 204),
  step('PutFunctionEventInvokeConfig', { ...f, MaximumRetryAttempts: 1 }, 200, { MaximumRetryAttempts: 1 }),
  step('UpdateFunctionEventInvokeConfig', { ...f, MaximumEventAgeInSeconds: 60 }, 200, { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 }),
  step('GetFunctionEventInvokeConfig', f, 200, { FunctionArn: `${arn}:$LATEST` }),
  step('ListFunctionEventInvokeConfigs', f, 200, { FunctionEventInvokeConfigs: [expect.anything()] }),
  step('DeleteFunctionEventInvokeConfig', f, 204),
  step('CreateFunctionUrlConfig', { ...f, AuthType: 'NONE' }, 201, { FunctionUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) }),
  step('GetFunctionUrlConfig', f, 200, { InvokeMode: 'BUFFERED' }),
  step('ListFunctionUrlConfigs', f, 200, { FunctionUrlConfigs: [expect.anything()] }),
  step('UpdateFunctionUrlConfig', { ...f, AuthType: 'AWS_IAM' }, 200, { AuthType: 'AWS_IAM' }),
  step('DeleteFunctionUrlConfig', f, 204),
  step('PutRuntimeManagementConfig', { ...f, UpdateRuntimeOn: 'FunctionUpdate' }, 200, { UpdateRuntimeOn: 'FunctionUpdate' }),
  step('GetRuntimeManagementConfig', f, 200, { UpdateRuntimeOn: 'FunctionUpdate' }),
  step('PutFunctionRecursionConfig', { ...f, RecursiveLoop: 'Allow' }, 200, { RecursiveLoop: 'Allow' }),
  step('GetFunctionRecursionConfig', f, 200, { RecursiveLoop: 'Allow' }),

  step('CreateEventSourceMapping', { ...f, EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' }, 202, { BatchSize: 10 }, ['mapping', ({ UUID }) => UUID]),
  step('GetEventSourceMapping', ({ mapping }) => ({ UUID: mapping }), 200, { State: 'Enabled' }),
  step('ListEventSourceMappings', f, 200, { EventSourceMappings: [expect.anything()] }),
  step('UpdateEventSourceMapping', ({ mapping }) => ({ UUID: mapping, BatchSize: 5 }), 202, { BatchSize: 5 }),
  step('DeleteEventSourceMapping', ({ mapping }) => ({ UUID: mapping }), 202, { State: 'Deleting' }),

  step('CreateCodeSigningConfig', { AllowedPublishers: { SigningProfileVersionArns: [publisher] } }, 201, {}, ['signing', ({ CodeSigningConfig: made }) => isRecord(made) && made['CodeSigningConfigArn']]),
  step('GetCodeSigningConfig', ({ signing }) => ({ CodeSigningConfigArn: signing }), 200, { CodeSigningConfig: expect.anything() }),
  step('ListCodeSigningConfigs', {}, 200, { CodeSigningConfigs: [expect.anything()] }),
  step('UpdateCodeSigningConfig', ({ signing }) => ({ CodeSigningConfigArn: signing, Description: 'd' }), 200, { CodeSigningConfig: expect.objectContaining({ Description: 'd' }) }),
  step('PutFunctionCodeSigningConfig', ({ signing }) => ({ ...f, CodeSigningConfigArn: signing }), 200, { FunctionName: 'f' }),
  step('GetFunctionCodeSigningConfig', f, 200, { FunctionName: 'f' }),
  step('ListFunctionsByCodeSigningConfig', ({ signing }) => ({ CodeSigningConfigArn: signing }), 200, { FunctionArns: [arn] }),
  step('DeleteFunctionCodeSigningConfig', f, 204),
  step('DeleteCodeSigningConfig', ({ signing }) => ({ CodeSigningConfigArn: signing }), 204),

  step('CreateCapacityProvider', { CapacityProviderName: 'c', VpcConfig: provider, PermissionsConfig: { CapacityProviderOperatorRoleArn: role } }, 202, { CapacityProvider: expect.anything() }),
  step('GetCapacityProvider', { CapacityProviderName: 'c' }, 200, { CapacityProvider: expect.objectContaining({ State: 'Active' }) }),
  step('ListCapacityProviders', {}, 200, { CapacityProviders: [expect.anything()] }),
  step('UpdateCapacityProvider', { CapacityProviderName: 'c', CapacityProviderScalingConfig: { MaxVCpuCount: 100 } }, 202, { CapacityProvider: expect.anything() }),
  step('CreateFunction', {
    FunctionName: 'm', Publish: true, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip },
    CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: own('capacity-provider:c') } },
  }, 201),
  step('ListFunctionVersionsByCapacityProvider', { CapacityProviderName: 'c' }, 200, { FunctionVersions: expect.arrayContaining([expect.objectContaining({ FunctionArn: own('function:m:1') })]) }),
  step('PutFunctionScalingConfig', { FunctionName: 'm', Qualifier: '1', FunctionScalingConfig: { MinExecutionEnvironments: 1, MaxExecutionEnvironments: 2 } }, 202),
  step('GetFunctionScalingConfig', { FunctionName: 'm', Qualifier: '1' }, 200, { FunctionArn: expect.stringContaining('function:m') }),
  step('DeleteFunction', { FunctionName: 'm' }, 204),
  step('DeleteCapacityProvider', { CapacityProviderName: 'c' }, 202, { CapacityProvider: expect.objectContaining({ State: 'Deleting' }) }),

  step('DeleteAlias', { ...f, Name: 'live' }, 204),
  step('DeleteFunction', f, 204),
];

/** What is told by name to be missing, and nothing else. */
const notServed = /Durable/;

test('every operation succeeds, and those that are not served say so', async () => {
  await using region = await openRegion();
  using client = new TestClient(region.endpoint);
  const kept: Kept = {};
  for (const { operation, input, status, answer, keep } of steps) {
    const given = await call(client, operation, typeof input === 'function' ? input(kept) : input);
    expect({ operation, ...given }).toMatchObject({ operation, ...answer, $metadata: { httpStatusCode: status } });
    if (keep !== undefined) kept[keep[0]] = String(keep[1](given));
  }
  const called = new Set(steps.map(({ operation }) => operation));
  const others = readOperations().map(({ name }) => name).filter((name) => !called.has(name));
  expect(others.filter((name) => !notServed.test(name))).toEqual([]);
  for (const name of others) {
    await expect(send(client, name, named(name))).rejects.toMatchObject({ name: 'NotImplementedException', message: expect.stringContaining(name) });
  }
});

async function call(client: LambdaClient, operation: OperationName, input: UnknownRecord): Promise<UnknownRecord> {
  return send(client, operation, input).catch((error: unknown) => {
    throw new Error(`${operation} failed: ${String(error)}`, { cause: error });
  });
}

/** The members of the paths of operations that are not served. */
function named(name: OperationName): UnknownRecord {
  const token = Buffer.from('token').toString('base64');
  return { ...f, DurableExecutionArn: `${arn}:1/durable-execution/n/i`, CallbackId: token, CheckpointToken: token, Payload: Buffer.from('{}'), ...(name.startsWith('Stop') && { Error: {} }) };
}
