import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { arn, openRegion, role, zip } from './testRegion.ts';

type Input = Operations['CreateFunction']['input'];

const sha256 = createHash('sha256').update(zip).digest('base64');
const uuid: unknown = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** What every answer about the function `plain` has. */
const plain = {
  FunctionName: 'plain',
  FunctionArn: arn('plain'),
  Runtime: 'nodejs24.x',
  Role: role,
  Handler: 'index.handler',
  CodeSize: zip.length,
  Description: '',
  Timeout: 3,
  MemorySize: 128,
  LastModified: '2024-01-01T00:00:00.000+0000',
  CodeSha256: sha256,
  Version: '$LATEST',
  TracingConfig: { Mode: 'PassThrough' },
  RevisionId: uuid,
  PackageType: 'Zip',
  Architectures: ['x86_64'],
  EphemeralStorage: { Size: 512 },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/plain' },
};
const runtimeVersion = {
  RuntimeVersionConfig: { RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}$/) },
};

test('a function is pending in the answer and active behind it, as another revision', async () => {
  const region = await openRegion();
  const created = await region.create('plain');
  expect(created).toEqual({
    ...plain,
    ...runtimeVersion,
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
  });
  const found = await region.call('GetFunction', { FunctionName: 'plain' });
  expect(found).toEqual({
    Configuration: { ...plain, ...runtimeVersion, State: 'Active', LastUpdateStatus: 'Successful' },
    Code: { RepositoryType: 'S3', Location: expect.stringMatching(/^file:/) },
  });
  expect(found.Configuration?.RevisionId).not.toBe(created.RevisionId);
  expect(await readFile(fileURLToPath(found.Code?.Location ?? ''))).toEqual(zip);
  expect(await region.call('GetFunctionConfiguration', { FunctionName: 'plain' })).toEqual(found.Configuration);
});

test('every setting comes back', async () => {
  const region = await openRegion();
  await region.create('full', {
    Runtime: 'python3.13',
    Description: 'about',
    Timeout: 900,
    MemorySize: 10_240,
    Environment: { Variables: { KEY: 'value' } },
    Tags: { team: 'blue' },
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 1024 },
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead' },
    KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
    Layers: ['arn:aws:lambda:eu-west-1:999999999999:layer:tools:3'],
    FileSystemConfigs: [{ Arn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1', LocalMountPath: '/mnt/x' }],
    TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
    DurableConfig: { RetentionPeriodInDays: 7, ExecutionTimeout: 60 },
  });
  const found = await region.call('GetFunction', { FunctionName: 'full' });
  expect(found.Tags).toEqual({ team: 'blue' });
  expect(found.Configuration).toMatchObject({
    Description: 'about',
    Timeout: 900,
    MemorySize: 10_240,
    Environment: { Variables: { KEY: 'value' } },
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 1024 },
    TracingConfig: { Mode: 'Active' },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN', LogGroup: '/aws/lambda/full' },
    VpcConfig: {
      SubnetIds: ['subnet-1'],
      SecurityGroupIds: ['sg-1'],
      VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
      Ipv6AllowedForDualStack: false,
    },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead' },
    KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
    Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:999999999999:layer:tools:3', CodeSize: 0 }],
    FileSystemConfigs: [{ Arn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1', LocalMountPath: '/mnt/x' }],
    TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
    DurableConfig: { RetentionPeriodInDays: 7, ExecutionTimeout: 60 },
  });
  expect(region.log).toEqual([expect.stringContaining('layer:tools:3')]);
});

test('an empty environment is answered, one that was not given is not', async () => {
  const region = await openRegion();
  expect((await region.create('empty', { Environment: { Variables: {} } })).Environment).toEqual({ Variables: {} });
  expect(await region.create('none')).not.toHaveProperty('Environment');
});

test('a function is there after a restart, with its code', async () => {
  const first = await openRegion();
  await first.create('plain', { Tags: { a: 'b' } });
  await first.call('PutFunctionConcurrency', { FunctionName: 'plain', ReservedConcurrentExecutions: 7 });
  const before = await first.call('GetFunction', { FunctionName: 'plain' });
  const { revision } = first.latest('plain');
  await first.stop();
  const second = await openRegion({ folder: first.folder });
  expect(await second.call('GetFunction', { FunctionName: 'plain' })).toEqual(before);
  const version = second.latest('plain');
  expect(version).toMatchObject({ arn: arn('plain'), version: '$LATEST', reservedConcurrency: 7, origin: { type: 'api' }, layers: [] });
  expect(version.revision).toBe(revision);
  expect(version).not.toHaveProperty('problem');
  expect(await readFile(join(version.code.path, 'index.js'), 'utf8')).toContain('handler');
});

test('a function can be created by partial and whole ARN, and names are made once', async () => {
  const region = await openRegion();
  await region.create('123456789012:function:partial');
  await region.create(arn('whole'));
  expect(region.functions.latest().map(({ settings }) => settings.FunctionName)).toEqual(['partial', 'whole']);
  const outcomes = await Promise.allSettled([region.create('one'), region.create('one'), region.create(arn('one'))]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = outcomes.find(({ status }) => status === 'rejected');
  expect(refused).toMatchObject({ reason: { type: 'ResourceConflictException', status: 409, message: 'Function already exist: one' } });
});

describe('refusals', () => {
  const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });
  const reserved =
    'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
    'contains reserved keys ' +
    'that are currently not supported for modification. Reserved keys used in this request: ';
  const layer = 'arn:aws:lambda:eu-west-1:999999999999:layer:tools';
  const cases: readonly (readonly [string, Partial<Input>, object])[] = [
    [
      'a long name',
      { FunctionName: 'a'.repeat(65) },
      invalid(
        `1 validation error detected: Value '${'a'.repeat(65)}' at 'functionName' failed to satisfy constraint: ` +
          'Member must have length less than or equal to 64',
      ),
    ],
    [
      'another Region',
      { FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:x' },
      {
        type: 'ResourceNotFoundException',
        status: 404,
        message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
      },
    ],
    [
      'another account',
      { FunctionName: '999999999999:function:x' },
      { type: 'AccessDeniedException', status: 403, body: { Message: null } },
    ],
    ['a qualifier', { FunctionName: 'x:live' }, { type: 'InvalidParameterValueException', status: 400 }],
    [
      'reserved keys',
      { Environment: { Variables: { AWS_REGION: 'x', GOOD: 'y', LAMBDA_TASK_ROOT: 'z' } } },
      invalid(`${reserved}AWS_REGION, LAMBDA_TASK_ROOT`),
    ],
    [
      'no handler',
      { Handler: undefined },
      invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.'),
    ],
    [
      'no runtime',
      { Runtime: undefined },
      invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.'),
    ],
    [
      'an old runtime',
      { Runtime: 'nodejs12.x' },
      invalid(
        'The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. ' +
          'We recommend you use a supported runtime while creating or updating functions.',
      ),
    ],
    [
      'a long timeout',
      { Timeout: 901 },
      invalid("'Timeout' value failed to satisfy constraint: Member must have value less than or equal to 900"),
    ],
    [
      'much memory',
      { MemorySize: 10_241 },
      invalid("'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240"),
    ],
    [
      'much storage',
      { EphemeralStorage: { Size: 10_241 } },
      invalid("'EphemeralStorage' value failed to satisfy constraint: Member must have value less than or equal to 10240"),
    ],
    [
      'many tags',
      { Tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
      invalid('Number of tags exceeds resource tag limit.'),
    ],
    [
      'many layers',
      { Layers: Array.from({ length: 6 }, (_, index) => `${layer}${index}:1`) },
      invalid('Cannot reference more than 5 layers.'),
    ],
    [
      'a layer twice',
      { Layers: [`${layer}:1`, `${layer}:2`] },
      invalid(
        'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
          `${layer}:1 and ${layer}:2 are versions of the same layer.`,
      ),
    ],
    [
      'a layer of our own, of which there is none',
      { Layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:mine:1'] },
      invalid('Layer version arn:aws:lambda:eu-west-1:123456789012:layer:mine:1 does not exist.'),
    ],
    [
      'a layer elsewhere',
      { Layers: ['arn:aws:lambda:us-east-1:999999999999:layer:x:1'] },
      invalid('Layers are not in the same region as the function. Layers are expected to be in region eu-west-1.'),
    ],
    [
      'a code signing configuration',
      { CodeSigningConfigArn: 'csc' },
      {
        type: 'CodeSigningConfigNotFoundException',
        status: 404,
        message: 'The code signing configuration cannot be found. Check that the provided configuration is not deleted: csc.',
      },
    ],
    ['no code', { Code: {} }, invalid('Please provide a source for function code.')],
    [
      'broken code',
      { Code: { ZipFile: Buffer.from('no') } },
      invalid('Could not unzip uploaded file. Please check your file, then try to upload again.'),
    ],
    [
      'code in S3, for which there is no folder',
      { Code: { S3Bucket: 'b', S3Key: 'k' } },
      {
        type: 'NotImplementedException',
        status: 501,
        message:
          'The Local region does not serve code from S3 yet. ' +
          'Name a folder that stands for S3 (a bucket is a folder in it), or give the code as ZipFile.',
      },
    ],
    [
      'code twice',
      { Code: { ZipFile: zip, S3Bucket: 'b', S3Key: 'k' } },
      invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.'),
    ],
    ['an image for a zip', { Code: { ImageUri: 'x' } }, invalid('Please provide a source for function code.')],
    [
      'an image’s configuration for a zip',
      { ImageConfig: { Command: ['x'] } },
      invalid("Please don't provide ImageConfig when the intended function PackageType is Zip."),
    ],
    [
      'a version that is not a number',
      { PublishTo: 'LATEST_PUBLISHED' },
      { type: 'NotImplementedException', status: 501 },
    ],
  ];
  test.each(cases)('%s', async (_name, input, expected) => {
    const region = await openRegion();
    await expect(region.create('x', input)).rejects.toMatchObject(expected);
    expect(region.functions.latest()).toEqual([]);
    expect(await region.functions.archives.list()).toEqual(new Set());
  });

  const others = ['nodejs16.x', 'nodejs18.x', 'python3.8', 'dotnet6', 'ruby4.0'] as const;
  test.each(others)('not of %s, which is past its time or new', async (Runtime) => {
    const region = await openRegion();
    expect(await region.create('x', { Runtime })).toMatchObject({ Runtime });
  });

  test('an environment over 4 KB is told without its values', async () => {
    const region = await openRegion();
    await region.create('fits', { Environment: { Variables: { BIG: 'x'.repeat(4096 - '{"BIG":""}'.length) } } });
    const attempt = region.create('x', { Environment: { Variables: { BIG: 'secret'.repeat(700), SMALL: 'secret' } } });
    await expect(attempt).rejects.toMatchObject(
      invalid(
        'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
          'exceeded the 4KB limit. ' +
          'String measured: {"BIG":"***","SMALL":"***"}',
      ),
    );
  });

  test('a runtime that nobody knows is told with those that can be had', async () => {
    const region = await openRegion();
    const name: string = 'cobol85';
    // The type knows the SDK's runtimes only; requests bring any.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    await expect(region.create('x', { Runtime: name as 'nodejs24.x' })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Value cobol85 at 'runtime' failed to satisfy .*: Member must satisfy enum value set: \[.*nodejs24\.x.*\] or be a valid ARN$/,
      ),
    });
  });
});
