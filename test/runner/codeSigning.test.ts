import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CodeSigningPolicy,
  CreateCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  PutFunctionCodeSigningConfigCommand,
  UpdateCodeSigningConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RegionEvent, Snapshot } from '../../src/protocol/runner.ts';
import { generalizedTime } from '../../src/lambda/signing/make/der.ts';
import { createCommand } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { pem, profileVersionArn as strangersProfile } from '../shared/signing/testSignature.ts';
import { sharedChain, signedZip } from '../shared/signing/signedPackage.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

interface Signed {
  readonly zip: Uint8Array;
  readonly signature: { readonly SigningProfileVersionArn: string | null; readonly SigningJobArn: string | null };
  readonly jobId: string | null;
}

let region: RunningRegion;
let client: TestClient;
let folder: string;
let FunctionName: string;
let count = 0;
let profileVersion: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-roots-'));
  await writeFile(join(folder, 'root.pem'), pem(sharedChain().root.der, 'CERTIFICATE'));
  region = await openRegion({ args: ['--signing-root', join(folder, 'root.pem'), '--signing-root', join(folder, 'missing.pem')] });
  client = new TestClient(region.endpoint);
  profileVersion = await putProfile('release');
});

afterAll(async () => {
  client[Symbol.dispose]();
  await region[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  count += 1;
  FunctionName = `signed-${count}`;
});

async function signer(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(`${region.endpoint}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

async function putProfile(name: string): Promise<string> {
  const answer = await signer('PUT', `/signing-profiles/${name}`, { platformId: 'AWSLambda-SHA384-ECDSA' });
  return v.parse(v.object({ profileVersionArn: v.string() }), answer).profileVersionArn;
}

/** Has the region's own service sign a package that says `text`. */
async function sign(text: string, profileName = 'release'): Promise<Signed> {
  const body = new Uint8Array(packageOf(text));
  const response = await fetch(`${region.endpoint}/signing-jobs/with-archive?profileName=${profileName}`, { method: 'POST', body });
  if (!response.ok) throw new Error(`it was not signed: ${await response.text()}`);
  const { headers } = response;
  const signature = { SigningProfileVersionArn: headers.get('x-signer-profile-version-arn'), SigningJobArn: headers.get('x-signer-job-arn') };
  return { zip: await response.bytes(), signature, jobId: headers.get('x-signer-job-id') };
}

/** Not packed, so that one can change its text. */
function packageOf(text: string): Buffer {
  return zipBytes([{ name: 'index.mjs', content: `export const handler = async () => ${JSON.stringify(text)};` }]);
}

/** Other content under the same signature, in a zip that is whole. */
function tampered({ zip }: Signed, from: string, to: string): Uint8Array {
  const bytes = Buffer.from(zip);
  const [before, after] = [packageOf(from), packageOf(to)];
  const at = bytes.indexOf(from);
  bytes.write(to, at);
  // Its checksum stands in the local header and in the directory.
  const [old, sum] = [before.subarray(14, 18), after.subarray(14, 18)];
  for (let place = bytes.indexOf(old); place >= 0; place = bytes.indexOf(old, place + 4)) sum.copy(bytes, place);
  return bytes;
}

async function createConfig(policy: CodeSigningPolicy, publishers: readonly string[] = [profileVersion, strangersProfile]): Promise<string> {
  const { CodeSigningConfig: config } = await client.send(
    new CreateCodeSigningConfigCommand({
      AllowedPublishers: { SigningProfileVersionArns: [...publishers] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
    }),
  );
  return config?.CodeSigningConfigArn ?? '';
}

async function create(zip: Uint8Array, CodeSigningConfigArn: string, more: object = {}) {
  return client.send(createCommand(FunctionName, zip, { CodeSigningConfigArn, ...more }));
}

const update = (ZipFile: Uint8Array, more: object = {}) => client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, ...more }));
const says = async (): Promise<unknown> => (await client.call(FunctionName, {})).payload;
const refusal = (text: string, part: string) => ({
  name: 'CodeVerificationFailedException',
  message: expect.stringMatching(new RegExp(`^Lambda cannot deploy the function\\. .*${text}.* signature for ${part}\\.$`)),
});
const arn = (): string => `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
const notProperlySigned = 'not properly signed';
const notAccepted = 'not configured to accept';

/** What was told of the function of this test. */
async function told(): Promise<readonly RegionEvent[]> {
  const response = await region.control('GET', '/events');
  let text = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  const { history } = v.parse(v.pipe(v.string(), v.parseJson(), Snapshot), text.slice(0, text.indexOf('\n')));
  return history.filter((event) => event.type === 'signatureValidationFailed' && event.functionName === FunctionName);
}

describe('packages that the region signed', () => {
  test('are deployed under Enforce, and say by whom they were signed', async () => {
    const [first, second] = [await sign('one'), await sign('two')];
    expect(await create(first.zip, await createConfig('Enforce'), { Publish: true })).toMatchObject(first.signature);
    expect(await says()).toBe('one');
    expect(await update(second.zip)).toMatchObject(second.signature);
    expect(await says()).toBe('two');
    const { Versions: versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(versions?.map(({ Version, SigningJobArn }) => [Version, SigningJobArn])).toEqual([
      ['$LATEST', second.signature.SigningJobArn],
      ['1', first.signature.SigningJobArn],
    ]);
    expect((await client.send(new GetFunctionCommand({ FunctionName, Qualifier: '1' }))).Configuration).toMatchObject(first.signature);
    expect(await told()).toEqual([]);
  });

  test.each(['Warn', 'Enforce'] as const)('are never deployed once they were changed: %s', async (policy) => {
    const signed = await sign('true');
    const changed = tampered(signed, 'true', 'fake');
    const config = await createConfig(policy);
    await expect(create(changed, config)).rejects.toMatchObject(refusal(notProperlySigned, FunctionName));
    await expect(client.send(new GetFunctionConfigurationCommand({ FunctionName }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create(signed.zip, config);
    await expect(update(changed)).rejects.toMatchObject(refusal(notProperlySigned, arn()));
    await expect(update(changed, { DryRun: true })).rejects.toMatchObject(refusal(notProperlySigned, arn()));
    expect(await says()).toBe('true');
    expect(await told()).toEqual([
      expect.objectContaining({ policy, blocked: true, failures: [{ part: FunctionName, check: 'integrity', reason: 'contentChanged' }] }),
      expect.objectContaining({ policy, blocked: true, failures: [{ part: arn(), check: 'integrity', reason: 'contentChanged' }] }),
    ]);
  });

  test('of a version of a profile that is not allowed are not deployed, though another version of it is', async () => {
    const allowed = await putProfile('versions');
    const other = await putProfile('versions');
    expect(other).not.toBe(allowed);
    const signed = await sign('one', 'versions');
    await expect(create(signed.zip, await createConfig('Enforce', [allowed]))).rejects.toMatchObject(refusal(notAccepted, FunctionName));
    await create(signed.zip, await createConfig('Enforce', [other]));
  });

  test('are deployed until their job is revoked; what runs goes on', async () => {
    const signed = await sign('one');
    const config = await createConfig('Enforce');
    await create(signed.zip, config);
    await signer('PUT', `/signing-jobs/${signed.jobId}/revoke`, { reason: 'stolen' });
    await expect(update(signed.zip)).rejects.toMatchObject(refusal('revoked', arn()));
    expect(await says()).toBe('one');
    await client.send(
      new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn: config, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' } }),
    );
    expect(await update(signed.zip)).toMatchObject(signed.signature);
    expect(await told()).toEqual([
      expect.objectContaining({ blocked: true, failures: [{ part: arn(), check: 'revocation', reason: 'jobRevoked' }] }),
      expect.objectContaining({ blocked: false, failures: [{ part: arn(), check: 'revocation', reason: 'jobRevoked' }] }),
    ]);
  });
});

describe('packages that others signed', () => {
  const strangers = (text: string, request = {}) => signedZip([{ name: 'index.mjs', body: `export const handler = async () => '${text}';` }], request);

  test('are deployed where a root file leads to them', async () => {
    expect(await create(strangers('theirs'), await createConfig('Enforce'))).toMatchObject({ SigningProfileVersionArn: strangersProfile });
    expect(await says()).toBe('theirs');
  });

  test('are not where it does no more, and again where it does', async () => {
    const config = await createConfig('Enforce');
    await region.settings({ signingRoots: [] });
    await expect(create(strangers('theirs'), config)).rejects.toMatchObject(refusal(notAccepted, FunctionName));
    await region.settings({ signingRoots: [join(folder, 'root.pem')] });
    await create(strangers('theirs'), config);
  });

  test('are not deployed once they have expired', async () => {
    const expired = strangers('old', { expiry: generalizedTime(Date.parse('2026-07-01T00:00:00Z')) });
    await expect(create(expired, await createConfig('Enforce'))).rejects.toMatchObject(refusal('expired', FunctionName));
    await create(expired, await createConfig('Warn'));
    expect(await says()).toBe('old');
  });
});

describe('packages without a signature', () => {
  test('are deployed before a configuration is attached, and blocked from then on', async () => {
    await create(packageOf('one'), '', { CodeSigningConfigArn: undefined });
    await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn: await createConfig('Enforce') }));
    expect(await says()).toBe('one');
    await expect(update(packageOf('two'))).rejects.toMatchObject(refusal(notAccepted, arn()));
    expect(await says()).toBe('one');
  });

  test('are deployed under Warn, told and counted; not in a dry run', async () => {
    await create(packageOf('one'), await createConfig('Warn'));
    expect(await update(packageOf('two'), { DryRun: true })).not.toHaveProperty('SigningJobArn');
    expect(await says()).toBe('one');
    expect(await told()).toEqual([
      expect.objectContaining({ policy: 'Warn', blocked: false, failures: [{ part: FunctionName, check: 'mismatch', reason: 'unsigned' }] }),
    ]);
    expect(region.stderr).toContain(`A deployment of ${FunctionName} was let through by its code signing configuration (Warn)`);
  });
});

describe('layers', () => {
  async function publish(name: string, ZipFile: Uint8Array): Promise<string> {
    const { LayerVersionArn } = await client.send(new PublishLayerVersionCommand({ LayerName: name, Content: { ZipFile } }));
    return LayerVersionArn ?? '';
  }
  const layers = (...Layers: readonly string[]) => client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [...Layers] }));

  test('are signed too, or are not added', async () => {
    const [signed, code] = [await sign('layer'), await sign('code')];
    const [good, bad] = [await publish('good', signed.zip), await publish('bad', packageOf('layer'))];
    const changed = await publish('changed', tampered(signed, 'layer', 'liars'));
    expect((await client.send(new GetLayerVersionCommand({ LayerName: 'good', VersionNumber: 1 }))).Content).toMatchObject(signed.signature);
    const config = await createConfig('Enforce');
    await expect(create(code.zip, config, { Layers: [good, bad] })).rejects.toMatchObject(refusal(notAccepted, bad));
    await create(code.zip, config, { Layers: [good] });
    await expect(layers(good, bad)).rejects.toMatchObject(refusal(notAccepted, bad));
    await expect(layers(changed)).rejects.toMatchObject(refusal(notProperlySigned, changed));
    const { Layers } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(Layers).toEqual([expect.objectContaining({ Arn: good, ...signed.signature })]);
    expect(await says()).toBe('code');
  });
});

test('of many updates at once, those that are allowed are deployed one after the other', async () => {
  const good = await Promise.all(['a', 'b', 'c'].map((text) => sign(text)));
  await create((await sign('first')).zip, await createConfig('Enforce'));
  const settled = await Promise.allSettled([...good.map(({ zip }) => update(zip)), ...['x', 'y'].map((text) => update(packageOf(text)))]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(['a', 'b', 'c']).toContain(await says());
});

test('roots that cannot be read are told, and the others are trusted', () => {
  expect(region.stderr).toContain('missing.pem cannot be read');
});

test('a container image has no configuration', async () => {
  const Code = { ImageUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/a:1' };
  const image = { PackageType: 'Image', Runtime: undefined, Handler: undefined, Code };
  await expect(create(packageOf(''), await createConfig('Warn'), image)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});
