import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import {
  changeProvider,
  checkManaged,
  checkProviderVersions,
  takeProvider,
  whileProviderStays,
  withManagedDefaults,
} from '../../../../src/runner/resources/capacityProviders/functionCapacityProvider.ts';
import { managedConcurrency, runsManaged } from '../../../../src/runner/resources/capacityProviders/managedRuntimes.ts';
import type { ManagedInstances } from '../../../../src/runner/resources/capacityProviders/managedInstances.ts';
import { KeyedQueue } from '../../../../src/runner/store/keyedQueue.ts';
import { arn, identity, openRegion, type TestRegion } from './testRegion.ts';

type Created = Operations['CreateCapacityProvider']['input'];

const providerArn = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:capacity-provider:${name}`;
const vpc = { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] };
const operator = 'arn:aws:iam::123456789012:role/operator';
const notFound = (name: string) => ({
  type: 'ResourceNotFoundException',
  status: 404,
  message: `Capacity provider not found: ${providerArn(name)}`,
});
const policies = [{ PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization' as const, TargetValue: 70 }];

const basic = (name: string, state: string) => ({
  CapacityProviderArn: providerArn(name),
  State: state,
  VpcConfig: vpc,
  PermissionsConfig: { CapacityProviderOperatorRoleArn: operator },
  InstanceRequirements: { Architectures: ['x86_64'] },
  CapacityProviderScalingConfig: { MaxVCpuCount: 400, ScalingMode: 'Auto' },
  LastModified: '2024-01-01T00:00:00.000+0000',
});

function createProvider(
  region: TestRegion,
  name: string,
  more: Partial<Created> = {},
): Promise<Operations['CreateCapacityProvider']['output']> {
  return region.call('CreateCapacityProvider', {
    CapacityProviderName: name,
    VpcConfig: vpc,
    PermissionsConfig: { CapacityProviderOperatorRoleArn: operator },
    ...more,
  });
}

function get(region: TestRegion, CapacityProviderName: string): Promise<Operations['GetCapacityProvider']['output']> {
  return region.call('GetCapacityProvider', { CapacityProviderName });
}

function remove(region: TestRegion, CapacityProviderName: string): Promise<Operations['DeleteCapacityProvider']['output']> {
  return region.call('DeleteCapacityProvider', { CapacityProviderName });
}

async function listed(region: TestRegion, input: Operations['ListCapacityProviders']['input'] = {}): Promise<readonly string[]> {
  const { CapacityProviders: providers } = await region.call('ListCapacityProviders', input);
  return (providers ?? []).map(({ CapacityProviderArn, State }) => `${CapacityProviderArn?.split(':').at(-1)} ${State}`);
}

const settings = (provider: string): ManagedInstances => ({
  LambdaManagedInstancesCapacityProviderConfig: {
    CapacityProviderArn: providerArn(provider),
    PerExecutionEnvironmentMaxConcurrency: 16,
    ExecutionEnvironmentMemoryGiBPerVCpu: 2,
  },
});

/** Gives a function a provider, as the store keeps it, with versions that have it too. */
async function manage({ functions }: TestRegion, name: string, provider: string, versions = 0): Promise<void> {
  const document = functions.document(name);
  if (document === undefined) throw new Error(`there is no function ${name}`);
  const further = { ...document.latest.further, CapacityProviderConfig: settings(provider) };
  const latest = { ...document.latest, further };
  const first = document.lastVersion + 1;
  const numbers = Array.from({ length: versions }, (_, index) => first + index);
  await functions.put(
    name,
    { ...document, latest, lastVersion: document.lastVersion + versions },
    numbers.flatMap((number) => functions.puttingVersion(name, number, { configuration: latest })),
  );
}

describe('providers', () => {
  test('one that sets nothing has the defaults', async () => {
    const region = await openRegion();
    expect(await createProvider(region, 'p')).toEqual({ CapacityProvider: basic('p', 'Pending') });
    expect(await get(region, 'p')).toEqual({ CapacityProvider: basic('p', 'Active') });
    expect(await get(region, providerArn('p'))).toEqual({ CapacityProvider: basic('p', 'Active') });
    expect(region.tables.tags.size).toBe(0);
  });

  test('one that sets everything', async () => {
    const region = await openRegion();
    const given = {
      InstanceRequirements: { Architectures: ['arm64' as const], AllowedInstanceTypes: ['c8g.*'] },
      CapacityProviderScalingConfig: { MaxVCpuCount: 30, ScalingMode: 'Manual' as const, ScalingPolicies: policies },
      KmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k',
      PropagateTags: { Mode: 'Explicit' as const, ExplicitTags: { team: 'a' } },
      TelemetryConfig: { LoggingConfig: { SystemLogLevel: 'DEBUG' as const, LogGroup: '/mine' } },
    };
    await createProvider(region, 'p', { ...given, Tags: { team: 'a' } });
    expect(await get(region, 'p')).toEqual({ CapacityProvider: { ...basic('p', 'Active'), ...given } });
    expect(region.tables.tags.get(providerArn('p'))).toEqual({ tags: { team: 'a' } });
  });

  test('parts of the settings are filled up', async () => {
    const region = await openRegion();
    await createProvider(region, 'p', {
      InstanceRequirements: { ExcludedInstanceTypes: ['m5.large'] },
      CapacityProviderScalingConfig: { MaxVCpuCount: 30 },
      PropagateTags: {},
      TelemetryConfig: {},
    });
    expect((await get(region, 'p')).CapacityProvider).toMatchObject({
      InstanceRequirements: { Architectures: ['x86_64'], ExcludedInstanceTypes: ['m5.large'] },
      CapacityProviderScalingConfig: { MaxVCpuCount: 30, ScalingMode: 'Auto' },
      PropagateTags: { Mode: 'None' },
      TelemetryConfig: { LoggingConfig: { SystemLogLevel: 'INFO', LogGroup: '/aws/lambda/capacity-provider/p' } },
    });
  });

  test('an update changes what it names, and the time', async () => {
    const region = await openRegion();
    await createProvider(region, 'p', {
      CapacityProviderScalingConfig: { MaxVCpuCount: 30, ScalingMode: 'Manual', ScalingPolicies: policies },
      TelemetryConfig: { LoggingConfig: { LogGroup: '/mine' } },
    });
    region.advance(250);
    const changed = await region.call('UpdateCapacityProvider', {
      CapacityProviderName: providerArn('p'),
      CapacityProviderScalingConfig: { MaxVCpuCount: 40 },
      PropagateTags: { Mode: 'Explicit', ExplicitTags: { a: 'b' } },
      TelemetryConfig: { LoggingConfig: { SystemLogLevel: 'WARN' } },
    });
    expect(changed).toEqual({
      CapacityProvider: {
        ...basic('p', 'Active'),
        CapacityProviderScalingConfig: { MaxVCpuCount: 40, ScalingMode: 'Manual', ScalingPolicies: policies },
        PropagateTags: { Mode: 'Explicit', ExplicitTags: { a: 'b' } },
        TelemetryConfig: { LoggingConfig: { SystemLogLevel: 'WARN', LogGroup: '/mine' } },
        LastModified: '2024-01-01T00:00:00.250+0000',
      },
    });
    expect(await get(region, 'p')).toEqual(changed);
    const automatic = await region.call('UpdateCapacityProvider', {
      CapacityProviderName: 'p',
      CapacityProviderScalingConfig: { ScalingMode: 'Auto' },
    });
    expect(automatic.CapacityProvider?.CapacityProviderScalingConfig).toEqual({ MaxVCpuCount: 40, ScalingMode: 'Auto' });
  });

  test('they are pending, active, deleting and gone, each in its time', async () => {
    const region = await openRegion({ timeScale: 0.5 });
    const busy = (state: string) => ({
      type: 'ResourceConflictException',
      status: 409,
      message: `The operation cannot be performed at this time. The capacity provider is currently in the following state: ${state}`,
    });
    await createProvider(region, 'p');
    region.advance(499);
    expect(await get(region, 'p')).toEqual({ CapacityProvider: basic('p', 'Pending') });
    expect(await listed(region)).toEqual(['p Pending']);
    await expect(remove(region, 'p')).rejects.toMatchObject(busy('Pending'));
    await expect(region.call('UpdateCapacityProvider', { CapacityProviderName: 'p' })).rejects.toMatchObject(busy('Pending'));
    region.advance(1);
    expect((await get(region, 'p')).CapacityProvider?.State).toBe('Active');
    expect(await remove(region, 'p')).toEqual({ CapacityProvider: basic('p', 'Deleting') });
    region.advance(499);
    expect(await get(region, 'p')).toEqual({ CapacityProvider: basic('p', 'Deleting') });
    expect(await listed(region)).toEqual(['p Deleting']);
    await expect(remove(region, 'p')).rejects.toMatchObject(busy('Deleting'));
    await expect(createProvider(region, 'p')).rejects.toMatchObject({ type: 'ResourceConflictException', status: 409 });
    region.advance(1);
    await expect(get(region, 'p')).rejects.toMatchObject(notFound('p'));
    expect(await listed(region)).toEqual([]);
    await createProvider(region, 'p');
    expect(await listed(region)).toEqual(['p Pending']);
  });

  test('they are durable, with their tags; a service that starts waits for nothing', async () => {
    const region = await openRegion({ timeScale: 1 });
    await createProvider(region, 'p', { Tags: { a: 'b' } });
    await createProvider(region, 'q', { Tags: { a: 'b' } });
    region.advance(1_000);
    await remove(region, 'q');
    await region.stop();
    const again = await openRegion({ folder: region.folder, timeScale: 1 });
    expect(await listed(again)).toEqual(['p Active']);
    expect(again.tables.tags.page()).toEqual([{ key: providerArn('p'), value: { tags: { a: 'b' } } }]);
  });

  test.each<readonly [string, Partial<Created>, object]>([
    ['p', {}, { type: 'ResourceConflictException', status: 409, message: `Capacity provider already exist: ${providerArn('p')}` }],
    [providerArn('p'), {}, { type: 'ResourceConflictException', status: 409 }],
    ['n'.repeat(65), {}, { type: 'InvalidParameterValueException', message: expect.stringContaining('less than or equal to 64') }],
    [providerArn('q').replace('eu-west-1', 'eu-west-2'), {}, { type: 'ResourceNotFoundException' }],
    [
      'q',
      { InstanceRequirements: { AllowedInstanceTypes: ['c5.large'], ExcludedInstanceTypes: ['c6i.large'] } },
      { type: 'InvalidParameterValueException', status: 400 },
    ],
    [
      'q',
      { Tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
      { type: 'InvalidParameterValueException', message: 'Number of tags exceeds resource tag limit.' },
    ],
  ])('refused: %s %j', async (name, more, error) => {
    const region = await openRegion();
    await createProvider(region, 'p');
    await expect(createProvider(region, name, more)).rejects.toMatchObject(error);
    expect(await listed(region)).toEqual(['p Active']);
  });

  test('one of two of the same name at the same time', async () => {
    const region = await openRegion();
    const outcomes = await Promise.allSettled([createProvider(region, 'p'), createProvider(region, providerArn('p'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('an account has at most 1,000, listed in pages and by state', async () => {
    const region = await openRegion({ timeScale: 1 });
    const name = (index: number): string => `p${String(index).padStart(4, '0')}`;
    await Promise.all(Array.from({ length: 998 }, (_, index) => createProvider(region, name(index))));
    region.advance(1_000);
    const last = await Promise.allSettled([name(998), name(999), 'x'].map((more) => createProvider(region, more)));
    expect(last.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(last[2]).toMatchObject({ reason: { type: 'CapacityProviderLimitExceededException', status: 400 } });
    await remove(region, name(1));
    const first = await region.call('ListCapacityProviders', {});
    expect(first.CapacityProviders).toHaveLength(50);
    expect(first.CapacityProviders?.[1]).toMatchObject({ CapacityProviderArn: providerArn(name(1)), State: 'Deleting' });
    expect(await listed(region, { Marker: first.NextMarker, MaxItems: 2 })).toEqual([`${name(50)} Active`, `${name(51)} Active`]);
    expect(await listed(region, { State: 'Pending' })).toEqual([`${name(998)} Pending`, `${name(999)} Pending`]);
    expect(await listed(region, { State: 'Deleting' })).toEqual([`${name(1)} Deleting`]);
    expect(await listed(region, { State: 'Failed' })).toEqual([]);
    const { NextMarker: more } = await region.call('ListCapacityProviders', { State: 'Pending', MaxItems: 1 });
    expect(await listed(region, { State: 'Pending', Marker: more })).toEqual([`${name(999)} Pending`]);
  });

  test.each<readonly [string, (region: TestRegion, CapacityProviderName: string) => Promise<unknown>]>([
    ['Get', get],
    ['Update', (region, CapacityProviderName) => region.call('UpdateCapacityProvider', { CapacityProviderName })],
    ['Delete', remove],
    [
      'ListFunctionVersionsBy',
      (region, CapacityProviderName) => region.call('ListFunctionVersionsByCapacityProvider', { CapacityProviderName }),
    ],
  ])('%s: one that is not there, or elsewhere, is not found', async (_operation, call) => {
    const region = await openRegion();
    await createProvider(region, 'p');
    await expect(call(region, 'missing')).rejects.toMatchObject(notFound('missing'));
    await expect(call(region, providerArn('missing'))).rejects.toMatchObject(notFound('missing'));
    const elsewhere = providerArn('p').replace('123456789012', '210987654321');
    await expect(call(region, elsewhere)).rejects.toMatchObject({ status: 404, message: `Capacity provider not found: ${elsewhere}` });
  });
});

describe('functions', () => {
  test('versions that use a provider are listed in pages', async () => {
    const region = await openRegion();
    await createProvider(region, 'p');
    for (const name of ['b', 'a', 'a-1', 'unmanaged', 'elsewhere']) await region.create(name);
    await manage(region, 'b', 'p', 11);
    await manage(region, 'a', 'p', 1);
    await manage(region, 'a-1', 'p');
    // Its first version is of another provider.
    await manage(region, 'elsewhere', 'q', 1);
    await manage(region, 'elsewhere', 'p', 1);
    const first = await region.call('ListFunctionVersionsByCapacityProvider', { CapacityProviderName: 'p', MaxItems: 4 });
    expect(first).toEqual({
      CapacityProviderArn: providerArn('p'),
      FunctionVersions: [arn('a:$LATEST'), arn('a:1'), arn('a-1:$LATEST'), arn('b:$LATEST')].map((FunctionArn) => ({
        FunctionArn,
        State: expect.stringMatching(/^Active/),
      })),
      NextMarker: expect.any(String),
    });
    const rest = await region.call('ListFunctionVersionsByCapacityProvider', {
      CapacityProviderName: providerArn('p'),
      Marker: first.NextMarker,
    });
    expect(rest.FunctionVersions?.map(({ FunctionArn }) => FunctionArn)).toEqual([
      ...Array.from({ length: 11 }, (_, index) => arn(`b:${index + 1}`)),
      arn('elsewhere:$LATEST'),
      arn('elsewhere:2'),
    ]);
    expect(rest.NextMarker).toBeUndefined();
  });

  test('a provider in use stays, until its last version goes', async () => {
    const region = await openRegion();
    await createProvider(region, 'p');
    for (const name of ['a', 'b']) await region.create(name);
    await manage(region, 'a', 'p', 2);
    await manage(region, 'b', 'p', 1);
    await manage(region, 'b', 'q');
    await expect(remove(region, 'p')).rejects.toMatchObject({
      type: 'ResourceConflictException',
      status: 409,
      message:
        'The capacity provider is currently in use by 2 functions. ' +
        `To delete this capacity provider, first remove its association with ${providerArn('p')}.`,
    });
    await region.call('DeleteFunction', { FunctionName: 'a' });
    await expect(remove(region, 'p')).rejects.toMatchObject({ message: expect.stringContaining('in use by 1 functions') });
    await region.call('DeleteFunction', { FunctionName: 'b', Qualifier: '1' });
    expect((await remove(region, 'p')).CapacityProvider?.State).toBe('Deleting');
  });

  test.each<readonly [string, boolean, number]>([
    ['nodejs20.x', false, 64],
    ['nodejs22.x', true, 64],
    ['python3.9', false, 16],
    ['python3.12', false, 16],
    ['python3.13', true, 16],
    ['java17', false, 32],
    ['java8.al2', false, 32],
    ['java21', true, 32],
    ['dotnet8', true, 32],
    ['dotnet10', true, 32],
    ['provided.al2', false, 8],
    ['provided.al2023', true, 8],
    ['ruby3.4', false, 16],
  ])('%s', (runtime, managed, concurrency) => {
    expect([runsManaged(runtime), managedConcurrency(runtime)]).toEqual([managed, concurrency]);
  });

  test('a function takes a provider, with defaults', async () => {
    const region = await openRegion();
    await createProvider(region, 'p');
    const resources = { identity, tables: region.tables };
    const given = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: providerArn('p') } };
    const taken = (concurrency: number, memory: number): unknown => ({
      LambdaManagedInstancesCapacityProviderConfig: {
        CapacityProviderArn: providerArn('p'),
        PerExecutionEnvironmentMaxConcurrency: concurrency,
        ExecutionEnvironmentMemoryGiBPerVCpu: memory,
      },
    });
    expect(takeProvider(resources, 'python3.14', given)).toEqual(taken(16, 2));
    expect(takeProvider(resources, undefined, given)).toEqual(taken(16, 2));
    const all = {
      LambdaManagedInstancesCapacityProviderConfig: {
        CapacityProviderArn: providerArn('p'),
        PerExecutionEnvironmentMaxConcurrency: 5,
        ExecutionEnvironmentMemoryGiBPerVCpu: 4.5,
      },
    };
    expect(takeProvider(resources, 'nodejs24.x', all)).toEqual(taken(5, 4.5));
    // Nothing of the former stays.
    expect(changeProvider(resources, settings('q'), 'nodejs24.x', given)).toEqual(taken(64, 2));
    expect(() => changeProvider(resources, undefined, 'nodejs24.x', given)).toThrow(
      expect.objectContaining({
        type: 'InvalidParameterValueException',
        message: "CapacityProviderConfig isn't supported for Lambda Default functions.",
      }),
    );
    expect(() => takeProvider(resources, 'nodejs20.x', given)).toThrow(
      expect.objectContaining({
        type: 'InvalidParameterValueException',
        message: 'Runtime Enum nodejs20.x does not support specified feature: Lambda Managed Instances',
      }),
    );
    const missing = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: providerArn('missing') } };
    expect(() => takeProvider(resources, 'nodejs20.x', missing)).toThrow(expect.objectContaining(notFound('missing')));
    expect(() => changeProvider(resources, undefined, 'nodejs24.x', missing)).toThrow(expect.objectContaining(notFound('missing')));
  });

  test('functions on managed instances have defaults and bounds of their own', () => {
    expect(withManagedDefaults({})).toEqual({ MemorySize: 2048, LoggingConfig: { LogFormat: 'JSON' } });
    const given = { MemorySize: 4096, LoggingConfig: { LogFormat: 'Text' as const, LogGroup: '/mine' } };
    expect(withManagedDefaults(given)).toEqual(given);
    expect(() => checkManaged({ LoggingConfig: { LogFormat: 'Text' } })).toThrow(
      expect.objectContaining({
        type: 'InvalidParameterValueException',
        message:
          'LogLevel is not supported when LogFormat is set to "Text". ' +
          'Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
      }),
    );
    expect(() => checkManaged({ MemorySize: 2047 })).toThrow(expect.objectContaining({ type: 'InvalidParameterValueException' }));
    expect(() => checkManaged({ MemorySize: 2048, LoggingConfig: { LogFormat: 'JSON' } })).not.toThrow();
  });

  test('a provider has at most 100 published versions', async () => {
    const region = await openRegion();
    await createProvider(region, 'p');
    await region.create('a');
    await region.create('b');
    await manage(region, 'a', 'p', 60);
    await manage(region, 'b', 'p', 39);
    await expect(checkProviderVersions(region, providerArn('p'))).resolves.toBeUndefined();
    await manage(region, 'b', 'p', 1);
    await expect(checkProviderVersions(region, providerArn('p'))).rejects.toMatchObject({
      type: 'FunctionVersionsPerCapacityProviderLimitExceededException',
      status: 400,
    });
  });

  test('what uses a provider keeps others from deleting it meanwhile', async () => {
    const order: string[] = [];
    const resources = { identity, queue: new KeyedQueue() };
    let go = (): void => undefined;
    const making = whileProviderStays(resources, providerArn('p'), async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      order.push('made');
    });
    const deleting = whileProviderStays(resources, providerArn('p'), async () => order.push('deleted'));
    await whileProviderStays(resources, undefined, async () => order.push('without'));
    go();
    await Promise.all([making, deleting]);
    expect(order).toEqual(['without', 'made', 'deleted']);
  });
});

describe('CreateFunction and UpdateFunctionConfiguration', () => {
  const config = (name: string) => ({ LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: providerArn(name) } });

  test('a function is made with a provider, and may change to another', async () => {
    const region = await openRegion();
    for (const name of ['p', 'q']) await createProvider(region, name);
    await region.create('f', { CapacityProviderConfig: config('p'), Publish: true });
    const shown = await region.call('GetFunctionConfiguration', { FunctionName: 'f' });
    expect(shown).toMatchObject({
      State: 'ActiveNonInvocable',
      MemorySize: 2048,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO', LogGroup: '/aws/lambda/f' },
      CapacityProviderConfig: {
        LambdaManagedInstancesCapacityProviderConfig: {
          CapacityProviderArn: providerArn('p'),
          PerExecutionEnvironmentMaxConcurrency: 64,
          ExecutionEnvironmentMemoryGiBPerVCpu: 2,
        },
      },
    });
    expect(shown).not.toHaveProperty('SnapStart');
    const updated = await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', CapacityProviderConfig: config('q'), Timeout: 5400 });
    expect(updated).toMatchObject({ Timeout: 5400, CapacityProviderConfig: config('q') });
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    const versions = async (CapacityProviderName: string): Promise<unknown> =>
      (await again.call('ListFunctionVersionsByCapacityProvider', { CapacityProviderName })).FunctionVersions;
    expect(await versions('p')).toEqual([{ FunctionArn: arn('f:1'), State: 'Active' }]);
    expect(await versions('q')).toEqual([{ FunctionArn: arn('f:$LATEST'), State: 'ActiveNonInvocable' }]);
  });

  test.each<readonly [string, Partial<Operations['CreateFunction']['input']>, object]>([
    ['a provider that is not there', { CapacityProviderConfig: config('missing') }, notFound('missing')],
    ['Text logs', { CapacityProviderConfig: config('p'), LoggingConfig: { LogFormat: 'Text' } }, { type: 'InvalidParameterValueException' }],
    ['too little memory', { CapacityProviderConfig: config('p'), MemorySize: 128 }, { type: 'InvalidParameterValueException' }],
    ['more time than there is', { Timeout: 901 }, { type: 'InvalidParameterValueException' }],
  ])('refused: %s', async (_title, more, error) => {
    const region = await openRegion();
    await createProvider(region, 'p');
    await expect(region.create('f', more)).rejects.toMatchObject(error);
    expect(region.functions.count).toBe(0);
  });

  test('a function without a provider cannot get one', async () => {
    const region = await openRegion();
    await createProvider(region, 'p');
    await region.create('f');
    await expect(region.call('UpdateFunctionConfiguration', { FunctionName: 'f', CapacityProviderConfig: config('p') })).rejects.toMatchObject({
      message: "CapacityProviderConfig isn't supported for Lambda Default functions.",
    });
  });
});
