import {
  CancelSigningProfileCommand,
  GetSigningPlatformCommand,
  GetSigningProfileCommand,
  ListSigningPlatformsCommand,
  ListSigningProfilesCommand,
  PutSigningProfileCommand,
  RevokeSigningProfileCommand,
} from '@aws-sdk/client-signer';
import { describe, expect, test } from 'vitest';

import { openSigningRegion, platformId, prefix, type SigningRegion, start } from './signingRegion.ts';

const put = ({ client }: SigningRegion, profileName: string, more: object = {}) => client.send(new PutSigningProfileCommand({ profileName, platformId, ...more }));
const get = ({ client }: SigningRegion, profileName: string) => client.send(new GetSigningProfileCommand({ profileName }));
const names = async ({ client }: SigningRegion, input: object = {}) => {
  const { profiles = [] } = await client.send(new ListSigningProfilesCommand(input));
  return profiles.map(({ profileName }) => profileName);
};

test('a profile is what was put, for 135 months where nothing else is said', async () => {
  const region = await openSigningRegion();
  const made = await put(region, 'my_profile', { tags: { team: 'a' }, signingParameters: { p: '1' } });
  expect(made.profileVersion).toMatch(/^[a-zA-Z0-9]{10}$/);
  expect(made).toMatchObject({
    arn: `${prefix}/signing-profiles/my_profile`,
    profileVersionArn: `${prefix}/signing-profiles/my_profile/${made.profileVersion}`,
  });
  expect(await get(region, 'my_profile')).toMatchObject({
    profileName: 'my_profile',
    profileVersion: made.profileVersion,
    profileVersionArn: made.profileVersionArn,
    arn: made.arn,
    platformId,
    platformDisplayName: 'AWS Lambda',
    signatureValidityPeriod: { value: 135, type: 'MONTHS' },
    signingParameters: { p: '1' },
    status: 'Active',
    tags: { team: 'a' },
  });
});

test('a profile that is put again has a new version', async () => {
  const region = await openSigningRegion();
  const first = await put(region, 'one');
  const second = await put(region, 'one', { signatureValidityPeriod: { value: 3, type: 'DAYS' } });
  expect(second.profileVersion).not.toBe(first.profileVersion);
  expect(await get(region, 'one')).toMatchObject({ profileVersion: second.profileVersion, signatureValidityPeriod: { value: 3, type: 'DAYS' } });
});

test('a profile that was canceled is kept, and its name is used up', async () => {
  const region = await openSigningRegion();
  const { client } = region;
  await put(region, 'gone');
  await client.send(new CancelSigningProfileCommand({ profileName: 'gone' }));
  await client.send(new CancelSigningProfileCommand({ profileName: 'gone' }));
  expect(await get(region, 'gone')).toMatchObject({ status: 'Canceled' });
  await expect(put(region, 'gone')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a version is revoked at a time of the past, which can be set earlier only', async () => {
  const region = await openSigningRegion();
  const { client, clock } = region;
  const { profileVersion = '' } = await put(region, 'mine');
  const revoke = (effective: number, version = profileVersion) =>
    client.send(new RevokeSigningProfileCommand({ profileName: 'mine', profileVersion: version, reason: 'lost', effectiveTime: new Date(effective) }));
  await expect(revoke(start + 1000)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(revoke(start, 'aaaaaaaaaa')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await revoke(start - 5000);
  clock.advance(1000);
  await expect(revoke(start - 4000)).rejects.toMatchObject({ name: 'ValidationException' });
  await revoke(start - 6000);
  expect(await get(region, 'mine')).toMatchObject({
    status: 'Revoked',
    statusReason: 'lost',
    revocationRecord: { revocationEffectiveFrom: new Date(start - 6000), revokedAt: new Date(start + 1000), revokedBy: '123456789012' },
  });
  await expect(put(region, 'mine')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('profiles are listed by name, a page at a time, those that are active unless more is asked for', async () => {
  const region = await openSigningRegion();
  const { client } = region;
  for (const name of ['cc', 'aa', 'bb', 'dd']) await put(region, name);
  await client.send(new CancelSigningProfileCommand({ profileName: 'bb' }));
  const { profileVersion = '' } = await get(region, 'dd');
  await client.send(new RevokeSigningProfileCommand({ profileName: 'dd', profileVersion, reason: 'x', effectiveTime: new Date(start) }));
  expect(await names(region)).toEqual(['aa', 'cc']);
  expect(await names(region, { includeCanceled: true })).toEqual(['aa', 'bb', 'cc']);
  expect(await names(region, { statuses: ['Revoked', 'Canceled'] })).toEqual(['bb', 'dd']);
  expect(await names(region, { platformId: 'AmazonFreeRTOS-Default' })).toEqual([]);
  const first = await client.send(new ListSigningProfilesCommand({ maxResults: 1 }));
  expect(first.profiles).toMatchObject([{ profileName: 'aa', status: 'Active' }]);
  const { nextToken } = first;
  expect(await names(region, { maxResults: 1, nextToken })).toEqual(['cc']);
  expect((await client.send(new ListSigningProfilesCommand({ nextToken }))).nextToken).toBeUndefined();
  await expect(names(region, { nextToken: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('what was put is there after a start', async () => {
  const before = await openSigningRegion();
  const { profileVersion } = await put(before, 'kept');
  await before.stop();
  const after = await openSigningRegion({ folder: before.folder });
  expect(await get(after, 'kept')).toMatchObject({ profileVersion, status: 'Active' });
});

describe('what is refused', () => {
  test.each<[string, object, string]>([
    ['a', {}, "2 validation errors detected: Value 'a' at 'profileName' failed to satisfy constraint: Member must have length greater than or equal to 2"],
    ['x'.repeat(65), {}, 'Member must have length less than or equal to 64'],
    ['a-b', {}, 'Member must satisfy regular expression pattern: ^[a-zA-Z0-9_]{2,}'],
    ['ab', { platformId: 'AmazonFreeRTOS-Default' }, 'signs for AWSLambda-SHA384-ECDSA only'],
    ['ab', { signatureValidityPeriod: { value: 136, type: 'MONTHS' } }, 'at most 135 months'],
    ['ab', { signatureValidityPeriod: { value: 12, type: 'YEARS' } }, 'at most 135 months'],
    ['ab', { signatureValidityPeriod: { value: 0, type: 'DAYS' } }, 'at least one day'],
    ['ab', { signatureValidityPeriod: { value: 2_000_000_000, type: 'DAYS' } }, 'at most 135 months'],
    ['ab', { signatureValidityPeriod: { value: 1, type: 'WEEKS' } }, "Value 'WEEKS' at 'signatureValidityPeriod.type' failed to satisfy constraint: Member must satisfy enum value set:"],
    ['ab', { signatureValidityPeriod: { value: 1 } }, 'at least one day'],
    ['ab', { tags: { 'aws:x': '1' } }, 'Map keys must satisfy constraint'],
  ])('%s %j', async (name, more, message) => {
    const region = await openSigningRegion();
    const error = await put(region, name, more).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
  });

  test.each<[string, (region: SigningRegion) => Promise<unknown>]>([
    ['GetSigningProfile', (region) => get(region, 'none')],
    ['CancelSigningProfile', ({ client }) => client.send(new CancelSigningProfileCommand({ profileName: 'none' }))],
    [
      'RevokeSigningProfile',
      ({ client }) =>
        client.send(new RevokeSigningProfileCommand({ profileName: 'none', profileVersion: 'abcDEF1234', reason: 'x', effectiveTime: new Date(start) })),
    ],
  ])('%s of a profile that is not there', async (_, call) => {
    await expect(call(await openSigningRegion())).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'The signing profile none does not exist.' });
  });

  test('a profile of another account', async () => {
    const region = await openSigningRegion();
    await put(region, 'ab');
    const theirs = region.client.send(new GetSigningProfileCommand({ profileName: 'ab', profileOwner: '999999999999' }));
    await expect(theirs).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test('there is one platform', async () => {
  const { client } = await openSigningRegion();
  const expected = { platformId, displayName: 'AWS Lambda', maxSizeInMB: 250, revocationSupported: true };
  expect(await client.send(new ListSigningPlatformsCommand())).toMatchObject({ platforms: [expected] });
  expect((await client.send(new ListSigningPlatformsCommand({ target: 'SHA256-ECDSA' }))).platforms).toEqual([]);
  expect(await client.send(new GetSigningPlatformCommand({ platformId }))).toMatchObject(expected);
  const other = client.send(new GetSigningPlatformCommand({ platformId: 'AmazonFreeRTOS-Default' }));
  await expect(other).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
