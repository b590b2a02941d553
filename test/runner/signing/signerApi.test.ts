import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/aws/connection.ts';
import { ConnectionError } from '../../../src/aws/connectionError.ts';
import { createLambdaApi } from '../../../src/aws/createLambdaApi.ts';
import type { LambdaApi } from '../../../src/aws/lambdaApi.ts';
import { createSignerApi } from '../../../src/aws/signer/createSignerApi.ts';
import type { SignerApi } from '../../../src/aws/signer/signerApi.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { parseSigningJobArn } from '../../../src/lambda/signing/make/signingArns.ts';
import { signingPlatformId } from '../../../src/lambda/signing/verification.ts';
import { createCommand, goodPackage, handlerPart } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../../shared/region.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';

let region: RunningRegion;
let workspace: TemporaryWorkspace;
let signer: SignerApi;
let lambda: LambdaApi;
beforeAll(async () => {
  region = await openRegion();
  workspace = await temporaryWorkspace();
  const connection: Connection = { id: 'local', label: 'Local', region: 'us-east-1', endpoint: region.endpoint };
  signer = createSignerApi(connection);
  lambda = createLambdaApi(connection);
});
afterAll(async () => {
  signer.dispose();
  lambda.dispose();
  await region[Symbol.asyncDispose]();
  await workspace[Symbol.asyncDispose]();
});

async function failureOf(call: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await call.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof CodedError) return error;
  throw error;
}

const months = { value: 12, unit: 'MONTHS' } as const;
const unending = new AbortController().signal;

describe('profiles', () => {
  test('live as in AWS', async () => {
    const made = await signer.putProfile({ name: 'life', validity: months });
    const profile = { name: 'life', ...made, status: 'Active', validity: months };
    expect(made.versionArn).toBe(`${made.arn}/${made.version}`);
    expect(await signer.profile('life')).toEqual(profile);
    expect(await signer.profile('nobody')).toBeUndefined();
    const anew = await signer.putProfile({ name: 'life', validity: months });
    expect([anew.arn, anew.version === made.version]).toEqual([made.arn, false]);
    await signer.cancelProfile('life');
    expect((await signer.profiles({ all: false })).map(({ name }) => name)).not.toContain('life');
    expect((await signer.profiles({ all: true })).find(({ name }) => name === 'life')?.status).toBe('Canceled');
  });

  test('are listed by all their pages', async () => {
    for (let count = 0; count < 30; count += 1) await signer.putProfile({ name: `page_${count}`, validity: months });
    const names = (await signer.profiles({ all: false })).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('page_'))).toHaveLength(30);
  });

  test('a wrong name is told', async () => {
    const error = await failureOf(signer.putProfile({ name: 'not-a-name', validity: months }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.code).toBe('invalid');
  });
});

describe('a package', () => {
  test('is signed, deployed where that is asked for, and revoked', async () => {
    const { versionArn: profileVersionArn } = await signer.putProfile({ name: 'release', validity: months });
    const archive = await workspace.write('code.zip', zipBytes([handlerPart, { name: 'rest', content: randomBytes(3_000_000) }]));
    const signed = workspace.path('signed.zip');
    const job = await signer.sign({ profileName: 'release', archive, signed }, unending);
    expect(job).toMatchObject({ status: 'Succeeded', profileName: 'release', revoked: undefined });
    expect(parseSigningJobArn(job.arn ?? '')?.id).toBe(job.id);
    expect((await signer.jobs({ most: 1 })).map(({ id }) => id)).toEqual([job.id]);
    expect((await readFile(signed)).includes('META_INF/aws_signer_signature_v1.0.SF')).toBe(true);
    expect((await readdir(workspace.folder)).filter((name) => name.endsWith('.part'))).toEqual([]);

    using client = new TestClient(region.endpoint);
    await client.send(createCommand('guarded', goodPackage));
    const { CodeSigningConfigArn: config = '' } = await lambda.createCodeSigningConfig({ description: 'd', allowedPublishers: [profileVersionArn], policy: 'Enforce' });
    expect(await lambda.getFunctionCodeSigningConfig('guarded')).toBeUndefined();
    await lambda.putFunctionCodeSigningConfig('guarded', config);
    expect(await lambda.getFunctionCodeSigningConfig('guarded')).toBe(config);
    expect((await lambda.listFunctionsByCodeSigningConfig(config)).items).toEqual([expect.stringContaining(':function:guarded')]);
    const refused = await failureOf(lambda.updateFunctionCode({ functionName: 'guarded', code: { file: archive }, dryRun: true }));
    expect([refused.code, refused.message]).toEqual(['invalid', expect.stringContaining('Verify the package, sign it with a profile')]);
    const deployed = await lambda.updateFunctionCode({ functionName: 'guarded', code: { file: signed } });
    expect(deployed.signedBy).toEqual({ profileVersionArn, jobArn: job.arn });
    const downloaded = workspace.path('downloaded.zip');
    expect((await lambda.downloadCode({ functionName: 'guarded' }, downloaded)).signedBy).toEqual(deployed.signedBy);
    expect((await readFile(downloaded)).equals(await readFile(signed))).toBe(true);

    const layer = await client.send(new PublishLayerVersionCommand({ LayerName: 'tools', Content: { ZipFile: await readFile(signed) } }));
    const { LayerVersionArn: layerVersionArn = '' } = layer;
    expect((await lambda.getLayerVersion(layerVersionArn)).Content?.CodeSize).toBe(layer.Content?.CodeSize);
    await lambda.downloadCode({ layerVersionArn }, downloaded);
    expect((await readFile(downloaded)).equals(await readFile(signed))).toBe(true);
    expect((await lambda.getFunctionCode('guarded')).signedBy).toEqual(deployed.signedBy);

    const query = { signingTime: new Date().toISOString(), platformId: signingPlatformId, profileVersionArn, jobArn: job.arn ?? '', certificateHashes: ['ab'.repeat(96)] };
    expect(await signer.revocations(query)).toEqual([]);
    await signer.revokeJob(job.id, 'wrong code');
    expect((await signer.job(job.id)).revoked).toMatchObject({ reason: 'wrong code' });
    expect(await signer.revocations(query)).toEqual(['job']);
    const again = await failureOf(lambda.updateFunctionCode({ functionName: 'guarded', code: { file: signed }, dryRun: true }));
    expect(again.code).toBe('invalid');
    expect((await failureOf(lambda.deleteCodeSigningConfig(config))).message).toContain('Detach it from its functions first.');
    await lambda.deleteFunctionCodeSigningConfig('guarded');
    await lambda.deleteCodeSigningConfig(config);
  });

  test.each<[string, () => Promise<string>, code: string]>([
    ['no zip', () => workspace.write('text.zip', 'no zip at all'), 'SIGNING_FAILED'],
    ['without entries', () => workspace.write('empty.zip', zipBytes([])), 'SIGNING_FAILED'],
  ])('%s is not signed', async (_what, make, code) => {
    await signer.putProfile({ name: 'strict', validity: months });
    const signed = workspace.path('none.zip');
    const error = await failureOf(signer.sign({ profileName: 'strict', archive: await make(), signed }, unending));
    expect(error.code).toBe(code);
    expect((await readdir(workspace.folder)).filter((name) => name.startsWith('none.zip'))).toEqual([]);
    expect(await signer.job(String(error.details['jobId']))).toMatchObject({ status: 'Failed', profileName: 'strict' });
  });

  test('is not signed by a profile that is not there', async () => {
    const archive = await workspace.write('code.zip', zipBytes([handlerPart]));
    const error = await failureOf(signer.sign({ profileName: 'nobody', archive, signed: workspace.path('s.zip') }, unending));
    expect(error.code).toBe('notFound');
  });

  test('is not signed by a profile that is not there, however large it is', async () => {
    const archive = await workspace.write('large.zip', zipBytes([handlerPart, { name: 'rest', content: randomBytes(20_000_000) }]));
    const error = await failureOf(signer.sign({ profileName: 'nobody', archive, signed: workspace.path('s.zip') }, unending));
    expect(error.code).toBe('notFound');
  });
});
