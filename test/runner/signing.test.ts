import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

import {
  DescribeSigningJobCommand,
  GetRevocationStatusCommand,
  GetSigningProfileCommand,
  ListSigningJobsCommand,
  PutSigningProfileCommand,
  RevokeSignatureCommand,
  SignerClient,
} from '@aws-sdk/client-signer';
import { expect, onTestFinished, test as plainTest } from 'vitest';

import { byteSourceOf } from '../../src/lambda/signing/byteSource.ts';
import { decodePem } from '../../src/lambda/signing/pem.ts';
import { verifyPackage } from '../../src/lambda/signing/verifyPackage.ts';
import { nodeSigningPlatform } from '../../src/node/signing/nodeSigningPlatform.ts';
import { temporaryFolder } from '../unit/runner/store/temporaryFolder.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { writeZip } from '../shared/signing/zipWriter.ts';

const test = (name: string, run: () => Promise<void>): void => plainTest(name, { timeout: 60_000 }, run);
const platformId = 'AWSLambda-SHA384-ECDSA';
const zip = new Uint8Array(writeZip([{ name: 'index.mjs', body: 'export const handler = () => 1;\n', deflated: true }]));

function clientOf({ endpoint }: RunningRegion): SignerClient {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new SignerClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, disableHostPrefix: true });
  onTestFinished(() => client.destroy());
  return client;
}

const sign = ({ endpoint }: RunningRegion, headers: Record<string, string> = {}) =>
  fetch(`${endpoint}/signing-jobs/with-archive?profileName=mine`, { method: 'POST', body: zip, headers });

async function rootIn(folder: string): Promise<Uint8Array> {
  const root = decodePem('CERTIFICATE', await readFile(join(folder, 'signing', 'authority.pem'), 'latin1'));
  if (root === undefined) throw new Error('There is no root certificate.');
  return root;
}

test('a package is signed, verified and revoked, and all of it lasts', async () => {
  const dataFolder = await temporaryFolder();
  let jobId = '';
  let jobArn = '';
  let profileVersionArn = '';
  {
    await using region = await openRegion({ dataFolder });
    const client = clientOf(region);
    ({ profileVersionArn = '' } = await client.send(new PutSigningProfileCommand({ profileName: 'mine', platformId })));
    const response = await sign(region);
    expect(response.status).toBe(200);
    jobId = response.headers.get('x-signer-job-id') ?? '';
    jobArn = response.headers.get('x-signer-job-arn') ?? '';
    const policy = {
      roots: [await rootIn(dataFolder)],
      allowedProfileVersions: [profileVersionArn],
      now: Date.now(),
      revocations: async () => [],
    };
    const { checks, signature } = await verifyPackage(byteSourceOf(new Uint8Array(await response.arrayBuffer())), policy, nodeSigningPlatform);
    const passed = { verdict: 'passed' };
    expect(checks).toEqual({ integrity: passed, mismatch: passed, expiry: passed, revocation: passed });
    expect(signature).toMatchObject({ jobArn, profileVersionArn });
    await client.send(new RevokeSignatureCommand({ jobId, reason: 'a test' }));
    const before = await rootIn(dataFolder);
    await sign(region);
    expect(await rootIn(dataFolder)).toEqual(before);
    expect(region.stderr).toBe('');
  }
  await using region = await openRegion({ dataFolder });
  const client = clientOf(region);
  expect(await client.send(new GetSigningProfileCommand({ profileName: 'mine' }))).toMatchObject({ profileVersionArn, status: 'Active' });
  expect(await client.send(new DescribeSigningJobCommand({ jobId }))).toMatchObject({ status: 'Succeeded', revocationRecord: { reason: 'a test' } });
  expect((await client.send(new ListSigningJobsCommand())).jobs).toHaveLength(2);
  const query = { signatureTimestamp: new Date(), platformId, profileVersionArn, jobArn, certificateHashes: ['ab'] };
  expect(await client.send(new GetRevocationStatusCommand(query))).toMatchObject({ revokedEntities: [jobArn] });
});

test('pages of a browser sign nothing', async () => {
  await using region = await openRegion();
  await clientOf(region).send(new PutSigningProfileCommand({ profileName: 'mine', platformId }));
  expect((await sign(region, { origin: 'https://example.com' })).status).toBe(403);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const options = { method: 'POST', headers: { host: 'example.com' } };
    const sent = request(`${region.endpoint}/signing-jobs/with-archive?profileName=mine`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject).end(zip);
  });
  expect(status).toBe(403);
  expect((await clientOf(region).send(new ListSigningJobsCommand())).jobs).toEqual([]);
});

test('a client that waits for leave to send its package is given it', async () => {
  await using region = await openRegion();
  await clientOf(region).send(new PutSigningProfileCommand({ profileName: 'mine', platformId }));
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const options = { method: 'POST', headers: { expect: '100-continue', 'content-length': zip.length } };
    const sent = request(`${region.endpoint}/signing-jobs/with-archive?profileName=mine`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('continue', () => sent.end(zip)).once('error', reject);
    sent.flushHeaders();
  });
  expect(status).toBe(200);
});
