import { randomBytes } from 'node:crypto';
import { truncate } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LeftBehind, StoredPackage } from '../../../../src/aws/signer/signerApi.ts';
import { eventually } from '../../../shared/eventually.ts';
import { hastyClock } from '../../../shared/hastyClock.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { ownProfile } from '../metrics/profile.ts';
import { failureOf, type SignerFixture, signerWith, toAws, toLocal } from './signerFixture.ts';
import type { Behaviour, Operation } from './signingDouble.ts';

ownProfile();

const content = randomBytes(2_000_000);

interface Storing extends SignerFixture {
  readonly file: string;
  readonly leftBehind: LeftBehind[];
  sign(signal?: AbortSignal): Promise<StoredPackage>;
  store(signal?: AbortSignal): Promise<StoredPackage>;
}

async function storing(behaviour: Behaviour = {}, connection = toAws): Promise<Storing> {
  const workspace = await temporaryWorkspace();
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  const file = await workspace.write('code.zip', content);
  const leftBehind: LeftBehind[] = [];
  const fixture = await signerWith(behaviour, connection, { clock: hastyClock() });
  const common = { storage: { bucket: 'packages', prefix: 'deploy' }, onLeftBehind: (object: LeftBehind) => void leftBehind.push(object) };
  const unaborted = new AbortController().signal;
  return {
    ...fixture,
    file,
    leftBehind,
    sign: (signal = unaborted) => fixture.api.signInBucket({ ...common, profileName: 'release', archive: file }, signal),
    store: (signal = unaborted) => fixture.api.store({ ...common, file }, signal),
  };
}

const keysOf = ({ double }: Storing): readonly string[] => double.objects.map(({ key }) => key);
const forbidden = { status: 403, type: 'AccessDenied', message: 'No.' };

describe('a package that AWS signs', () => {
  test('stays in the bucket until it is disposed of, and is not downloaded', async () => {
    const one = await storing();
    const stored = await one.sign();
    expect(stored.code).toEqual({ bucket: 'packages', key: 'deploy/token-1-signed-job-1.zip', version: 'v2' });
    expect(one.double.objects.find(({ version }) => version === 'v2')?.body.equals(Buffer.concat([Buffer.from('signed:'), content]))).toBe(true);
    expect(one.double.operations).not.toContain('GetObject');
    await stored[Symbol.asyncDispose]();
    expect([keysOf(one), one.leftBehind]).toEqual([[], []]);
  });

  test('that cannot be removed is told when it is disposed of', async () => {
    const one = await storing({ DeleteObject: () => forbidden });
    const stored = await one.sign();
    expect(one.leftBehind).toEqual([]);
    await stored[Symbol.asyncDispose]();
    expect(one.leftBehind.map(({ key }) => key)).toEqual(['deploy/token-1.zip', 'deploy/token-1-signed-job-1.zip']);
  });

  test('and that somebody has removed is told', async () => {
    const one = await storing({ HeadObject: () => ({ status: 404, type: 'NotFound' }) });
    expect((await failureOf(one.sign())).code).toBe('SIGNED_PACKAGE_GONE');
  });

  test.each<Operation>(['PutObject', 'DescribeSigningJob', 'HeadObject'])('and is cancelled at %s leaves nothing', async (operation) => {
    const stop = new AbortController();
    const one = await storing({ [operation]: (_call: unknown, count: number) => (count === 1 ? 'none' : undefined) });
    one.double.progress = ['Succeeded'];
    const ended = failureOf(one.sign(stop.signal));
    await eventually(() => one.double.operations.includes(operation) || undefined);
    stop.abort();
    expect((await ended).code).toBe('cancelled');
    expect([keysOf(one), one.leftBehind]).toEqual([[], []]);
  });
});

describe('a package that is signed already', () => {
  test.each<['Enabled' | 'Suspended' | undefined, version: string | undefined, removed: string]>([
    ['Enabled', 'v1', '?versionId=v1&x-id=DeleteObject'],
    ['Suspended', undefined, '?versionId=null&x-id=DeleteObject'],
    [undefined, undefined, '?x-id=DeleteObject'],
  ])('lies in a bucket whose versioning is %s until it is disposed of', async (versioning, version, removed) => {
    const one = await storing();
    one.double.versioning = versioning;
    const stored = await one.store();
    expect(stored.code).toEqual({ bucket: 'packages', key: 'deploy/token-1.zip', ...(version !== undefined && { version }) });
    expect(one.double.objects.map(({ body }) => body.equals(content))).toEqual([true]);
    await stored[Symbol.asyncDispose]();
    expect([keysOf(one), one.leftBehind]).toEqual([[], []]);
    expect(one.double.calls.at(-1)?.target).toBe(`/packages/deploy/token-1.zip${removed}`);
    expect(one.double.operations).not.toContain('StartSigningJob');
  });

  test.each<[string, Behaviour, code: string]>([
    ['no permission', { PutObject: () => forbidden }, 'accessDenied'],
    ['no such bucket', { PutObject: () => ({ status: 404, type: 'NoSuchBucket' }) }, 'notFound'],
    ['another Region', { PutObject: () => ({ status: 301, type: 'PermanentRedirect' }) }, 'invalid'],
  ])('%s', async (_what, behaviour, code) => {
    const one = await storing(behaviour);
    expect((await failureOf(one.store())).code).toBe(code);
    expect(keysOf(one)).toEqual([]);
  });

  test('and is cancelled leaves nothing', async () => {
    const stop = new AbortController();
    const one: Storing = await storing({
      PutObject: ({ target, body }) => {
        one.double.put(target.split('?')[0]?.replace('/packages/', '') ?? '', body);
        return 'none';
      },
    });
    const ended = failureOf(one.store(stop.signal));
    await eventually(() => keysOf(one).length > 0 || undefined);
    stop.abort();
    expect((await ended).code).toBe('cancelled');
    expect(keysOf(one)).toEqual([]);
  });

  test.each<[size: number, code: string]>([
    [0, 'PACKAGE_EMPTY'],
    [264_000_000, 'PACKAGE_TOO_LARGE'],
  ])('of %i bytes is not sent', async (size, code) => {
    const one = await storing();
    await truncate(one.file, size);
    expect((await failureOf(one.store())).code).toBe(code);
    expect(one.double.calls).toEqual([]);
  });
});

test('the Local region has no buckets', async () => {
  const one = await storing({}, toLocal);
  expect([(await failureOf(one.sign())).code, (await failureOf(one.store())).code]).toEqual(['NO_BUCKETS_HERE', 'NO_BUCKETS_HERE']);
  expect(one.double.calls).toEqual([]);
});
