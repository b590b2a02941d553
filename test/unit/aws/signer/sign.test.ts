import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LeftBehind, SigningStep, SignRequest } from '../../../../src/aws/signer/signerApi.ts';
import type { CodedError } from '../../../../src/common/codedError.ts';
import { eventually } from '../../../shared/eventually.ts';
import { hastyClock } from '../../../shared/hastyClock.ts';
import { canMount, smallDisk } from '../../../shared/smallDisk.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { ownProfile } from '../metrics/profile.ts';
import { failureOf, type SignerFixture, signerWith, toAws, toLocal } from './signerFixture.ts';
import type { Behaviour, Operation } from './signingDouble.ts';

ownProfile();

/** More than goes in one piece, or into the buffers of a socket. */
const content = randomBytes(5_000_000);

interface Signing extends SignerFixture {
  readonly folder: string;
  readonly archive: string;
  readonly signed: string;
  readonly steps: SigningStep[];
  readonly leftBehind: LeftBehind[];
  run(more?: Partial<SignRequest>, signal?: AbortSignal): Promise<unknown>;
}

async function signing(behaviour: Behaviour = {}, connection = toAws): Promise<Signing> {
  const workspace = await temporaryWorkspace();
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  const archive = await workspace.write('code.zip', content);
  const signed = workspace.path('code-signed.zip');
  const steps: SigningStep[] = [];
  const leftBehind: LeftBehind[] = [];
  const fixture = await signerWith(behaviour, connection, { clock: hastyClock() });
  const storage = { bucket: 'packages', prefix: '/signing/' };
  const request: SignRequest = {
    profileName: 'release',
    archive,
    signed,
    storage,
    onProgress: (step) => void steps.push(step),
    onLeftBehind: (object) => void leftBehind.push(object),
  };
  return {
    ...fixture,
    folder: workspace.folder,
    archive,
    signed,
    steps,
    leftBehind,
    run: (more = {}, signal = new AbortController().signal) => fixture.api.sign({ ...request, ...more }, signal),
  };
}

/** Neither a part of the signed package, nor anything in the bucket. */
async function expectNothingLeft({ folder, double }: Signing): Promise<void> {
  expect(await readdir(folder)).toEqual(['code.zip']);
  expect(double.objects).toEqual([]);
}

const signedContent = Buffer.concat([Buffer.from('signed:'), content]);

describe('by AWS', () => {
  test('a package goes through the bucket, which is empty again', async () => {
    const one = await signing();
    expect(await one.run()).toMatchObject({ id: 'job-1', status: 'Succeeded', profileName: 'release', completedAt: new Date(1_800_000_005_000) });
    expect((await readFile(one.signed)).equals(signedContent)).toBe(true);
    expect(one.steps).toEqual(['uploading', 'signing', 'downloading']);
    expect([one.double.objects, one.leftBehind]).toEqual([[], []]);
    expect(await readdir(one.folder)).toEqual(['code-signed.zip', 'code.zip']);
    expect(one.double.operations).toEqual([
      'GetBucketVersioning', 'PutObject', 'StartSigningJob', 'DescribeSigningJob', 'DescribeSigningJob', 'GetObject', 'DeleteObject', 'DeleteObject',
    ]);
    const start = one.double.calls.find(({ operation }) => operation === 'StartSigningJob');
    expect(JSON.parse(String(start?.body))).toEqual({
      profileName: 'release',
      clientRequestToken: 'token-1',
      source: { s3: { bucketName: 'packages', key: 'signing/token-1.zip', version: 'v1' } },
      destination: { s3: { bucketName: 'packages', prefix: 'signing/token-1-signed-' } },
    });
    expect(one.double.calls.filter(({ operation }) => operation === 'DeleteObject').map(({ target }) => target)).toEqual([
      '/packages/signing/token-1.zip?versionId=v1&x-id=DeleteObject',
      '/packages/signing/token-1-signed-job-1.zip?versionId=v2&x-id=DeleteObject',
    ]);
  });

  test('who may not ask whether the bucket keeps versions learns it from the upload', async () => {
    const behaviour: Behaviour = { GetBucketVersioning: () => ({ status: 403, type: 'AccessDenied' }) };
    const allowed = await signing(behaviour);
    await allowed.run();
    const refused = await signing(behaviour);
    refused.double.versioning = undefined;
    expect((await failureOf(refused.run())).code).toBe('BUCKET_NOT_VERSIONED');
    await expectNothingLeft(refused);
  });

  test.each<[string, Behaviour, code: string, message: RegExp]>([
    ['no such bucket', { GetBucketVersioning: () => ({ status: 404, type: 'NoSuchBucket' }) }, 'notFound', /Choose another bucket, or make this one: it must be in eu-west-1, and keep versions/],
    ['a bucket of another Region', { GetBucketVersioning: () => ({ status: 301, type: 'PermanentRedirect' }) }, 'invalid', /choose one in eu-west-1\.$/],
    ['no permission to upload', { PutObject: () => ({ status: 403, type: 'AccessDenied' }) }, 'accessDenied', /^Profile dev may not s3:PutObject in eu-west-1/],
    ['credentials that end on the way', { DescribeSigningJob: () => ({ status: 403, type: 'ExpiredTokenException' }) }, 'credentialsExpired', /have expired/],
    ['a profile that is not there', { StartSigningJob: () => ({ status: 404, type: 'ResourceNotFoundException', message: 'No profile.' }) }, 'notFound', /^No profile\.$/],
    ['the network is lost at the upload', { PutObject: () => 'hang up' }, 'network', /^Amazon S3 in eu-west-1 cannot be reached/],
    ['the network is lost while it is signed', { DescribeSigningJob: () => 'hang up' }, 'network', /^AWS Signer in eu-west-1 cannot be reached/],
    ['the network is lost at the download', { GetObject: () => 'half' }, 'network', /^Amazon S3 in eu-west-1 cannot be reached/],
    ['the signed package is gone', { GetObject: () => ({ status: 404, type: 'NoSuchKey' }) }, 'notFound', /sign or deploy again\.$/],
  ])('%s', async (_what, behaviour, code, message) => {
    const one = await signing(behaviour);
    const error = await failureOf(one.run());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    await expectNothingLeft(one);
  });

  test.each(['Suspended', undefined] as const)('a bucket whose versioning is %s', async (versioning) => {
    const one = await signing();
    one.double.versioning = versioning;
    const error = await failureOf(one.run());
    expect(error.code).toBe('BUCKET_NOT_VERSIONED');
    expect(error.message).toContain('aws s3api put-bucket-versioning --bucket packages --versioning-configuration Status=Enabled');
    expect(one.double.operations).toEqual(['GetBucketVersioning']);
  });

  test('a job that fails tells why', async () => {
    const one = await signing();
    one.double.progress = ['InProgress', 'Failed'];
    const error = await failureOf(one.run());
    expect([error.code, error.details['jobId']]).toEqual(['SIGNING_FAILED', 'job-1']);
    expect(error.message).toContain('The code is signed already.');
    expect(one.leftBehind).toEqual([]);
    await expectNothingLeft(one);
  });

  test('a job that does not end is left alone after a while, and told', async () => {
    const one = await signing();
    one.double.progress = ['InProgress'];
    expect((await failureOf(one.run())).code).toBe('SIGNING_TIMED_OUT');
    expect(one.leftBehind).toEqual([
      { bucket: 'packages', key: 'signing/token-1-signed-*', reason: 'The signing job job-1 goes on, and may still write there.' },
    ]);
    await expectNothingLeft(one);
  });

  test('what a job has written before the network came back is removed', async () => {
    // The last question is the one that cleans up.
    const one = await signing({ DescribeSigningJob: (_call, count) => (count <= 6 ? 'hang up' : undefined) });
    one.double.progress = ['Succeeded'];
    expect((await failureOf(one.run())).code).toBe('network');
    await expectNothingLeft(one);
  });

  test('an upload whose answer is lost is done again, and both versions go', async () => {
    const one: Signing = await signing({
      PutObject: ({ target, body }, count) => {
        if (count > 1) return undefined;
        one.double.put(target.split('?')[0]?.replace('/packages/', '') ?? '', body);
        return 'hang up';
      },
    });
    await one.run();
    expect((await readFile(one.signed)).equals(signedContent)).toBe(true);
    expect(one.double.objects).toEqual([]);
  });

  test('a download that breaks off is begun anew', async () => {
    const one = await signing({ GetObject: (_call, count) => (count === 1 ? 'half' : undefined) });
    await one.run();
    expect((await readFile(one.signed)).equals(signedContent)).toBe(true);
    expect(await readdir(one.folder)).toEqual(['code-signed.zip', 'code.zip']);
  });

  test('what cannot be removed is told, and the package is there', async () => {
    const one = await signing({ DeleteObject: () => ({ status: 403, type: 'AccessDenied', message: 'No.' }) });
    await one.run();
    const reason = 'Profile dev may not s3:DeleteObjectVersion in eu-west-1: ask whoever manages the account for it. No.';
    expect(one.leftBehind).toEqual([
      { bucket: 'packages', key: 'signing/token-1.zip', reason },
      { bucket: 'packages', key: 'signing/token-1-signed-job-1.zip', reason },
    ]);
    expect((await readFile(one.signed)).length).toBe(signedContent.length);
  });

  test('an archive that shrinks while it is sent', async () => {
    const one: Signing = await signing({
      GetBucketVersioning: () => {
        truncateSync(one.archive, 1_000_000);
        return undefined;
      },
    });
    const error = await failureOf(one.run());
    expect([error.code, error.message]).toEqual(['ARCHIVE_UNREADABLE', expect.stringContaining('it was changed while it was read')]);
    await expectNothingLeft(one);
  });

  test.each<[Operation, leftBehind: number]>([
    ['GetBucketVersioning', 0],
    ['PutObject', 0],
    ['StartSigningJob', 1],
    ['DescribeSigningJob', 0],
    ['GetObject', 0],
  ])('cancelled while %s runs', async (operation, leftBehind) => {
    const stop = new AbortController();
    const one = await signing({ [operation]: (_call: unknown, count: number) => (count === 1 ? 'none' : undefined) });
    one.double.progress = ['Succeeded'];
    const ended = failureOf(one.run({}, stop.signal));
    await eventually(() => one.double.operations.includes(operation) || undefined);
    stop.abort();
    expect((await ended).code).toBe('cancelled');
    expect(one.leftBehind).toHaveLength(leftBehind);
    await expectNothingLeft(one);
  });

  test('cancelled in the middle of the download', async () => {
    const stop = new AbortController();
    const one = await signing({ GetObject: () => 'stall' });
    const ended = failureOf(one.run({}, stop.signal));
    await eventually(async () => (await readdir(one.folder)).length > 1 || undefined);
    stop.abort();
    expect((await ended).code).toBe('cancelled');
    await expectNothingLeft(one);
  });

  test('cancelled before it begins', async () => {
    const one = await signing();
    expect((await failureOf(one.run({}, AbortSignal.abort()))).code).toBe('cancelled');
    expect(one.double.calls).toEqual([]);
  });

  test('cancelled between two questions', async () => {
    const stop = new AbortController();
    const one = await signing({
      DescribeSigningJob: (_call, count) => {
        if (count === 3) stop.abort();
        return undefined;
      },
    });
    one.double.progress = ['InProgress'];
    expect((await failureOf(one.run({}, stop.signal))).code).toBe('cancelled');
    expect(one.leftBehind).toHaveLength(1);
    await expectNothingLeft(one);
  });
});

describe('a job that goes on after it was cancelled', () => {
  test('has what it writes removed once it has ended', async () => {
    const stop = new AbortController();
    const one = await signing({
      DescribeSigningJob: (_call, count) => {
        if (count === 2) stop.abort();
        return undefined;
      },
    });
    one.double.progress = ['InProgress', 'InProgress', 'InProgress', 'InProgress', 'Succeeded'];
    expect((await failureOf(one.run({}, stop.signal))).code).toBe('cancelled');
    expect(one.leftBehind).toEqual([]);
    await expectNothingLeft(one);
  });

  test('is known although it was cancelled while it was started', async () => {
    const stop = new AbortController();
    const behaviour: Behaviour = {
      StartSigningJob: () => {
        stop.abort();
        return undefined;
      },
    };
    const { double, api } = await signerWith(behaviour);
    await using workspace = await temporaryWorkspace();
    const archive = await workspace.write('code.zip', 'zipped');
    const leftBehind: LeftBehind[] = [];
    const request = { profileName: 'release', archive, storage: { bucket: 'packages', prefix: '' }, onLeftBehind: (object: LeftBehind) => void leftBehind.push(object) };
    double.progress = ['Succeeded'];
    expect((await failureOf(api.signInBucket(request, stop.signal))).code).toBe('cancelled');
    expect([leftBehind, double.objects]).toEqual([[], []]);
    expect(double.operations).toContain('DescribeSigningJob');
  });
});

describe('by the Local region', () => {
  const answered: Behaviour = { DescribeSigningJob: () => ({ jobId: 'job-1', status: 'Succeeded', profileName: 'release' }) };

  test('a package goes there and back', async () => {
    const one = await signing(answered, toLocal);
    expect(await one.run()).toMatchObject({ id: 'job-1', status: 'Succeeded' });
    expect((await readFile(one.signed)).equals(signedContent)).toBe(true);
    expect(one.double.calls.map(({ target }) => target)).toEqual(['/signing-jobs/with-archive?profileName=release', '/signing-jobs/job-1']);
    expect(one.double.calls[0]?.headers).toMatchObject({ 'content-type': 'application/zip', 'content-length': String(content.length) });
    expect(one.steps).toEqual(['uploading', 'signing', 'downloading']);
  });

  test.each<[string, Behaviour, code: string, message: string]>([
    ['no such profile', { SignArchive: () => ({ status: 404, type: 'ResourceNotFoundException', message: 'There is none.' }) }, 'notFound', 'There is none.'],
    ['refused', { SignArchive: () => ({ status: 400, type: 'ValidationException', message: 'Not so.' }) }, 'invalid', 'Not so.'],
    ['broken', { SignArchive: () => ({ status: 500, type: 'InternalServiceErrorException', message: 'Its log tells why.' }) }, 'service', 'Its log tells why.'],
    ['a lost answer', { SignArchive: () => 'half' }, 'network', 'cannot be reached (ECONNRESET).'],
    ['a lost connection', { SignArchive: () => 'hang up' }, 'network', 'cannot be reached (ECONNRESET).'],
  ])('%s', async (_what, behaviour, code, message) => {
    const one = await signing(behaviour, toLocal);
    const error = await failureOf(one.run());
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
    await expectNothingLeft(one);
  });

  test('a job that cannot be read leaves no file', async () => {
    const one = await signing({ DescribeSigningJob: () => ({ status: 404, type: 'ResourceNotFoundException' }) }, toLocal);
    expect((await failureOf(one.run())).code).toBe('notFound');
    await expectNothingLeft(one);
  });

  test('nobody there', async () => {
    const one = await signing({}, () => toLocal('http://127.0.0.1:1'));
    const error = await failureOf(one.run());
    expect([error.code, error.message]).toEqual(['network', 'The Local region at http://127.0.0.1:1 cannot be reached (ECONNREFUSED).']);
  });

  test('cancelled in the middle of the download', async () => {
    const stop = new AbortController();
    const one = await signing({ SignArchive: () => 'stall' }, toLocal);
    const ended = failureOf(one.run({}, stop.signal));
    await eventually(async () => (await readdir(one.folder)).length > 1 || undefined);
    stop.abort();
    expect((await ended).code).toBe('cancelled');
    await expectNothingLeft(one);
  });

  test('cancelled while it signs', async () => {
    const stop = new AbortController();
    const one = await signing({ SignArchive: () => 'none' }, toLocal);
    const ended = failureOf(one.run({}, stop.signal));
    await eventually(() => one.double.calls.length > 0 || undefined);
    stop.abort();
    expect((await ended).code).toBe('cancelled');
    await expectNothingLeft(one);
  });
});

describe.each([
  ['AWS', toAws],
  ['the Local region', toLocal],
])('nothing is asked of %s for', (_where, connection) => {
  test.each<[string, (one: Signing) => Promise<Partial<SignRequest>>, code: string]>([
    ['an archive that is not there', async ({ folder }) => ({ archive: join(folder, 'none.zip') }), 'ARCHIVE_UNREADABLE'],
    ['a folder', async ({ folder }) => ({ archive: folder }), 'ARCHIVE_UNREADABLE'],
    ['an empty archive', async ({ archive }) => (truncateSync(archive, 0), {}), 'PACKAGE_EMPTY'],
    ['an archive that is too large', async ({ archive }) => (truncateSync(archive, 262_144_001), {}), 'PACKAGE_TOO_LARGE'],
    ['the archive itself as the signed one', async ({ archive }) => ({ signed: archive }), 'SAME_FILE'],
    ['a folder that is not there', async ({ folder }) => ({ signed: join(folder, 'none', 'x.zip') }), 'FILE_UNWRITABLE'],
  ])('%s', async (_what, change, code) => {
    const one = await signing({}, connection);
    expect((await failureOf(one.run(await change(one)))).code).toBe(code);
    expect(one.double.calls).toEqual([]);
  });
});

test('AWS is asked for nothing without a bucket', async () => {
  const one = await signing();
  const error: CodedError = await failureOf(one.api.sign({ profileName: 'p', archive: one.archive, signed: one.signed }, new AbortController().signal));
  expect([error.code, one.double.calls]).toEqual(['SIGNING_STORAGE_MISSING', []]);
});

const mounts = await canMount();
test.runIf(mounts).each([
  ['AWS', toAws],
  ['the Local region', toLocal],
])('a full disk, with a package of %s', async (_where, connection) => {
  await using disk = await smallDisk(1);
  const one = await signing({}, connection);
  const signed = join(disk.folder, 'signed.zip');
  const error = await failureOf(one.run({ signed }));
  expect([error.code, error.message]).toEqual(['DISK_FULL', `There is no space left to write ${signed}: make room, and try again.`]);
  expect(await readdir(disk.folder)).toEqual([]);
  await expectNothingLeft(one);
});

test('a name that is taken by a folder', async () => {
  const one = await signing();
  await mkdir(one.signed);
  expect((await failureOf(one.run())).code).toBe('FILE_UNWRITABLE');
  expect(await readdir(one.folder)).toEqual(['code-signed.zip', 'code.zip']);
  expect(one.double.objects).toEqual([]);
});
