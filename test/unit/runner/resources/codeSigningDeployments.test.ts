import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { UntrustedArtifactPolicy } from '../../../../src/lambda/signing/enforcement.ts';
import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import { type Mark, marked, markVerifier, type MarkVerifier, profile, signature, unsignedAnswer } from './markedPackages.ts';
import { arn, context, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

interface World {
  readonly region: TestRegion;
  readonly verifier: MarkVerifier;
  readonly config: string;
}

async function open(policy: UntrustedArtifactPolicy = 'Enforce'): Promise<World> {
  const verifier = markVerifier();
  const region = await openRegion({ packageVerifier: verifier });
  const { CodeSigningConfig: config } = await region.call('CreateCodeSigningConfig', {
    AllowedPublishers: { SigningProfileVersionArns: [profile] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
  });
  return { region, verifier, config: config?.CodeSigningConfigArn ?? '' };
}

/** The region's functions are there already, with a good package, before the table's call; layers are `l:1`. */
async function withFunction(policy: UntrustedArtifactPolicy): Promise<World> {
  const world = await open(policy);
  await world.region.create('f', { Code: { ZipFile: marked('none', 'first') }, CodeSigningConfigArn: world.config });
  return world;
}

const layerArn = 'arn:aws:lambda:eu-west-1:123456789012:layer:l:1';

async function publishLayer({ region }: World, mark: Mark): Promise<void> {
  await region.call('PublishLayerVersion', { LayerName: 'l', Content: { ZipFile: marked(mark, 'layer') } });
}

interface Way {
  /** How the answer names what it refuses. */
  readonly part: string;
  readonly functionName: string;
  readonly deploy: (world: World, mark: Mark) => Promise<unknown>;
}

const ways: Readonly<Record<string, Way>> = {
  'CreateFunction, its package': {
    part: 'g',
    functionName: 'g',
    deploy: ({ region, config }, mark) => region.create('g', { Code: { ZipFile: marked(mark) }, CodeSigningConfigArn: config }),
  },
  'CreateFunction with a version': {
    part: 'g',
    functionName: 'g',
    deploy: ({ region, config }, mark) => region.create('g', { Code: { ZipFile: marked(mark) }, CodeSigningConfigArn: config, Publish: true }),
  },
  'CreateFunction, a layer': {
    part: layerArn,
    functionName: 'g',
    deploy: async (world, mark) => {
      await publishLayer(world, mark);
      return world.region.create('g', { Code: { ZipFile: marked('none') }, Layers: [layerArn], CodeSigningConfigArn: world.config });
    },
  },
  UpdateFunctionCode: {
    part: arn('f'),
    functionName: 'f',
    deploy: ({ region }, mark) => region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked(mark) }),
  },
  'UpdateFunctionCode with a version': {
    part: arn('f'),
    functionName: 'f',
    deploy: ({ region }, mark) => region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked(mark), Publish: true }),
  },
  UpdateFunctionConfiguration: {
    part: layerArn,
    functionName: 'f',
    deploy: async (world, mark) => {
      await publishLayer(world, mark);
      return world.region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [layerArn], Description: 'with a layer' });
    },
  },
};
const dryRun = ({ region }: World, mark: Mark): Promise<unknown> =>
  region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked(mark), DryRun: true });

const texts: Readonly<Record<string, RegExp>> = {
  integrity: /^Lambda cannot deploy the function\. The function or layer code is not properly signed\. This can mean that the code was signed incorrectly or modified after it was signed\. Check the provided signature for /,
  mismatch: /^Lambda cannot deploy the function\. The function or layer might be signed using a signature that the client is not configured to accept\. Check the provided signature for /,
  expiry: /expired\. Check the provided signature for /,
  revocation: /revoked\. Check the provided signature for /,
};
const checkOf = (mark: Mark): string => (mark === 'unsigned' ? 'mismatch' : mark);

const failing = ['unsigned', 'integrity', 'mismatch', 'expiry', 'revocation'] as const;
const cells = failing.flatMap((mark) =>
  (['Warn', 'Enforce'] as const).map((policy) => ({ mark, policy, blocked: policy === 'Enforce' || mark === 'integrity' })),
);

function refusal(mark: Mark, part: string): object {
  return { type: 'CodeVerificationFailedException', status: 400, message: expect.stringMatching(texts[checkOf(mark)] ?? /^$/), part };
}

async function refused(call: Promise<unknown>): Promise<object> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LambdaError)) throw new Error('it was deployed', { cause: error });
  return { type: error.type, status: error.status, message: error.message, part: / signature for (.*)\.$/.exec(error.message)?.[1] };
}

/** All that a deployment could change. */
async function stateOf({ region }: World): Promise<unknown> {
  const { Functions: functions } = await region.call('ListFunctions', Object.create(null));
  const versions = await region.call('ListVersionsByFunction', { FunctionName: 'f' });
  return { functions, versions };
}

describe.each(Object.entries(ways))('%s', (_, { part, functionName, deploy }) => {
  test.each(cells)('$mark under $policy', async ({ mark, policy, blocked }) => {
    const world = await withFunction(policy);
    const before = await stateOf(world);
    if (blocked) {
      expect(await refused(deploy(world, mark))).toEqual(refusal(mark, part));
      expect(await stateOf(world)).toEqual(before);
    } else {
      await deploy(world, mark);
      expect(await stateOf(world)).not.toEqual(before);
    }
    expect(world.region.events).toEqual([
      expect.objectContaining({
        type: 'signatureValidationFailed',
        functionName,
        policy,
        blocked,
        failures: [expect.objectContaining({ part, check: checkOf(mark) })],
      }),
    ]);
    expect(world.region.log).toHaveLength(1);
  });

  test.each(['Warn', 'Enforce'] as const)('properly signed under %s', async (policy) => {
    const world = await withFunction(policy);
    await deploy(world, 'none');
    expect(world.region.events).toEqual([]);
    expect(await world.region.call('GetFunctionConfiguration', { FunctionName: functionName })).toMatchObject(signature);
  });
});

describe('a dry run', () => {
  test.each(cells)('$mark under $policy', async ({ mark, policy, blocked }) => {
    const world = await withFunction(policy);
    const before = await stateOf(world);
    if (blocked) expect(await refused(dryRun(world, mark))).toEqual(refusal(mark, arn('f')));
    else await dryRun(world, mark);
    expect(await stateOf(world)).toEqual(before);
    expect(world.region.events).toEqual([]);
  });

  test('shows what the code is signed with', async () => {
    const world = await withFunction('Enforce');
    expect(await dryRun(world, 'none')).toMatchObject(signature);
  });
});

test('who is allowed to sign is asked as the configuration has it', async () => {
  const { region, verifier, config } = await open();
  await region.create('f', { Code: { ZipFile: marked('none') }, CodeSigningConfigArn: config });
  expect(verifier.asked.map(({ options }) => options.publishers)).toEqual([[profile]]);
});

describe('without a configuration', () => {
  test('nothing is checked or recorded', async () => {
    const { region, verifier } = await open();
    await region.create('f', { Code: { ZipFile: marked('none') } });
    const { SigningJobArn, SigningProfileVersionArn } = await region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked('integrity') });
    await region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked('unsigned'), DryRun: true });
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Description: 'd' });
    expect({ SigningProfileVersionArn, SigningJobArn }).toEqual(unsignedAnswer);
    expect(verifier.asked).toEqual([]);
  });

  test('one that is attached is of use from the next deployment on, and one that is taken away no more', async () => {
    const { region, verifier, config } = await open();
    await region.create('f', { Code: { ZipFile: marked('unsigned', '1') } });
    await region.call('PutFunctionCodeSigningConfig', { FunctionName: 'f', CodeSigningConfigArn: config });
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Description: 'no deployment' });
    await region.call('PublishVersion', { FunctionName: 'f' });
    expect(verifier.asked).toEqual([]);
    await refused(region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked('unsigned', '2') }));
    await region.call('DeleteFunctionCodeSigningConfig', { FunctionName: 'f' });
    await region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked('unsigned', '2') });
    expect(verifier.asked).toHaveLength(1);
  });
});

describe('layers', () => {
  test('a function that has one from before keeps it unchecked; what is added is checked', async () => {
    const world = await open();
    const { region, config } = world;
    await publishLayer(world, 'unsigned');
    await region.call('PublishLayerVersion', { LayerName: 'signed', Content: { ZipFile: marked('none', 'signed') } });
    const signed = 'arn:aws:lambda:eu-west-1:123456789012:layer:signed:1';
    await region.create('f', { Code: { ZipFile: marked('none') }, Layers: [layerArn] });
    await region.call('PutFunctionCodeSigningConfig', { FunctionName: 'f', CodeSigningConfigArn: config });
    const { Layers } = await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [layerArn, signed] });
    expect(Layers).toEqual([expect.not.objectContaining(signature), expect.objectContaining({ Arn: signed, ...signature })]);
  });

  test('one of another account, whose archive is not here, is nothing that is known to be signed', async () => {
    const world = await withFunction('Enforce');
    const other = 'arn:aws:lambda:eu-west-1:999999999999:layer:theirs:3';
    const call = world.region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [other] });
    expect(await refused(call)).toEqual(refusal('unsigned', other));
    expect(world.region.events).toMatchObject([{ failures: [{ part: other, check: 'mismatch', reason: 'archiveNotHere' }] }]);
  });

  test('one whose archive was lost is nothing that is known to be signed', async () => {
    const world = await withFunction('Enforce');
    await publishLayer(world, 'none');
    await rm(world.region.functions.archives.zipOf(createHash('sha256').update(marked('none', 'layer')).digest('base64')));
    const call = world.region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [layerArn] });
    expect(await refused(call)).toEqual(refusal('unsigned', layerArn));
    expect(world.region.events).toMatchObject([{ failures: [{ part: layerArn, reason: 'archiveNotHere' }] }]);
  });

  test.each([
    ['none', true],
    ['expiry', true],
    ['revocation', true],
    ['integrity', false],
    ['mismatch', false],
  ] as const)('a version says what it is signed with: %s', async (mark, known) => {
    const world = await open();
    const { region, verifier } = world;
    await publishLayer(world, mark);
    const { Content: content } = await region.call('GetLayerVersion', { LayerName: 'l', VersionNumber: 1 });
    expect(content).toEqual(known ? expect.objectContaining(signature) : expect.not.objectContaining(signature));
    expect(verifier.asked.map(({ options }) => options.publishers)).toEqual([undefined]);
  });

  test('one without a signature is not even looked into', async () => {
    const world = await open();
    await publishLayer(world, 'unsigned');
    expect(world.verifier.asked).toEqual([]);
  });
});

describe('what is recorded', () => {
  test('is told of the function, its versions and in lists, and goes with code that is not signed', async () => {
    const { region } = await withFunction('Warn');
    await region.call('PublishVersion', { FunctionName: 'f' });
    await region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked('unsigned') });
    const { Versions: versions } = await region.call('ListVersionsByFunction', { FunctionName: 'f' });
    expect(versions?.map(({ Version, SigningJobArn }) => [Version, SigningJobArn])).toEqual([
      ['$LATEST', undefined],
      ['1', signature.SigningJobArn],
    ]);
    const { Configuration } = await region.call('GetFunction', { FunctionName: 'f', Qualifier: '1' });
    expect(Configuration).toMatchObject(signature);
  });

  test('is there after a start', async () => {
    const { region } = await withFunction('Enforce');
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    expect(await again.call('GetFunctionConfiguration', { FunctionName: 'f' })).toMatchObject(signature);
  });
});

describe('while a package is verified', () => {
  const update = ({ region }: World, mark: Mark): Promise<unknown> => region.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: marked(mark) });
  const change = ({ region, config }: World, more: object) => region.call('UpdateCodeSigningConfig', { CodeSigningConfigArn: config, ...more });

  test('a client that goes away has deployed nothing', async () => {
    const world = await withFunction('Enforce');
    const before = await stateOf(world);
    const gone = new AbortController();
    world.verifier.meanwhile = async () => gone.abort(new Error('gone'));
    const input = { FunctionName: 'f', ZipFile: marked('none') };
    const updating = world.region.handlers.UpdateFunctionCode?.(input, { ...context, signal: gone.signal });
    await expect(updating).rejects.toThrow('gone');
    expect(await stateOf(world)).toEqual(before);
    expect(world.region.events).toEqual([]);
  });

  test('a policy that becomes Enforce is enforced', async () => {
    const world = await withFunction('Warn');
    world.verifier.meanwhile = () => change(world, { CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } });
    expect(await refused(update(world, 'unsigned'))).toEqual(refusal('unsigned', arn('f')));
  });

  test('publishers that change are asked again', async () => {
    const world = await withFunction('Enforce');
    const others = ['arn:aws:signer:eu-west-1:123456789012:/signing-profiles/other/AbCdEf0123'];
    world.verifier.asked.length = 0;
    world.verifier.meanwhile = () => change(world, { AllowedPublishers: { SigningProfileVersionArns: others } });
    await update(world, 'none');
    expect(world.verifier.asked.map(({ options }) => options.publishers)).toEqual([[profile], others]);
  });

  test('a template that takes the name over keeps its settings', async () => {
    const world = await withFunction('Enforce');
    await publishLayer(world, 'none');
    world.verifier.meanwhile = async () => world.region.functions.replaceWorkspaceFunctions([workspaceFunction('f')]);
    const call = world.region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [layerArn], Description: 'mine' });
    await expect(call).rejects.toMatchObject({ type: 'ResourceConflictException' });
    expect(world.region.latest('f').settings.Description).toBe('');
  });

  test('of two updates at once the good one holds, in either order', async () => {
    for (const marks of [['none', 'unsigned'], ['unsigned', 'none']] as const) {
      const world = await withFunction('Enforce');
      const settled = await Promise.allSettled(marks.map((mark) => update(world, mark)));
      expect(settled.map(({ status }) => status)).toEqual(marks.map((mark) => (mark === 'none' ? 'fulfilled' : 'rejected')));
      expect(await world.region.call('GetFunctionConfiguration', { FunctionName: 'f' })).toMatchObject(signature);
    }
  });
});

test('a function of the workspace is not deployed: it runs unsigned, though one that it hides has a configuration', async () => {
  const world = await withFunction('Enforce');
  world.verifier.asked.length = 0;
  world.region.functions.replaceWorkspaceFunctions([workspaceFunction('f')]);
  await publishLayer(world, 'unsigned');
  await world.region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [layerArn] });
  expect(world.verifier.asked).toEqual([]);
  expect(world.region.latest('f').problem).toBeUndefined();
});
