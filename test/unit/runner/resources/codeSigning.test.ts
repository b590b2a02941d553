import { describe, expect, test } from 'vitest';

import { attachingAtCreation, whileConfigStays } from '../../../../src/runner/resources/codeSigning/attachingAtCreation.ts';
import type { Operations } from '../../../../src/runner/api/operations.ts';
import { KeyedQueue } from '../../../../src/runner/store/keyedQueue.ts';
import { arn, identity, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

type Created = Operations['CreateCodeSigningConfig']['input'];

const publisher = (name: string): string => `arn:aws:signer:eu-west-1:123456789012:/signing-profiles/${name}/abcdef1234`;
const configArn = (id: string): string => `arn:aws:lambda:eu-west-1:123456789012:code-signing-config:${id}`;
const missing = configArn('csc-00000000000000000');
const notFound = (given: string) => ({
  type: 'ResourceNotFoundException',
  status: 404,
  message: `The Lambda code signing configuration ${given} can not be found.`,
});
const notThere = (given: string) => ({
  type: 'CodeSigningConfigNotFoundException',
  status: 404,
  message: `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${given}.`,
});
const image = {
  type: 'InvalidParameterValueException',
  status: 400,
  message: 'Code signing is not supported for functions created with container images.',
};

async function createConfig(region: TestRegion, more: Partial<Created> = {}): Promise<string> {
  const { CodeSigningConfig: config } = await region.call('CreateCodeSigningConfig', {
    AllowedPublishers: { SigningProfileVersionArns: [publisher('p')] },
    ...more,
  });
  return config?.CodeSigningConfigArn ?? '';
}

async function attach(region: TestRegion, FunctionName: string, CodeSigningConfigArn: string): Promise<unknown> {
  return region.call('PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn });
}

/** Makes a function's code a container image, as the store keeps it. */
async function makeImage({ functions }: TestRegion, name: string): Promise<void> {
  const document = functions.document(name);
  if (document === undefined) throw new Error(`there is no function ${name}`);
  const code = { sha256: 'a', size: 0, imageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1' };
  await functions.put(name, { ...document, latest: { ...document.latest, code } });
}

describe('configurations', () => {
  test('one with only its publishers has the defaults', async () => {
    const region = await openRegion();
    const { CodeSigningConfig: config } = await region.call('CreateCodeSigningConfig', {
      AllowedPublishers: { SigningProfileVersionArns: [publisher('a'), publisher('b')] },
    });
    expect(config).toEqual({
      CodeSigningConfigId: expect.stringMatching(/^csc-[a-z0-9]{17}$/),
      CodeSigningConfigArn: configArn(config?.CodeSigningConfigId ?? ''),
      Description: '',
      AllowedPublishers: { SigningProfileVersionArns: [publisher('a'), publisher('b')] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
      LastModified: '2024-01-01T00:00:00.000+0000',
    });
    expect(await region.call('GetCodeSigningConfig', { CodeSigningConfigArn: config?.CodeSigningConfigArn ?? '' })).toEqual({
      CodeSigningConfig: config,
    });
    expect(region.tables.tags.size).toBe(0);
  });

  test('an update changes what it names, and the time', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region, {
      Description: 'one',
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    });
    region.advance(1500);
    const nothing = await region.call('UpdateCodeSigningConfig', { CodeSigningConfigArn });
    expect(nothing.CodeSigningConfig).toMatchObject({
      Description: 'one',
      AllowedPublishers: { SigningProfileVersionArns: [publisher('p')] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      LastModified: '2024-01-01T00:00:01.500+0000',
    });
    const all = await region.call('UpdateCodeSigningConfig', {
      CodeSigningConfigArn,
      Description: '',
      AllowedPublishers: { SigningProfileVersionArns: [publisher('q')] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
    });
    expect(all.CodeSigningConfig).toMatchObject({
      CodeSigningConfigArn,
      Description: '',
      AllowedPublishers: { SigningProfileVersionArns: [publisher('q')] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
    });
    expect(await region.call('GetCodeSigningConfig', { CodeSigningConfigArn })).toEqual(all);
  });

  test('they are durable, with their tags, and go with them', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region, { Description: 'kept', Tags: { team: 'a' } });
    await region.create('f');
    await attach(region, 'f', CodeSigningConfigArn);
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    expect((await again.call('GetCodeSigningConfig', { CodeSigningConfigArn })).CodeSigningConfig).toMatchObject({ Description: 'kept' });
    expect(again.tables.tags.get(CodeSigningConfigArn)).toEqual({ tags: { team: 'a' } });
    expect(await again.call('GetFunctionCodeSigningConfig', { FunctionName: 'f' })).toMatchObject({ CodeSigningConfigArn });
    await again.call('DeleteFunctionCodeSigningConfig', { FunctionName: 'f' });
    expect(await again.call('DeleteCodeSigningConfig', { CodeSigningConfigArn })).toEqual({});
    expect([again.tables.tags.size, again.tables.codeSigningConfigs.size]).toEqual([0, 0]);
  });

  test('a publisher stands there once, and tags are at most 50', async () => {
    const region = await openRegion();
    const twice = { AllowedPublishers: { SigningProfileVersionArns: [publisher('a'), publisher('b'), publisher('a')] } };
    const refused = { type: 'InvalidParameterValueException', status: 400 };
    await expect(createConfig(region, twice)).rejects.toMatchObject(refused);
    const CodeSigningConfigArn = await createConfig(region);
    await expect(region.call('UpdateCodeSigningConfig', { CodeSigningConfigArn, ...twice })).rejects.toMatchObject(refused);
    const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
    await expect(createConfig(region, { Tags })).rejects.toMatchObject({ message: 'Number of tags exceeds resource tag limit.' });
    expect(region.tables.codeSigningConfigs.size).toBe(1);
  });

  test('they are listed in pages', async () => {
    const region = await openRegion();
    const arns: string[] = [];
    for (let made = 0; made < 52; made += 1) arns.push(await createConfig(region));
    const first = await region.call('ListCodeSigningConfigs', {});
    expect(first.CodeSigningConfigs).toHaveLength(50);
    const second = await region.call('ListCodeSigningConfigs', { Marker: first.NextMarker });
    expect(second).toEqual({ CodeSigningConfigs: [expect.anything(), expect.anything()] });
    const listed = [...(first.CodeSigningConfigs ?? []), ...(second.CodeSigningConfigs ?? [])].map((config) => config.CodeSigningConfigArn);
    expect(listed).toEqual(arns.sort());
    expect((await region.call('ListCodeSigningConfigs', { MaxItems: 1 })).CodeSigningConfigs).toHaveLength(1);
    expect((await region.call('ListCodeSigningConfigs', { MaxItems: 10_000 })).CodeSigningConfigs).toHaveLength(50);
  });

  test.each<readonly [string, (region: TestRegion, CodeSigningConfigArn: string) => Promise<unknown>]>([
    ['Get', (region, CodeSigningConfigArn) => region.call('GetCodeSigningConfig', { CodeSigningConfigArn })],
    ['Update', (region, CodeSigningConfigArn) => region.call('UpdateCodeSigningConfig', { CodeSigningConfigArn })],
    ['Delete', (region, CodeSigningConfigArn) => region.call('DeleteCodeSigningConfig', { CodeSigningConfigArn })],
    ['ListFunctionsBy', (region, CodeSigningConfigArn) => region.call('ListFunctionsByCodeSigningConfig', { CodeSigningConfigArn })],
  ])('%s: one that is not there, or elsewhere, is not found', async (_operation, call) => {
    const region = await openRegion();
    const own = await createConfig(region);
    // It does not say whose fault it is.
    await expect(call(region, missing)).rejects.toMatchObject({ ...notFound(missing), body: { Type: undefined } });
    const elsewhere = own.replace('eu-west-1', 'eu-west-2');
    await expect(call(region, elsewhere)).rejects.toMatchObject(notFound(elsewhere));
  });
});

describe('functions', () => {
  test('attach, show and detach', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region);
    await region.create('f');
    expect(await region.call('GetFunctionCodeSigningConfig', { FunctionName: 'f' })).toEqual({});
    expect(await attach(region, arn('f'), CodeSigningConfigArn)).toEqual({ CodeSigningConfigArn, FunctionName: 'f' });
    expect(await region.call('GetFunctionCodeSigningConfig', { FunctionName: arn('f') })).toEqual({
      CodeSigningConfigArn,
      FunctionName: 'f',
    });
    const other = await createConfig(region);
    await attach(region, 'f', other);
    expect(await region.call('GetFunctionCodeSigningConfig', { FunctionName: 'f' })).toMatchObject({ CodeSigningConfigArn: other });
    expect(await region.call('DeleteFunctionCodeSigningConfig', { FunctionName: 'f' })).toEqual({});
    expect(await region.call('GetFunctionCodeSigningConfig', { FunctionName: 'f' })).toEqual({});
    expect(await region.call('DeleteFunctionCodeSigningConfig', { FunctionName: 'f' })).toEqual({});
  });

  test('a configuration in use stays, until its last function goes', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region);
    for (const name of ['a', 'b']) {
      await region.create(name);
      await attach(region, name, CodeSigningConfigArn);
    }
    const remove = (): Promise<unknown> => region.call('DeleteCodeSigningConfig', { CodeSigningConfigArn });
    await expect(remove()).rejects.toMatchObject({ type: 'ResourceConflictException', status: 409 });
    await region.call('DeleteFunctionCodeSigningConfig', { FunctionName: 'a' });
    await expect(remove()).rejects.toMatchObject({ status: 409 });
    await region.call('DeleteFunction', { FunctionName: 'b' });
    expect(await remove()).toEqual({});
    await expect(attach(region, 'a', CodeSigningConfigArn)).rejects.toMatchObject(notThere(CodeSigningConfigArn));
  });

  test('attaching and deleting at the same time leave no function without its configuration', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region);
    await region.create('f');
    const outcomes = await Promise.allSettled([
      attach(region, 'f', CodeSigningConfigArn),
      region.call('DeleteCodeSigningConfig', { CodeSigningConfigArn }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(region.tables.functionCodeSigning.size).toBe(region.tables.codeSigningConfigs.size);
  });

  test('those of a configuration are listed in pages, without versions', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region);
    const other = await createConfig(region);
    for (const name of ['b', 'a-1', 'a', 'c']) {
      await region.create(name);
      await attach(region, name, name === 'c' ? other : CodeSigningConfigArn);
    }
    const first = await region.call('ListFunctionsByCodeSigningConfig', { CodeSigningConfigArn, MaxItems: 1 });
    expect(first).toEqual({ FunctionArns: [arn('a')], NextMarker: expect.any(String) });
    const rest = await region.call('ListFunctionsByCodeSigningConfig', { CodeSigningConfigArn, Marker: first.NextMarker });
    expect(rest).toEqual({ FunctionArns: [arn('a-1'), arn('b')] });
    const unused = await createConfig(region);
    expect(await region.call('ListFunctionsByCodeSigningConfig', { CodeSigningConfigArn: unused })).toEqual({ FunctionArns: [] });
  });

  test.each<readonly [string, (region: TestRegion, FunctionName: string) => Promise<unknown>]>([
    ['Put', async (region, name) => attach(region, name, await createConfig(region))],
    ['Get', (region, FunctionName) => region.call('GetFunctionCodeSigningConfig', { FunctionName })],
    ['Delete', (region, FunctionName) => region.call('DeleteFunctionCodeSigningConfig', { FunctionName })],
  ])('%s is of a whole function that is no container image', async (_operation, call) => {
    const region = await openRegion();
    await region.create('a');
    await expect(call(region, 'missing')).rejects.toMatchObject({
      type: 'ResourceNotFoundException',
      message: `Function not found: ${arn('missing')}`,
    });
    await expect(call(region, 'a:$LATEST')).rejects.toMatchObject({ type: 'InvalidParameterValueException' });
    await makeImage(region, 'a');
    await expect(call(region, 'a')).rejects.toMatchObject(image);
  });

  test('where neither is there, the configuration is told of', async () => {
    const region = await openRegion();
    await expect(attach(region, 'missing', missing)).rejects.toMatchObject(notThere(missing));
  });

  test('a function of a template is attached in its template', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region);
    region.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
    await expect(attach(region, 'w', CodeSigningConfigArn)).rejects.toMatchObject({
      type: 'ResourceConflictException',
      message: expect.stringContaining('wFunction in /work/template.yaml, line 5'),
    });
    expect(await region.call('GetFunctionCodeSigningConfig', { FunctionName: 'w' })).toEqual({});
    expect(await region.call('DeleteFunctionCodeSigningConfig', { FunctionName: 'w' })).toEqual({});
  });
});

describe('a function that is made with one', () => {
  test('gets it in the same write', async () => {
    const region = await openRegion();
    const CodeSigningConfigArn = await createConfig(region);
    await region.create('f');
    const document = region.functions.document('f');
    if (document === undefined) throw new Error('there is no function f');
    const resources = { identity, tables: region.tables };
    await region.functions.put('g', document, attachingAtCreation(resources, 'g', CodeSigningConfigArn));
    expect(region.tables.functionCodeSigning.get('g!')).toEqual({ codeSigningConfigArn: CodeSigningConfigArn });
    expect(() => attachingAtCreation(resources, 'g', missing)).toThrow(expect.objectContaining(notThere(missing)));
  });

  test('keeps others from deleting it meanwhile', async () => {
    const order: string[] = [];
    const resources = { identity, queue: new KeyedQueue() };
    let go = (): void => undefined;
    const making = whileConfigStays(resources, missing, async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      order.push('made');
    });
    const deleting = whileConfigStays(resources, missing, async () => order.push('deleted'));
    await whileConfigStays(resources, undefined, async () => order.push('without'));
    go();
    await Promise.all([making, deleting]);
    expect(order).toEqual(['without', 'made', 'deleted']);
  });
});

test.each([false, true])('CreateFunction attaches, published or not (%s)', async (Publish) => {
  const region = await openRegion();
  const CodeSigningConfigArn = await createConfig(region);
  await region.create('f', { CodeSigningConfigArn, Publish });
  expect(await region.call('GetFunctionCodeSigningConfig', { FunctionName: 'f' })).toEqual({ CodeSigningConfigArn, FunctionName: 'f' });
  await expect(region.create('g', { CodeSigningConfigArn: missing, Publish })).rejects.toMatchObject(notThere(missing));
  expect([region.functions.count, region.tables.functionCodeSigning.size]).toEqual([1, 1]);
});
