import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import {
  DescribeSigningJobCommand,
  GetRevocationStatusCommand,
  ListSigningJobsCommand,
  PutSigningProfileCommand,
  CancelSigningProfileCommand,
  RevokeSignatureCommand,
  RevokeSigningProfileCommand,
  StartSigningJobCommand,
} from '@aws-sdk/client-signer';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { byteSourceOf } from '../../../../src/lambda/signing/byteSource.ts';
import { verifyPackage } from '../../../../src/lambda/signing/verifyPackage.ts';
import { nodeSigningPlatform } from '../../../../src/node/signing/nodeSigningPlatform.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { openRegionTables } from '../../../../src/runner/resources/regionTables.ts';
import { signingJobKey } from '../../../../src/runner/signing/store/storedSigningJob.ts';
import { eventually } from '../../../shared/eventually.ts';
import { writeZip } from '../../../shared/signing/zipWriter.ts';
import { openSigningRegion, platformId, prefix, type SigningRegion, start } from './signingRegion.ts';

const put = async ({ client }: SigningRegion, profileName = 'my_profile') => client.send(new PutSigningProfileCommand({ profileName, platformId }));
const list = async ({ client }: SigningRegion, input: object = {}) => (await client.send(new ListSigningJobsCommand(input))).jobs ?? [];
const bytesOf = async (response: Response): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await response.arrayBuffer());
const leftFiles = ({ folder }: SigningRegion) => readdir(join(folder, 'signing', 'work')).catch(() => []);
const Told = v.object({ message: v.string() });

async function signedJob(region: SigningRegion, profileName = 'my_profile') {
  const response = await region.sign(profileName);
  expect([response.status, region.errors]).toEqual([200, []]);
  const jobId = response.headers.get('x-signer-job-id') ?? '';
  return { jobId, jobArn: response.headers.get('x-signer-job-arn') ?? '', bytes: await bytesOf(response) };
}

test('a zip comes back signed by the profile’s current version, and its job has succeeded', async () => {
  const region = await openSigningRegion();
  const { profileVersion, profileVersionArn = '' } = await put(region);
  const response = await region.sign('my_profile');
  const bytes = await bytesOf(response);
  const jobId = response.headers.get('x-signer-job-id') ?? '';
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-length': String(bytes.length),
    'x-signer-job-arn': `${prefix}/signing-jobs/${jobId}`,
    'x-signer-profile-version-arn': profileVersionArn,
  });
  const { signing, clock } = region;
  const policy = { roots: await signing.roots(), allowedProfileVersions: [profileVersionArn], now: clock.now(), revocations: signing.revocations };
  const { checks, signature } = await verifyPackage(byteSourceOf(bytes), policy, nodeSigningPlatform);
  const passed = { verdict: 'passed' };
  expect(checks).toEqual({ integrity: passed, mismatch: passed, expiry: passed, revocation: passed });
  expect(signature).toMatchObject({ jobArn: `${prefix}/signing-jobs/${jobId}`, signingTime: '2026-03-04T05:06:07.000Z', expiry: '2037-06-04T05:06:07.000Z' });
  expect(await region.client.send(new DescribeSigningJobCommand({ jobId }))).toMatchObject({
    jobId,
    platformId,
    platformDisplayName: 'AWS Lambda',
    profileName: 'my_profile',
    profileVersion,
    createdAt: new Date(start),
    completedAt: new Date(start),
    signatureExpiresAt: new Date('2037-06-04T05:06:07.890Z'),
    requestedBy: 'arn:aws:iam::123456789012:root',
    status: 'Succeeded',
    statusReason: 'Signing Succeeded',
    jobOwner: '123456789012',
    jobInvoker: '123456789012',
  });
  expect(await leftFiles(region)).toEqual([]);
  expect(region.errors).toEqual([]);
});

describe('what cannot be signed', () => {
  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['nothing', new Uint8Array(), 'The package is empty'],
    ['an empty archive', new Uint8Array(writeZip([])), 'The package is empty'],
    ['no archive', new TextEncoder().encode('no archive, but some text'), 'The package is malformed'],
    ['a signed one', new Uint8Array(writeZip([{ name: 'META_INF/aws_signer_signature_v1.0.SF' }])), 'The package is signed already'],
  ])('%s makes a job that failed', async (_, zip, message) => {
    const region = await openSigningRegion();
    await put(region);
    const response = await region.sign('my_profile', zip);
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
    const told = v.parse(Told, await response.json());
    expect(told.message).toContain(message);
    const jobId = response.headers.get('x-signer-job-id') ?? '';
    const job = await region.client.send(new DescribeSigningJobCommand({ jobId }));
    expect(job).toMatchObject({ status: 'Failed', statusReason: told.message, completedAt: new Date(start) });
    expect(job.signatureExpiresAt).toBeUndefined();
    const revoking = region.client.send(new RevokeSignatureCommand({ jobId, reason: 'x' }));
    await expect(revoking).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await leftFiles(region)).toEqual([]);
  });

  test.each<[string, number, string]>([
    ['none', 404, 'ResourceNotFoundException'],
    ['a-b', 400, 'ValidationException'],
    ['', 400, 'ValidationException'],
    ['canceled', 400, 'ValidationException'],
  ])('by the profile %j', async (name, status, type) => {
    const region = await openSigningRegion();
    await put(region, 'canceled');
    await region.client.send(new CancelSigningProfileCommand({ profileName: 'canceled' }));
    const response = await region.sign(name);
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, type]);
    expect(await list(region)).toEqual([]);
  });

  test('what is announced to be larger than 250 MB', async () => {
    const region = await openSigningRegion();
    await put(region);
    const answer = await exchange(region, 'content-length: 262144001\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*RequestEntityTooLargeException/);
    expect(await list(region)).toEqual([]);
  });

  test('what is to come from S3', async () => {
    const { client } = await openSigningRegion();
    const source = { s3: { bucketName: 'b', key: 'k', version: 'v' } };
    const starting = client.send(new StartSigningJobCommand({ source, destination: { s3: { bucketName: 'b' } }, profileName: 'my_profile' }));
    const message = expect.stringContaining('POST /signing-jobs/with-archive?profileName=NAME');
    await expect(starting).rejects.toMatchObject({ name: 'ValidationException', message });
  });
});

/** Sends a request to sign with these headers, and gives what comes back first. */
async function exchange({ endpoint }: SigningRegion, headers: string): Promise<string> {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  socket.write(`POST /signing-jobs/with-archive?profileName=my_profile HTTP/1.1\r\nhost: 127.0.0.1\r\n${headers}`);
  const chunk = await new Promise<string>((resolve, reject) => socket.once('data', (data) => resolve(String(data))).once('error', reject));
  socket.destroy();
  return chunk;
}

test('a client that goes away before all is sent leaves nothing', async () => {
  const region = await openSigningRegion();
  await put(region);
  const socket = connect(Number(new URL(region.endpoint).port), '127.0.0.1');
  socket.write('POST /signing-jobs/with-archive?profileName=my_profile HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\nPK');
  await eventually(async () => (await leftFiles(region)).length === 1 || undefined);
  socket.destroy();
  await eventually(async () => (await leftFiles(region)).length === 0 || undefined);
  expect(await list(region)).toEqual([]);
  expect(region.errors).toEqual([]);
});

test('a client that goes away while it is signed leaves nothing', async () => {
  const region = await openSigningRegion();
  await put(region);
  const many = writeZip(Array.from({ length: 20_000 }, (_, index) => ({ name: `file-${index}`, body: 'x' })));
  const socket = connect(Number(new URL(region.endpoint).port), '127.0.0.1');
  const head = `POST /signing-jobs/with-archive?profileName=my_profile HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${many.length}\r\n\r\n`;
  socket.write(head);
  socket.write(many);
  await eventually(async () => (await list(region)).length === 1 || undefined);
  socket.destroy();
  await eventually(async () => (await list(region)).length === 0 || undefined);
  await eventually(async () => (await leftFiles(region)).length === 0 || undefined);
  expect(region.errors).toEqual([]);
});

test('jobs are listed, the latest first, a page at a time, and by what one asks for', async () => {
  const region = await openSigningRegion();
  const { client, clock } = region;
  await put(region);
  await put(region, 'other');
  const ids: string[] = [];
  for (const name of ['my_profile', 'other', 'my_profile']) {
    ids.unshift((await signedJob(region, name)).jobId);
    clock.advance(60_000);
  }
  await region.sign('other', new Uint8Array());
  const [failed] = await list(region);
  expect((await list(region)).map(({ jobId }) => jobId)).toEqual([failed?.jobId, ...ids]);
  expect((await list(region, { status: 'Failed' })).map(({ jobId }) => jobId)).toEqual([failed?.jobId]);
  await client.send(new RevokeSignatureCommand({ jobId: ids[1] ?? '', reason: 'x' }));
  expect(await list(region, { isRevoked: true })).toMatchObject([{ jobId: ids[1], isRevoked: true, profileName: 'other', status: 'Succeeded' }]);
  expect(await list(region, { isRevoked: false })).toHaveLength(3);
  expect(await list(region, { platformId: 'AmazonFreeRTOS-Default' })).toEqual([]);
  expect(await list(region, { jobInvoker: '999999999999' })).toEqual([]);
  expect(await list(region, { signatureExpiresBefore: new Date('2037-06-04T05:06:30Z') })).toMatchObject([{ jobId: ids[2] }]);
  expect(await list(region, { signatureExpiresAfter: new Date('2037-06-04T05:06:30Z') })).toHaveLength(2);
  const pages: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListSigningJobsCommand({ maxResults: 3, nextToken }));
    pages.push(...(page.jobs ?? []).map(({ jobId }) => jobId));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  expect(pages).toEqual([failed?.jobId, ...ids]);
  await expect(list(region, { maxResults: 26 })).rejects.toMatchObject({ name: 'ValidationException' });
  const byProfile = await fetch(`${region.endpoint}/signing-jobs?profileName=my_profile`);
  expect(v.parse(v.object({ jobs: v.array(v.object({ jobId: v.string() })) }), await byProfile.json()).jobs).toMatchObject([{ jobId: ids[0] }, { jobId: ids[2] }]);
});

describe('revocation', () => {
  const status = async (region: SigningRegion, jobArn: string, profileVersionArn: string, signatureTimestamp = new Date(start)) => {
    const certificateHashes = ['ab', 'cd'];
    const { revokedEntities } = await region.client.send(
      new GetRevocationStatusCommand({ signatureTimestamp, platformId, profileVersionArn, jobArn, certificateHashes }),
    );
    return revokedEntities;
  };

  test('of a signature, by its job', async () => {
    const region = await openSigningRegion();
    const { profileVersionArn = '' } = await put(region);
    const { jobId, jobArn } = await signedJob(region);
    expect(await status(region, jobArn, profileVersionArn)).toEqual([]);
    await region.client.send(new RevokeSignatureCommand({ jobId, reason: 'lost a laptop' }));
    region.clock.advance(1000);
    await region.client.send(new RevokeSignatureCommand({ jobId, reason: 'again' }));
    expect(await status(region, jobArn, profileVersionArn)).toEqual([jobArn]);
    const revocationRecord = { reason: 'lost a laptop', revokedAt: new Date(start), revokedBy: '123456789012' };
    expect(await region.client.send(new DescribeSigningJobCommand({ jobId }))).toMatchObject({ status: 'Succeeded', revocationRecord });
  });

  test('of a version of a profile, from a time on', async () => {
    const region = await openSigningRegion();
    const { profileVersion = '', profileVersionArn = '' } = await put(region);
    const { jobArn } = await signedJob(region);
    const later = await put(region);
    const revocation = { profileName: 'my_profile', profileVersion, reason: 'x', effectiveTime: new Date(start) };
    await region.client.send(new RevokeSigningProfileCommand(revocation));
    expect(await status(region, jobArn, profileVersionArn)).toEqual([profileVersionArn]);
    // What is signed has whole seconds.
    expect(await status(region, jobArn, profileVersionArn, new Date('2026-03-04T05:06:07.000Z'))).toEqual([profileVersionArn]);
    expect(await status(region, jobArn, profileVersionArn, new Date('2026-03-04T05:06:06.000Z'))).toEqual([]);
    expect(await status(region, jobArn, later.profileVersionArn ?? '')).toEqual([]);
    // The version that came after it signs on.
    expect((await region.sign('my_profile')).status).toBe(200);
  });

  test('of a profile’s current version ends its signing', async () => {
    const region = await openSigningRegion();
    const { profileVersion = '' } = await put(region);
    const revocation = { profileName: 'my_profile', profileVersion, reason: 'x', effectiveTime: new Date(start) };
    await region.client.send(new RevokeSigningProfileCommand(revocation));
    const response = await region.sign('my_profile');
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
  });

  test('of what is elsewhere is not known', async () => {
    const region = await openSigningRegion();
    const elsewhere = 'arn:aws:signer:us-west-2:999999999999:';
    const job = `${elsewhere}/signing-jobs/7f3c1e1e-0000-4000-8000-000000000000`;
    expect(await status(region, job, `${elsewhere}/signing-profiles/ab/abcDEF1234`)).toEqual([]);
    await expect(status(region, 'short', `${elsewhere}/signing-profiles/ab/abcDEF1234`)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is the verification’s too, and lasts', async () => {
    const before = await openSigningRegion();
    const { profileVersionArn = '' } = await put(before);
    const { jobId, jobArn } = await signedJob(before);
    await before.client.send(new RevokeSignatureCommand({ jobId, reason: 'x' }));
    await before.stop();
    const { signing } = await openSigningRegion({ folder: before.folder });
    const query = { signingTime: new Date(start).toISOString(), platformId, profileVersionArn, jobArn, certificateHashes: [] };
    expect(await signing.revocations(query)).toEqual(['job']);
  });
});

test('a job whose process ended has failed at the next start', async () => {
  const before = await openSigningRegion();
  const { profileVersion = '' } = await put(before);
  await signedJob(before);
  await before.stop();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const store = await openDocumentStore(before.folder, logger);
  const tables = await openRegionTables(store);
  const job = { id: 'left', profileName: 'my_profile', profileVersion, createdAt: start - 1, status: 'InProgress' as const };
  await commit(store, [tables.signingJobs.putting(signingJobKey(job), job)]);
  await store.close();
  const after = await openSigningRegion({ folder: before.folder });
  const reason = 'The Local region ended before the job did. Sign the package again.';
  expect(await after.client.send(new DescribeSigningJobCommand({ jobId: 'left' }))).toMatchObject({ status: 'Failed', statusReason: reason });
  expect((await list(after)).map(({ status }) => status)).toEqual(['Succeeded', 'Failed']);
});

test('packages signed at the same time each have their own job', async () => {
  const region = await openSigningRegion();
  await put(region);
  const jobs = await Promise.all(Array.from({ length: 8 }, () => signedJob(region)));
  expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(8);
  expect(new Set(jobs.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).size).toBe(8);
  expect(await list(region)).toHaveLength(8);
  expect(await region.signing.roots()).toHaveLength(1);
});

describe('what is no request of this service', () => {
  test.each<[string, string, string, string | undefined, number, string]>([
    ['no JSON', 'PUT', '/signing-profiles/ab', '{', 400, 'SerializationException'],
    ['no object', 'PUT', '/signing-profiles/ab', '[]', 400, 'SerializationException'],
    ['a platform that is a number', 'PUT', '/signing-profiles/ab', '{"platformId":7}', 400, 'SerializationException'],
    ['nothing where something is needed', 'PUT', '/signing-profiles/ab', '', 400, 'ValidationException'],
    ['a name in the body', 'PUT', '/signing-profiles/a-b', `{"profileName":"ab","platformId":"${platformId}"}`, 400, 'ValidationException'],
    ['a name badly encoded', 'GET', '/signing-profiles/%E4', undefined, 400, 'SerializationException'],
    ['a number that is none', 'GET', '/signing-jobs?maxResults=x', undefined, 400, 'SerializationException'],
    ['a flag that is none', 'GET', '/signing-jobs?isRevoked=1', undefined, 400, 'SerializationException'],
    ['a time that is none', 'GET', '/signing-jobs?signatureExpiresAfter=soon', undefined, 400, 'SerializationException'],
    ['a status that is none', 'GET', '/signing-jobs?status=Done', undefined, 400, 'ValidationException'],
    ['a time beyond all dates', 'PUT', '/signing-profiles/ab/revoke', '{"effectiveTime":1e300}', 400, 'ValidationException'],
    ['an operation that is not served', 'POST', '/signing-jobs/with-payload', '{}', 501, 'NotImplementedException'],
    ['more than a request may be', 'PUT', '/signing-profiles/ab', `{"a":"${'x'.repeat(600_000)}"}`, 413, 'RequestEntityTooLargeException'],
    ['a revocation without its query', 'GET', '/revocations', undefined, 400, 'ValidationException'],
  ])('%s', async (_, method, path, body, status, type) => {
    const region = await openSigningRegion();
    const response = await fetch(region.endpoint + path, { method, ...(body !== undefined && { body }) });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, type]);
    expect(region.errors).toEqual([]);
  });

  test.each(['/signing-profiles/ab/x', '/signing-job', '/', '/signing-jobs/a/b', '/2015-03-31/functions'])('%s is somebody else’s', async (path) => {
    const { endpoint } = await openSigningRegion();
    expect((await fetch(endpoint + path)).status).toBe(404);
  });
});
