import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { publish as publishLayer } from './testLayers.ts';
import { arn, openRegion, otherZip, role, type TestRegion, zip } from './testRegion.ts';

type Created = Partial<Operations['CreateFunction']['input']>;
type Updated = Omit<Operations['UpdateFunctionConfiguration']['input'], 'FunctionName'>;

interface Step<Input> {
  readonly input: Input;
  /** Members of the answer that are other than those of `plain`; undefined for one that is absent. */
  readonly answer: object;
}

/** A setting from its creation to its end. */
interface Cycle {
  readonly name: string;
  readonly create: Step<Created>;
  readonly updates: readonly Step<Updated>[];
}

/** What a function answers of which nothing is set, but for its code and states. */
const plain = {
  FunctionName: 'fn',
  FunctionArn: arn('fn'),
  Runtime: 'nodejs24.x',
  Role: role,
  Handler: 'index.handler',
  CodeSize: expect.any(Number),
  CodeSha256: expect.any(String),
  Description: '',
  Timeout: 3,
  MemorySize: 128,
  LastModified: '2024-01-01T00:00:00.000+0000',
  Version: '$LATEST',
  TracingConfig: { Mode: 'PassThrough' },
  RevisionId: expect.any(String),
  PackageType: 'Zip',
  Architectures: ['x86_64'],
  EphemeralStorage: { Size: 512 },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/fn' },
  RuntimeVersionConfig: { RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}$/) },
};
const reason = 'The function is being created.';
const creating = { State: 'Pending', StateReason: reason, StateReasonCode: 'Creating' };
const updating = {
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: reason,
  LastUpdateStatusReasonCode: 'Creating',
};
const active = { State: 'Active', LastUpdateStatus: 'Successful' };

const queue = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
const key = (id: number) => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
const accessPoint = (id: number) => `arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcde0${id}`;
const inVpc = { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] };
const vpcAnswer = { ...inVpc, Ipv6AllowedForDualStack: false, VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) };
const noVpc = { SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: false, VpcId: '' };
const files = (id: number) => [{ Arn: accessPoint(id), LocalMountPath: '/mnt/x' }];
const layer = (version: number) => arn('x').replace('function:x', `layer:tools:${version}`);
const withSize = (version: number) => ({ Arn: layer(version), CodeSize: expect.any(Number) });

const cycles: readonly Cycle[] = [
  {
    name: 'VpcConfig',
    create: { input: { VpcConfig: inVpc }, answer: { VpcConfig: vpcAnswer } },
    updates: [
      {
        input: { VpcConfig: { SubnetIds: ['subnet-3'], SecurityGroupIds: ['sg-2'], Ipv6AllowedForDualStack: true } },
        answer: { VpcConfig: { ...vpcAnswer, SubnetIds: ['subnet-3'], SecurityGroupIds: ['sg-2'], Ipv6AllowedForDualStack: true } },
      },
      { input: { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }, answer: { VpcConfig: noVpc } },
    ],
  },
  {
    name: 'DeadLetterConfig',
    create: { input: { DeadLetterConfig: { TargetArn: queue('a') } }, answer: { DeadLetterConfig: { TargetArn: queue('a') } } },
    updates: [
      { input: { DeadLetterConfig: { TargetArn: queue('b') } }, answer: { DeadLetterConfig: { TargetArn: queue('b') } } },
      { input: { DeadLetterConfig: { TargetArn: '' } }, answer: {} },
      { input: { DeadLetterConfig: { TargetArn: queue('b') } }, answer: { DeadLetterConfig: { TargetArn: queue('b') } } },
      { input: { DeadLetterConfig: {} }, answer: {} },
    ],
  },
  {
    name: 'KMSKeyArn',
    create: { input: { KMSKeyArn: key(1) }, answer: { KMSKeyArn: key(1) } },
    updates: [
      { input: { KMSKeyArn: key(2) }, answer: { KMSKeyArn: key(2) } },
      { input: { KMSKeyArn: '' }, answer: {} },
    ],
  },
  {
    name: 'TracingConfig',
    create: { input: { TracingConfig: { Mode: 'Active' } }, answer: { TracingConfig: { Mode: 'Active' } } },
    updates: [
      { input: { TracingConfig: {} }, answer: { TracingConfig: { Mode: 'Active' } } },
      { input: { TracingConfig: { Mode: 'PassThrough' } }, answer: {} },
    ],
  },
  {
    name: 'Layers',
    create: { input: { Layers: [layer(1)] }, answer: { Layers: [withSize(1)] } },
    updates: [
      { input: { Layers: [layer(2)] }, answer: { Layers: [withSize(2)] } },
      { input: { Layers: [] }, answer: {} },
    ],
  },
  {
    name: 'FileSystemConfigs',
    create: {
      input: { FileSystemConfigs: files(1), VpcConfig: inVpc },
      answer: { FileSystemConfigs: files(1), VpcConfig: vpcAnswer },
    },
    updates: [
      { input: { FileSystemConfigs: files(2) }, answer: { FileSystemConfigs: files(2), VpcConfig: vpcAnswer } },
      { input: { FileSystemConfigs: [] }, answer: { VpcConfig: vpcAnswer } },
    ],
  },
  {
    name: 'SnapStart',
    create: {
      input: { Runtime: 'java21', SnapStart: { ApplyOn: 'PublishedVersions' } },
      answer: { Runtime: 'java21', SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' } },
    },
    updates: [
      {
        input: { SnapStart: {} },
        answer: { Runtime: 'java21', SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' } },
      },
      { input: { SnapStart: { ApplyOn: 'None' } }, answer: { Runtime: 'java21' } },
    ],
  },
  {
    name: 'LoggingConfig',
    create: {
      input: { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } },
      answer: {
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN', LogGroup: '/aws/lambda/fn' },
      },
    },
    updates: [
      {
        input: { LoggingConfig: { ApplicationLogLevel: 'DEBUG', LogGroup: 'mine' } },
        answer: { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN', LogGroup: 'mine' } },
      },
      { input: { LoggingConfig: { LogFormat: 'Text' } }, answer: { LoggingConfig: { LogFormat: 'Text', LogGroup: 'mine' } } },
      {
        input: { LoggingConfig: { LogFormat: 'JSON' } },
        answer: { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO', LogGroup: 'mine' } },
      },
    ],
  },
  {
    name: 'DurableConfig',
    create: {
      input: { DurableConfig: { ExecutionTimeout: 60 } },
      answer: { DurableConfig: { ExecutionTimeout: 60, RetentionPeriodInDays: 14 } },
    },
    updates: [
      {
        input: { DurableConfig: { RetentionPeriodInDays: 7 } },
        answer: { DurableConfig: { ExecutionTimeout: 60, RetentionPeriodInDays: 7 } },
      },
      {
        input: { DurableConfig: { ExecutionTimeout: 90, KMSKeyArn: key(3) } },
        answer: { DurableConfig: { ExecutionTimeout: 90, RetentionPeriodInDays: 7, KMSKeyArn: key(3) } },
      },
    ],
  },
  {
    name: 'TenancyConfig, which is for good',
    create: {
      input: { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } },
      answer: { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } },
    },
    updates: [{ input: { Timeout: 4 }, answer: { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' }, Timeout: 4 } }],
  },
  {
    name: 'EphemeralStorage',
    create: { input: { EphemeralStorage: { Size: 10_240 } }, answer: { EphemeralStorage: { Size: 10_240 } } },
    updates: [{ input: { EphemeralStorage: { Size: 512 } }, answer: {} }],
  },
  {
    name: 'Environment',
    create: { input: { Environment: { Variables: { A: '1', B: '2' } } }, answer: { Environment: { Variables: { A: '1', B: '2' } } } },
    updates: [
      { input: { Environment: { Variables: { C: '3' } } }, answer: { Environment: { Variables: { C: '3' } } } },
      { input: { Environment: { Variables: {} } }, answer: { Environment: { Variables: {} } } },
    ],
  },
  {
    name: 'what every function has',
    create: {
      input: { Description: 'about', Timeout: 900, MemorySize: 10_240 },
      answer: { Description: 'about', Timeout: 900, MemorySize: 10_240 },
    },
    updates: [
      {
        input: { Handler: 'other.handler', Role: `${role}2`, Runtime: 'python3.13' },
        answer: {
          Description: 'about',
          Timeout: 900,
          MemorySize: 10_240,
          Handler: 'other.handler',
          Role: `${role}2`,
          Runtime: 'python3.13',
        },
      },
      {
        input: { Description: '', Timeout: 3, MemorySize: 128 },
        answer: { Handler: 'other.handler', Role: `${role}2`, Runtime: 'python3.13' },
      },
    ],
  },
];

async function withLayers(): Promise<TestRegion> {
  const region = await openRegion();
  await publishLayer(region, 'tools');
  await publishLayer(region, 'tools');
  return region;
}

describe('settings, from their creation to their end', () => {
  test.each(cycles.map((cycle) => [cycle.name, cycle] as const))('%s', async (_name, { create, updates }) => {
    const region = await withLayers();
    const found = () => region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
    expect(await region.create('fn', create.input)).toEqual({ ...plain, ...create.answer, ...creating });
    expect(await found()).toEqual({ ...plain, ...create.answer, ...active });
    for (const { input, answer } of updates) {
      const updated = await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...input });
      expect(updated).toEqual({ ...plain, ...answer, ...updating });
      expect(await found()).toEqual({ ...plain, ...answer, ...active });
      // A change of something else leaves them.
      await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn' });
      expect(await found()).toEqual({ ...plain, ...answer, ...active });
    }
  });

  test('they are there after a restart', async () => {
    const first = await withLayers();
    for (const [index, { create }] of cycles.entries()) await first.create(`fn${index}`, create.input);
    const all = (region: TestRegion) =>
      Promise.all(cycles.map((_cycle, index) => region.call('GetFunctionConfiguration', { FunctionName: `fn${index}` })));
    const before = await all(first);
    await first.stop();
    expect(await all(await openRegion({ folder: first.folder }))).toEqual(before);
  });

  test('Architectures are the code’s', async () => {
    const region = await openRegion();
    expect(await region.create('fn', { Architectures: ['arm64'] })).toMatchObject({ Architectures: ['arm64'] });
    const update = (input: object) => region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zip, ...input });
    expect(await update({})).toMatchObject({ Architectures: ['arm64'] });
    expect(await update({ Architectures: ['x86_64'] })).toMatchObject({ Architectures: ['x86_64'] });
  });

  test('the version of a runtime is another for another runtime, and the same for the same', async () => {
    const region = await openRegion();
    const versionArn = (of: Operations['GetFunctionConfiguration']['output']) => of.RuntimeVersionConfig?.RuntimeVersionArn;
    const nodejs = versionArn(await region.create('a'));
    expect(versionArn(await region.create('b'))).toBe(nodejs);
    expect(versionArn(await region.create('c', { Runtime: 'python3.13' }))).not.toBe(nodejs);
  });

  test('all subnets of a region are in one VPC', async () => {
    const region = await openRegion();
    const ids = new Set<string | undefined>();
    for (const SubnetIds of [['subnet-1'], ['subnet-2']]) {
      const { VpcConfig } = await region.create(SubnetIds.join(), { VpcConfig: { SubnetIds, SecurityGroupIds: ['sg-1'] } });
      ids.add(VpcConfig?.VpcId);
    }
    expect(ids.size).toBe(1);
  });

  test('only published versions have snapshots, in lists too', async () => {
    const region = await openRegion();
    await region.create('fn', { Runtime: 'python3.12', SnapStart: { ApplyOn: 'PublishedVersions' }, Publish: true });
    const { Versions } = await region.call('ListVersionsByFunction', { FunctionName: 'fn' });
    expect(Versions?.map(({ SnapStart }) => SnapStart?.OptimizationStatus)).toEqual(['Off', 'On']);
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: '1' })).toMatchObject({
      SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
    });
  });
});

describe('functions on managed instances', () => {
  const name = 'provider';
  const providerArn = arn('x').replace('function:x', `capacity-provider:${name}`);
  const given = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: providerArn } };
  const answered = {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: providerArn,
      PerExecutionEnvironmentMaxConcurrency: 64,
      ExecutionEnvironmentMemoryGiBPerVCpu: 2,
    },
  };

  async function withProvider(): Promise<TestRegion> {
    const region = await openRegion();
    await region.call('CreateCapacityProvider', {
      CapacityProviderName: name,
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      PermissionsConfig: { CapacityProviderOperatorRoleArn: role },
    });
    return region;
  }

  test('have other defaults, and keep them', async () => {
    const region = await withProvider();
    await region.create('fn', { CapacityProviderConfig: given });
    const { SnapStart: _snapStart, ...other } = plain;
    const expected = {
      ...other,
      MemorySize: 2048,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO', LogGroup: '/aws/lambda/fn' },
      CapacityProviderConfig: answered,
      ...active,
      State: 'ActiveNonInvocable',
    };
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toEqual(expected);
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Timeout: 5400 });
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toEqual({ ...expected, Timeout: 5400 });
  });

  test('have no VPC of their own', async () => {
    const region = await withProvider();
    await expect(region.create('fn', { CapacityProviderConfig: given, VpcConfig: inVpc })).rejects.toMatchObject({
      type: 'InvalidParameterValueException',
      message: "You can't use Lambda Managed Instance functions with VPC configurations.",
    });
  });

  test('have so many published versions, however these are made', async () => {
    const region = await withProvider();
    await region.create('fn', { CapacityProviderConfig: given });
    const configure = (Description: string) => region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description });
    for (let version = 1; version <= 100; version += 1) {
      await configure(`${version}`);
      await region.call('PublishVersion', { FunctionName: 'fn' });
    }
    const refused = { type: 'FunctionVersionsPerCapacityProviderLimitExceededException', status: 400 };
    // As it is, it is published.
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '100' });
    await configure('one more');
    await expect(region.call('PublishVersion', { FunctionName: 'fn' })).rejects.toMatchObject(refused);
    const code = { FunctionName: 'fn', ZipFile: otherZip };
    await expect(region.call('UpdateFunctionCode', { ...code, Publish: true })).rejects.toMatchObject(refused);
    await expect(region.create('other', { CapacityProviderConfig: given, Publish: true })).rejects.toMatchObject(refused);
    expect(await region.call('UpdateFunctionCode', code)).toMatchObject({ Version: '$LATEST' });
    await region.call('DeleteFunction', { FunctionName: 'fn', Qualifier: '1' });
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '101' });
  });
});
