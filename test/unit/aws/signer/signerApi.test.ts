import { beforeEach, describe, expect, test } from 'vitest';
import { createSignerApi } from '../../../../src/aws/signer/createSignerApi.ts';
import type { SignerApi } from '../../../../src/aws/signer/signerApi.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ownProfile } from '../metrics/profile.ts';
import { failureOf, signerWith, toAws, toLocal } from './signerFixture.ts';
import type { Behaviour, Operation } from './signingDouble.ts';

ownProfile();

const lambda = 'AWSLambda-SHA384-ECDSA';
const profileArn = 'arn:aws:signer:eu-west-1:123456789012:/signing-profiles/release';
const jobArn = 'arn:aws:signer:eu-west-1:123456789012:/signing-jobs/3e0b5d8c-58d3-4a6d-9a4c-5ad1e6f7a8b9';
const sent = {
  profileName: 'release',
  profileVersion: 'abcdefghij',
  arn: profileArn,
  profileVersionArn: `${profileArn}/abcdefghij`,
  status: 'Active',
  platformId: lambda,
  signatureValidityPeriod: { value: 135, type: 'MONTHS' },
};
const release = {
  name: 'release',
  version: 'abcdefghij',
  arn: profileArn,
  versionArn: `${profileArn}/abcdefghij`,
  status: 'Active',
  validity: { value: 135, unit: 'MONTHS' },
};

describe('profiles', () => {
  test('are read by all their pages, of Lambda’s platform and active', async () => {
    const { double, api } = await signerWith({
      ListSigningProfiles: (_call, count) =>
        count === 1
          ? { profiles: [sent, { ...sent, profileName: 'iot', platformId: 'AWSIoTDeviceManagement-SHA256-ECDSA' }], nextToken: 'more' }
          : { profiles: [{ ...sent, profileName: 'old', status: 'Canceled' }] },
    });
    expect(await api.profiles({ all: false })).toEqual([release]);
    expect(double.calls.map(({ target }) => target)).toEqual([
      `/signing-profiles?maxResults=25&platformId=${lambda}&statuses=Active`,
      `/signing-profiles?maxResults=25&nextToken=more&platformId=${lambda}&statuses=Active`,
    ]);
  });

  test('are read with those that sign no more', async () => {
    const { double, api } = await signerWith({ ListSigningProfiles: () => ({ profiles: [sent, { ...sent, status: 'Revoked' }] }) });
    expect(await api.profiles({ all: true })).toEqual([release, { ...release, status: 'Revoked' }]);
    expect(double.calls[0]?.target).toContain('includeCanceled=true');
    expect(double.calls[0]?.target).toContain('statuses=Active&statuses=Canceled&statuses=Revoked');
  });

  test.each<[string, Behaviour, unknown]>([
    ['there', { GetSigningProfile: () => sent }, release],
    ['not there', { GetSigningProfile: () => ({ status: 404, type: 'ResourceNotFoundException' }) }, undefined],
    ['of another platform', { GetSigningProfile: () => ({ ...sent, platformId: 'AmazonFreeRTOS-Default' }) }, undefined],
  ])('one that is %s', async (_what, behaviour, expected) => {
    const { api } = await signerWith(behaviour);
    expect(await api.profile('release')).toEqual(expected);
  });

  test('one that may not be read is told', async () => {
    const { api } = await signerWith({ GetSigningProfile: () => ({ status: 403, type: 'AccessDeniedException', message: 'No.' }) });
    const error = await failureOf(api.profile('release'));
    expect(error.code).toBe('accessDenied');
    expect(error.message).toBe('Profile dev may not signer:GetSigningProfile in eu-west-1: ask whoever manages the account for it. No.');
  });
});

describe('changes', () => {
  test.each<[string, (api: SignerApi) => Promise<unknown>, target: string, body: object]>([
    [
      'a profile is made',
      (api) => api.putProfile({ name: 'release', validity: { value: 12, unit: 'MONTHS' } }),
      '/signing-profiles/release',
      { platformId: lambda, signatureValidityPeriod: { value: 12, type: 'MONTHS' } },
    ],
    ['a profile is cancelled', (api) => api.cancelProfile('release'), '/signing-profiles/release', {}],
    [
      'a profile is revoked',
      (api) => api.revokeProfile({ name: 'release', version: 'abcdefghij', reason: 'leaked', effectiveTime: new Date(1_800_000_000_000) }),
      '/signing-profiles/release/revoke',
      { profileVersion: 'abcdefghij', reason: 'leaked', effectiveTime: 1_800_000_000 },
    ],
    ['a job is revoked', (api) => api.revokeJob('job-1', 'wrong code'), '/signing-jobs/job-1/revoke', { reason: 'wrong code' }],
  ])('%s', async (_what, call, target, body) => {
    const { double, api } = await signerWith({ PutSigningProfile: () => ({ arn: profileArn, profileVersion: 'klmnopqrst', profileVersionArn: `${profileArn}/klmnopqrst` }) });
    await call(api);
    expect(double.calls.map((one) => one.target)).toEqual([target]);
    expect(JSON.parse(double.calls[0]?.body.toString() || '{}')).toEqual(body);
  });

  test('a new version of a profile is told', async () => {
    const { api } = await signerWith({ PutSigningProfile: () => ({ arn: profileArn, profileVersion: 'klmnopqrst' }) });
    const made = await api.putProfile({ name: 'release', validity: { value: 1, unit: 'YEARS' } });
    expect(made).toEqual({ arn: profileArn, version: 'klmnopqrst', versionArn: `${profileArn}/klmnopqrst` });
  });

  test('what was throttled is sent again, and what may have been done is not', async () => {
    const { double, api } = await signerWith({
      PutSigningProfile: (_call, count) => (count <= 2 ? { status: 429, type: 'TooManyRequestsException' } : { status: 500, type: 'InternalServiceErrorException', message: 'Oh.' }),
    });
    const error = await failureOf(api.putProfile({ name: 'release', validity: { value: 1, unit: 'YEARS' } }));
    expect([error.code, error.message, double.calls.length]).toEqual(['service', 'Oh.', 3]);
  });
});

describe('jobs', () => {
  const listed = { jobId: 'a', status: 'Succeeded', profileName: 'release', profileVersion: 'abcdefghij', jobOwner: '123456789012', jobInvoker: '210987654321' };

  test('the newest first, at most so many, and whether they are revoked', async () => {
    const { double, api } = await signerWith({
      ListSigningJobs: (_call, count) =>
        count === 1
          ? { jobs: [{ ...listed, createdAt: 1_800_000_001 }, { ...listed, jobId: 'b', createdAt: 1_800_000_009, isRevoked: true }], nextToken: 'more' }
          : { jobs: [{ ...listed, jobId: 'c', createdAt: 1_800_000_000, status: 'InProgress' }, { ...listed, jobId: 'd' }], nextToken: 'still' },
    });
    const jobs = await api.jobs({ most: 3 });
    expect(jobs.map(({ id, revoked }) => [id, revoked !== undefined])).toEqual([['b', true], ['a', false], ['c', false]]);
    expect(jobs[0]).toMatchObject({ arn: 'arn:aws:signer:eu-west-1:123456789012:/signing-jobs/b', createdAt: new Date(1_800_000_009_000), requestedBy: '210987654321' });
    expect(double.calls.map(({ target }) => target)).toEqual([
      `/signing-jobs?maxResults=3&platformId=${lambda}`,
      `/signing-jobs?maxResults=1&nextToken=more&platformId=${lambda}`,
    ]);
  });

  test('one with why it failed, and by whom it was revoked', async () => {
    const { api } = await signerWith({
      DescribeSigningJob: () => ({
        ...listed,
        status: 'Failed',
        statusReason: 'Malformed.',
        completedAt: 1_800_000_005,
        signatureExpiresAt: 1_900_000_000,
        requestedBy: 'arn:aws:iam::123456789012:user/me',
        revocationRecord: { reason: 'wrong', revokedAt: 1_800_000_100, revokedBy: 'me' },
      }),
    });
    expect(await api.job('a')).toEqual({
      id: 'a',
      arn: 'arn:aws:signer:eu-west-1:123456789012:/signing-jobs/a',
      status: 'Failed',
      reason: 'Malformed.',
      profileName: 'release',
      profileVersion: 'abcdefghij',
      createdAt: undefined,
      completedAt: new Date(1_800_000_005_000),
      signatureExpiresAt: new Date(1_900_000_000_000),
      requestedBy: 'arn:aws:iam::123456789012:user/me',
      revoked: { reason: 'wrong', at: new Date(1_800_000_100_000) },
    });
  });
});

describe('revocations', () => {
  const query = {
    signingTime: '2026-11-21T12:00:00Z',
    platformId: lambda,
    profileVersionArn: `${profileArn}/abcdefghij`,
    jobArn,
    certificateHashes: ['aa11', 'bb22'],
  };

  test.each<[readonly string[], readonly string[]]>([
    [[], []],
    [[jobArn], ['job']],
    [[`${profileArn}/abcdefghij`], ['profile']],
    [[profileArn], ['profile']],
    [['bb22'], ['certificate']],
    [[`${profileArn}/abcdefghij`, jobArn, 'aa11'], ['job', 'profile', 'certificate']],
    [['arn:aws:signer:eu-west-1:123456789012:/signing-jobs/other'], []],
  ])('%j are %j', async (revokedEntities, expected) => {
    const { double, api } = await signerWith({ GetRevocationStatus: () => ({ revokedEntities }) });
    expect(await api.revocations(query)).toEqual(expected);
    const asked = new URLSearchParams(double.calls[0]?.target.split('?')[1]);
    expect([asked.getAll('certificateHashes'), asked.get('jobArn'), new Date(String(asked.get('signatureTimestamp'))).toISOString()]).toEqual([
      ['aa11', 'bb22'],
      jobArn,
      '2026-11-21T12:00:00.000Z',
    ]);
  });

  test('of the Local region are asked at its one address', async () => {
    const { double, api } = await signerWith({ GetRevocationStatus: () => ({ revokedEntities: [jobArn] }) }, toLocal);
    expect(await api.revocations(query)).toEqual(['job']);
    expect(double.calls[0]?.headers.host).toBe(new URL(double.endpoint).host);
  });
});

describe('failures', () => {
  beforeEach(() => {
    // The SDK has nothing else to try.
    expect(process.env['AWS_ACCESS_KEY_ID']).toBeUndefined();
  });

  test.each<[string, { status: number; type: string }, calls: number, code: string, message: string]>([
    ['throttled', { status: 429, type: 'TooManyRequestsException' }, 6, 'throttled', 'AWS Signer in eu-west-1 was asked too often in this account (ListSigningJobs). Try again in a moment.'],
    ['broken', { status: 500, type: 'InternalServiceErrorException' }, 6, 'service', 'As the service says.'],
    ['invalid', { status: 400, type: 'ValidationException' }, 1, 'invalid', 'As the service says.'],
    [
      'over a quota',
      { status: 402, type: 'ServiceLimitExceededException' },
      1,
      'invalid',
      'As the service says. Cancel signing profiles that nobody uses, or have AWS raise the quota of AWS Signer in eu-west-1.',
    ],
    ['expired', { status: 403, type: 'ExpiredTokenException' }, 1, 'credentialsExpired', 'The session credentials of profile dev have expired. Renew them where they came from, and try again.'],
  ])('%s', async (_what, fault, calls, code, message) => {
    const { double, api } = await signerWith({ ListSigningJobs: () => fault });
    const error = await failureOf(api.jobs({ most: 5 }));
    expect([error.code, error.message, double.calls.length]).toEqual([code, message, calls]);
    expect(error.details).toMatchObject({ operation: 'ListSigningJobs', region: 'eu-west-1', profile: 'dev' });
  });

  test.each([
    [toAws, 'AWS Signer in eu-west-1 cannot be reached (ECONNREFUSED). Look at the network connection, a proxy, and whether there is such a Region.'],
    [toLocal, 'The Local region at http://127.0.0.1:1 cannot be reached (ECONNREFUSED).'],
  ])('nobody there', async (connection, message) => {
    const api = createSignerApi(connection('http://127.0.0.1:1'), { random: () => 0 });
    const error = await failureOf(api.jobs({ most: 5 }));
    expect([error.code, error.message]).toEqual(['network', message]);
    api.dispose();
  });

  test('no credentials', async () => {
    const api = createSignerApi({ ...toAws('http://127.0.0.1:1'), profile: 'other' });
    const error = await failureOf(api.jobs({ most: 5 }));
    expect(error.code).toBe('noCredentials');
    expect(error.message).toContain('finds no profile other');
    api.dispose();
  });

  test.each<[Operation, (api: SignerApi, signal: AbortSignal) => Promise<unknown>]>([
    ['ListSigningJobs', (api, signal) => api.jobs({ most: 5, signal })],
    ['ListSigningProfiles', (api, signal) => api.profiles({ all: true, signal })],
    ['GetSigningProfile', (api, signal) => api.profile('release', { signal })],
  ])('%s is cancelled', async (operation, call) => {
    const { double, api } = await signerWith({ [operation]: () => 'none' });
    const stop = new AbortController();
    const ended = failureOf(call(api, stop.signal));
    await eventually(() => double.calls.length > 0 || undefined);
    stop.abort(new Error('any reason'));
    expect((await ended).code).toBe('cancelled');
  });

  test('nothing is loaded before the first call', () => {
    const load = () => Promise.reject(new Error('loaded'));
    createSignerApi(toAws('http://127.0.0.1:1'), { loadSigner: load, loadS3: load }).dispose();
  });
});
