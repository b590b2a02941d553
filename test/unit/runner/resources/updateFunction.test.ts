import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { arn, openRegion, otherZip, type TestRegion, zip } from './testRegion.ts';

const otherSha256 = createHash('sha256').update(otherZip).digest('base64');
const inProgress = {
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: 'The function is being created.',
  LastUpdateStatusReasonCode: 'Creating',
};
const stale = {
  type: 'PreconditionFailedException',
  status: 412,
  message:
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
};
const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });
const provider = 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:nobody';
const accessPoint = 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0';
const missing = { type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn('missing')}` };

async function withFunction(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('fn', { Description: 'first', Environment: { Variables: { A: '1' } }, Timeout: 5 });
  return region;
}

type Change = Omit<Operations['UpdateFunctionConfiguration']['input'], 'FunctionName'>;

describe('UpdateFunctionConfiguration', () => {
  test('changes what it names, leaves the rest, and is a new revision', async () => {
    const region = await withFunction();
    const before = region.latest('fn');
    region.advance(1500);
    const answer = await region.call('UpdateFunctionConfiguration', { FunctionName: arn('fn'), MemorySize: 256, Runtime: 'python3.13' });
    expect(answer).toMatchObject({
      ...inProgress,
      MemorySize: 256,
      Runtime: 'python3.13',
      Description: 'first',
      Timeout: 5,
      LastModified: '2024-01-01T00:00:01.500+0000',
    });
    const found = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    expect(found).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'Successful',
      MemorySize: 256,
      Environment: { Variables: { A: '1' } },
    });
    expect(found).not.toHaveProperty('LastUpdateStatusReason');
    expect(found.RevisionId).not.toBe(answer.RevisionId);
    const after = region.latest('fn');
    expect(after.revision).not.toBe(before.revision);
    expect(after.settings.MemorySize).toBe(256);
  });

  const set: Change = {
    Environment: { Variables: { B: '2' } },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:q' },
    KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
    Layers: ['arn:aws:lambda:eu-west-1:999999999999:layer:x:1'],
    LoggingConfig: { LogFormat: 'JSON', LogGroup: 'mine' },
    TracingConfig: { Mode: 'Active' },
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  };
  test.each<readonly [string, Change, object, readonly string[]]>([
    ['an empty environment', { Environment: {} }, { Environment: { Variables: {} } }, []],
    ['an empty dead-letter target', { DeadLetterConfig: { TargetArn: '' } }, {}, ['DeadLetterConfig']],
    ['an empty dead-letter configuration', { DeadLetterConfig: {} }, {}, ['DeadLetterConfig']],
    ['an empty key', { KMSKeyArn: '' }, {}, ['KMSKeyArn']],
    ['no layers', { Layers: [] }, {}, ['Layers']],
    ['text logs', { LoggingConfig: { LogFormat: 'Text' } }, { LoggingConfig: { LogFormat: 'Text', LogGroup: 'mine' } }, []],
    [
      'one log level',
      { LoggingConfig: { ApplicationLogLevel: 'DEBUG' } },
      { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'INFO', LogGroup: 'mine' } },
      [],
    ],
    ['no tracing mode', { TracingConfig: {} }, { TracingConfig: { Mode: 'Active' } }, []],
    [
      'no subnets',
      { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
      { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false } },
      [],
    ],
    ['an empty description', { Description: '' }, { Description: '' }, []],
  ])('%s', async (_name, change, expected, absent) => {
    const region = await withFunction();
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...set });
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...change });
    const found = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    expect(found).toMatchObject(expected);
    for (const name of absent) expect(found).not.toHaveProperty(name);
  });

  test('settings that were apart are refused where a change brings them together', async () => {
    const region = await openRegion();
    await region.create('fn', { Runtime: 'java21', SnapStart: { ApplyOn: 'PublishedVersions' } });
    const refused: readonly [Change, string][] = [
      [{ Runtime: 'nodejs24.x' }, 'nodejs24.x'],
      [{ EphemeralStorage: { Size: 1024 } }, 'EphemeralStorage'],
    ];
    for (const [change, what] of refused) {
      await expect(region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...change })).rejects.toMatchObject(
        invalid(`${what} is not supported for SnapStart enabled functions.`),
      );
    }
    const together: Change = { Runtime: 'nodejs24.x', EphemeralStorage: { Size: 1024 }, SnapStart: { ApplyOn: 'None' } };
    expect(await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...together })).toMatchObject({ Runtime: 'nodejs24.x' });
  });

  test('a revision that is not the latest is refused, and changes nothing', async () => {
    const region = await withFunction();
    const first = (await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).RevisionId ?? '';
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((Description) =>
        region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description, RevisionId: first }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes[1]).toMatchObject({ reason: stale });
    expect(region.latest('fn').settings.Description).toBe('a');
  });

  test('parallel changes are taken one after the other, and none is lost', async () => {
    const region = await withFunction();
    const changes: readonly Change[] = [
      { Timeout: 9 },
      { MemorySize: 512 },
      { Description: 'new' },
      { Handler: 'x.y' },
      { KMSKeyArn: 'arn:aws:kms:x' },
    ];
    await Promise.all(changes.map((change) => region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...change })));
    const found = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    for (const change of changes) expect(found).toMatchObject(change);
  });

  test.each<readonly [string, string, Change, object]>([
    ['a function that is not there', 'missing', {}, missing],
    ['an alias', 'fn:live', {}, { type: 'InvalidParameterValueException' }],
    ['reserved keys', 'fn', { Environment: { Variables: { AWS_SESSION_TOKEN: 'x' } } }, { type: 'InvalidParameterValueException' }],
    ['an old runtime', 'fn', { Runtime: 'go1.x' }, { type: 'InvalidParameterValueException' }],
    [
      'a capacity provider that is not there',
      'fn',
      { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: provider } } },
      { type: 'ResourceNotFoundException', status: 404, message: `Capacity provider not found: ${provider}` },
    ],
    [
      'log levels for texts',
      'fn',
      { LoggingConfig: { SystemLogLevel: 'INFO' } },
      invalid(
        'LogLevel is not supported when LogFormat is set to "Text". ' +
          'Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
      ),
    ],
    [
      'subnets without security groups',
      'fn',
      { VpcConfig: { SubnetIds: ['subnet-1'] } },
      invalid('SubnetIds and SecurityIds must coexist or be both empty list.'),
    ],
    [
      'a file system outside of a VPC',
      'fn',
      { FileSystemConfigs: [{ Arn: accessPoint, LocalMountPath: '/mnt/x' }] },
      invalid(`Function must be configured to execute in a VPC to reference access point ${accessPoint}.`),
    ],
    [
      'snapshots for a runtime that has none',
      'fn',
      { SnapStart: { ApplyOn: 'PublishedVersions' } },
      invalid('nodejs24.x is not supported for SnapStart enabled functions.'),
    ],
    [
      'a durable configuration without a timeout',
      'fn',
      { DurableConfig: { RetentionPeriodInDays: 3 } },
      invalid('You cannot create a function with a durable configuration without an executionTimeout'),
    ],
    [
      'an image’s configuration',
      'fn',
      { ImageConfig: {} },
      invalid("Please don't provide ImageConfig when the intended function PackageType is Zip."),
    ],
  ])('refuses %s', async (_name, FunctionName, change, expected) => {
    const region = await withFunction();
    const before = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    await expect(region.call('UpdateFunctionConfiguration', { FunctionName, ...change })).rejects.toMatchObject(expected);
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toEqual(before);
  });
});

describe('UpdateFunctionCode', () => {
  test('changes the code, and keeps the old until it is collected', async () => {
    const region = await withFunction();
    const before = region.latest('fn');
    const answer = await region.call('UpdateFunctionCode', { FunctionName: 'fn:$LATEST', ZipFile: otherZip, Architectures: ['arm64'] });
    expect(answer).toMatchObject({
      ...inProgress,
      CodeSha256: otherSha256,
      CodeSize: otherZip.length,
      Architectures: ['arm64'],
      Description: 'first',
    });
    const after = region.latest('fn');
    expect(after.revision).not.toBe(before.revision);
    expect(await readFile(join(after.code.path, 'index.js'), 'utf8')).toContain('2');
    expect(await readFile(join(before.code.path, 'index.js'), 'utf8')).toContain('1');
    await region.functions.collectArchives(new Set());
    expect(await region.functions.archives.list()).toEqual(new Set([otherSha256]));
  });

  test('code that environments still run is kept', async () => {
    const region = await withFunction();
    const { code } = region.latest('fn');
    await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip });
    const running = code.type === 'archive' ? code.sha256 : '';
    await region.functions.collectArchives(new Set([running]));
    expect(await region.functions.archives.list()).toEqual(new Set([running, otherSha256]));
  });

  test('a dry run checks, shows and changes nothing', async () => {
    const region = await withFunction();
    const before = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    const answer = await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip, DryRun: true });
    expect(answer).toEqual({ ...before, CodeSha256: otherSha256, CodeSize: otherZip.length });
    await expect(region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: Buffer.from('no'), DryRun: true })).rejects.toMatchObject(
      { status: 400 },
    );
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toEqual(before);
    expect(await region.functions.archives.list()).toEqual(new Set([before.CodeSha256]));
  });

  test.each<readonly [string, Operations['UpdateFunctionCode']['input'], object]>([
    ['a function that is not there', { FunctionName: 'missing', ZipFile: zip }, missing],
    ['another revision', { FunctionName: 'fn', ZipFile: otherZip, RevisionId: '00000000-0000-4000-8000-000000000000' }, stale],
    [
      'an image',
      { FunctionName: 'fn', ImageUri: 'x' },
      { type: 'InvalidParameterValueException', message: "Please don't provide ImageUri when updating a function with packageType Zip." },
    ],
    ['no code', { FunctionName: 'fn' }, { message: 'Please provide a source for function code.' }],
    [
      'broken code',
      { FunctionName: 'fn', ZipFile: Buffer.from('x') },
      { message: 'Could not unzip uploaded file. Please check your file, then try to upload again.' },
    ],
    ['publishing to no number', { FunctionName: 'fn', ZipFile: otherZip, PublishTo: 'LATEST_PUBLISHED' }, { status: 501 }],
    [
      'code twice',
      { FunctionName: 'fn', ZipFile: otherZip, S3Bucket: 'bucket' },
      invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.'),
    ],
  ])('refuses %s', async (_name, input, expected) => {
    const region = await withFunction();
    const before = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    await expect(region.call('UpdateFunctionCode', input)).rejects.toMatchObject(expected);
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toEqual(before);
  });
});

test('code that is missing from the data folder is told, until it is uploaded again', async () => {
  const first = await withFunction();
  const { code } = first.latest('fn');
  await first.functions.archives.collect(new Set());
  await first.stop();
  const region = await openRegion({ folder: first.folder });
  expect(region.latest('fn').problem).toContain('missing');
  expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toMatchObject({
    State: 'Failed',
    StateReasonCode: 'InvalidConfiguration',
  });
  await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zip });
  expect(region.latest('fn')).toMatchObject({ code });
  expect(region.latest('fn')).not.toHaveProperty('problem');
});
