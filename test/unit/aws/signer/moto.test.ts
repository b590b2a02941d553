import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CreateBucketCommand, ListObjectVersionsCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArchive } from '../../../../src/aws/signer/archiveFile.ts';
import { createSignerApi } from '../../../../src/aws/signer/createSignerApi.ts';
import { ServiceCaller } from '../../../../src/aws/service/serviceCaller.ts';
import { s3Service } from '../../../../src/aws/signer/services.ts';
import { checkVersioning, downloadSigned, removeStored, uploadArchive } from '../../../../src/aws/signer/signingBucket.ts';
import { hastyClock } from '../../../shared/hastyClock.ts';
import { type Moto, startMoto } from '../../../shared/moto.ts';
import { motoInstallTimeoutMs } from '../../../shared/moto/motoEnvironment.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { ownProfile } from '../metrics/profile.ts';
import { failureOf, toAws } from './signerFixture.ts';

// moto has profiles of Signer, without lists and jobs, and S3.
needs('python3');
ownProfile();

let moto: Moto | undefined;
beforeAll(async () => {
  // Without Python the tests say so themselves.
  if (versionOf('python3') !== undefined) moto = await startMoto();
}, motoInstallTimeoutMs);
afterAll(() => moto?.[Symbol.asyncDispose]());

const endpoint = (): string => moto?.endpoint ?? '';

test('a profile is made, read, made anew and cancelled', async () => {
  const api = createSignerApi(toAws(endpoint()));
  const made = await api.putProfile({ name: 'release', validity: { value: 12, unit: 'MONTHS' } });
  expect(made.arn).toMatch(/^arn:aws:signer:eu-west-1:\d{12}:\/signing-profiles\/release$/);
  const profile = { name: 'release', ...made, validity: { value: 12, unit: 'MONTHS' } };
  expect(await api.profile('release')).toEqual({ ...profile, status: 'Active' });
  expect((await api.putProfile({ name: 'release', validity: { value: 12, unit: 'MONTHS' } })).version).not.toBe(made.version);
  await api.cancelProfile('release');
  expect((await api.profile('release'))?.status).toBe('Canceled');
  api.dispose();
});

describe('a bucket', () => {
  async function opened(name: string, status?: 'Enabled' | 'Suspended') {
    const client = new S3Client({ endpoint: endpoint(), region: 'eu-west-1', forcePathStyle: true, credentials: { accessKeyId: 'k', secretAccessKey: 's' } });
    await client.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
    if (status !== undefined) await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: status } }));
    const s3 = new ServiceCaller(toAws(endpoint()), s3Service, { clock: hastyClock(), random: () => 0, productVersion: '0' });
    return { client, s3, [Symbol.dispose]: () => [client.destroy(), s3.dispose()] };
  }

  const { signal } = new AbortController();

  test('takes a package, gives it back, and keeps nothing of it', async () => {
    using bucket = await opened('kept', 'Enabled');
    await using workspace = await temporaryWorkspace();
    const content = randomBytes(7_000_001);
    const archive = await workspace.write('code.zip', content);
    const signed = workspace.path('signed.zip');
    await using file = await openArchive(archive);
    await checkVersioning(bucket.s3, 'kept', signal);
    const first = await uploadArchive(bucket.s3, 'kept', 'a/code.zip', file, signal);
    const second = await uploadArchive(bucket.s3, 'kept', 'a/code.zip', file, signal);
    expect([first.attempts, second.attempts, first.version === second.version]).toEqual([1, 1, false]);
    const stored = await downloadSigned(bucket.s3, 'kept', 'a/code.zip', signed, signal);
    expect(stored.version).toBe(second.version);
    expect((await readFile(signed)).equals(content)).toBe(true);
    await removeStored(bucket.s3, stored);
    await removeStored(bucket.s3, { ...stored, version: undefined });
    const { Versions, DeleteMarkers } = await bucket.client.send(new ListObjectVersionsCommand({ Bucket: 'kept' }));
    expect([Versions, DeleteMarkers]).toEqual([undefined, undefined]);
  });

  test.each([
    ['plain', undefined],
    ['suspended', 'Suspended'],
  ] as const)('%s keeps no versions', async (name, status) => {
    using bucket = await opened(name, status);
    expect((await failureOf(checkVersioning(bucket.s3, name, signal))).code).toBe('BUCKET_NOT_VERSIONED');
  });

  test('that is not there', async () => {
    using bucket = await opened('other');
    const error = await failureOf(checkVersioning(bucket.s3, 'none', signal));
    expect([error.code, error.message]).toEqual(['notFound', expect.stringContaining('Choose another bucket, or make this one')]);
  });
});
