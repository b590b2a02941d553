import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { CreateCodeSigningConfigCommand, PutFunctionCodeSigningConfigCommand } from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import type { Connection } from '../../../src/aws/connection.ts';
import { createLambdaApi } from '../../../src/aws/createLambdaApi.ts';
import { createSignerApi } from '../../../src/aws/signer/createSignerApi.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { AwsStandIn } from '../../shared/awsStandIn.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion } from '../../shared/region.ts';
import { writeZip } from '../../shared/signing/zipWriter.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { ownProfile } from '../../unit/aws/metrics/profile.ts';

ownProfile();

const FunctionName = 'sealed';
const storage = { bucket: 'packages', prefix: 'signing' };

async function aws() {
  const workspace = await temporaryWorkspace();
  const region = await openRegion({ args: ['--s3-folder', workspace.folder, '--time-scale', '0'] });
  const standIn = await AwsStandIn.start({ endpoint: region.endpoint, s3Folder: workspace.folder, questions: 1 });
  const connection: Connection = { id: 'aws:dev:us-east-1', label: 'dev', region: 'us-east-1', profile: 'dev', endpoint: standIn.endpoint };
  const [lambda, signer] = [createLambdaApi(connection), createSignerApi(connection)];
  const client = new TestClient(region.endpoint);
  onTestFinished(async () => {
    for (const each of [lambda, signer]) each.dispose();
    client.destroy();
    await standIn[Symbol.asyncDispose]();
    await region[Symbol.asyncDispose]();
    await workspace[Symbol.asyncDispose]();
  });
  const { versionArn } = await signer.putProfile({ name: 'release', validity: { value: 1, unit: 'YEARS' } });
  await client.send(createCommand(FunctionName, goodPackage));
  const { CodeSigningConfig: config } = await client.send(
    new CreateCodeSigningConfigCommand({
      AllowedPublishers: { SigningProfileVersionArns: [versionArn] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    }),
  );
  await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn: config?.CodeSigningConfigArn }));
  // More than Lambda takes directly.
  const archive = await workspace.write(
    'large.zip',
    writeZip([
      { name: 'index.mjs', body: 'export const handler = async () => "large";', deflated: true },
      { name: 'model.bin', body: randomBytes(56_000_000) },
    ]),
  );
  return { workspace, standIn, lambda, signer, client, archive };
}

const unaborted = new AbortController().signal;

test('a package of more than 50 MB is signed in its bucket, deployed from there, and nothing stays of it', { timeout: 60_000 }, async () => {
  const { workspace, standIn, lambda, signer, client, archive } = await aws();
  const leftBehind: string[] = [];
  const signed = await signer.signInBucket({ profileName: 'release', archive, storage, onLeftBehind: ({ key }) => void leftBehind.push(key) }, unaborted);
  await lambda.updateFunctionCode({ functionName: FunctionName, code: signed.code, dryRun: true });
  const { signedBy, size } = await lambda.updateFunctionCode({ functionName: FunctionName, code: signed.code });
  expect(signedBy.profileVersionArn).toMatch(/signing-profiles\/release\//);
  expect(size).toBeGreaterThan(56_000_000);
  await signed[Symbol.asyncDispose]();
  expect([standIn.objects, leftBehind]).toEqual([[], []]);
  expect((await client.call(FunctionName, {})).payload).toBe('large');
  expect(standIn.calls.filter((call) => call.startsWith('GET /packages/') && call.endsWith('.zip'))).toEqual([]);

  // One that was signed elsewhere.
  const file = workspace.path('signed.zip');
  await signer.sign({ profileName: 'release', archive, signed: file, storage }, unaborted);
  expect((await stat(file)).size).toBeGreaterThan(56_000_000);
  const direct: unknown = await lambda.updateFunctionCode({ functionName: FunctionName, code: { file } }).catch((error: unknown) => error);
  expect(direct instanceof CodedError && direct.code).toBe('PACKAGE_NEEDS_S3');
  const stored = await signer.store({ file, storage }, unaborted);
  expect((await lambda.updateFunctionCode({ functionName: FunctionName, code: stored.code })).signedBy.profileVersionArn).toMatch(/release/);
  await stored[Symbol.asyncDispose]();
  expect(standIn.objects).toEqual([]);
});
