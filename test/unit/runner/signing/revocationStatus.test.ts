import { expect, test } from 'vitest';

import { signingJobArn, signingProfileVersionArn } from '../../../../src/lambda/signing/make/signingArns.ts';
import { signingPlatformId } from '../../../../src/lambda/signing/verification.ts';
import { revokedEntities } from '../../../../src/runner/signing/revocationStatus.ts';

const id = '7f3c1e1e-1234-4abc-8def-0123456789ab';
const identity = { partition: 'aws', region: 'us-east-1', account: '123456789012' };
const effectiveFrom = Date.UTC(2026, 2, 4);

/** What is revoked where each job and each version of the profile `release` is. */
function revokedIn(here: typeof identity, jobArn: string, profileVersionArn: string, signedAt = effectiveFrom) {
  const revoked = { at: effectiveFrom, reason: 'lost' };
  const options = {
    identity: here,
    profiles: { revocationOf: (name: string) => (name === 'release' ? { ...revoked, effectiveFrom } : undefined) },
    jobs: {
      find: (found: string) =>
        found === id ? ({ id, profileName: 'release', profileVersion: 'abcDEF1234', createdAt: 0, status: 'Succeeded', revoked } as const) : undefined,
    },
  };
  const signingTime = new Date(signedAt).toISOString();
  return revokedEntities(options, { signingTime, platformId: signingPlatformId, profileVersionArn, jobArn, certificateHashes: [] });
}

const arnsOf = (of: typeof identity): readonly [string, string] => [signingJobArn(of, id), signingProfileVersionArn(of, 'release', 'abcDEF1234')];

test.each([
  identity,
  { ...identity, region: 'eusc-de-east-1' },
  { ...identity, region: 'us-isob-east-1', partition: 'aws-iso-b' },
  { ...identity, region: 'cn-north-1', partition: 'aws-cn' },
  { ...identity, region: 'here-1' },
])('what was revoked in $region is known there', (here) => {
  expect(revokedIn(here, ...arnsOf(here))).toEqual(['job', 'profile']);
});

test('what was signed before it took effect stays', () => {
  expect(revokedIn(identity, '', arnsOf(identity)[1], effectiveFrom - 1)).toEqual([]);
});

test.each<[string, readonly [string, string]]>([
  ['another Region', arnsOf({ ...identity, region: 'us-east-2' })],
  ['another account', arnsOf({ ...identity, account: '210987654321' })],
  ['another job, another profile', [signingJobArn(identity, 'x'), signingProfileVersionArn(identity, 'other', 'abcDEF1234')]],
  ['more than an ARN', [`${arnsOf(identity)[0]}/x`, `${arnsOf(identity)[1]}/x`]],
  ['a profile without its version', ['', arnsOf(identity)[1].replace('/abcDEF1234', '')]],
  ['nothing', ['', '']],
])('nothing is known of %s', (_, arns) => {
  expect(revokedIn(identity, ...arns)).toEqual([]);
});
