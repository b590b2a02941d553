import { expect, test } from 'vitest';

import {
  isProfileName,
  isProfileVersion,
  parseSigningJobArn,
  parseSigningProfileArn,
  signingJobArn,
  signingProfileArn,
  signingProfileVersionArn,
} from '../../../../../src/lambda/signing/make/signingArns.ts';

const id = '7f3c1e1e-1234-4abc-8def-0123456789ab';

test.each([
  { partition: 'aws', region: 'us-east-1', account: '123456789012' },
  { partition: 'aws-cn', region: 'cn-north-1', account: '000000000000' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '123456789012' },
  { partition: 'aws-eusc', region: 'eusc-de-east-1', account: '123456789012' },
  { partition: 'aws-iso-b', region: 'us-isob-east-1', account: '123456789012' },
])('ARNs in $region are read as they are made', (identity) => {
  const profile = signingProfileArn(identity, 'my_profile');
  expect(profile).toBe(`arn:${identity.partition}:signer:${identity.region}:${identity.account}:/signing-profiles/my_profile`);
  expect(parseSigningProfileArn(profile)).toEqual({ ...identity, name: 'my_profile', version: undefined });
  const version = signingProfileVersionArn(identity, 'my_profile', 'abcDEF1234');
  expect(version).toBe(`${profile}/abcDEF1234`);
  expect(parseSigningProfileArn(version)).toEqual({ ...identity, name: 'my_profile', version: 'abcDEF1234' });
  const job = signingJobArn(identity, id);
  expect(job).toBe(`arn:${identity.partition}:signer:${identity.region}:${identity.account}:/signing-jobs/${id}`);
  expect(parseSigningJobArn(job)).toEqual({ ...identity, id });
});

test.each([
  '',
  'arn:aws:signer:us-east-1:123456789012:/signing-profiles/a',
  'arn:aws:signer:us-east-1:123456789012:/signing-profiles/a-b',
  'arn:aws:signer:us-east-1:123456789012:/signing-profiles/ab/short',
  'arn:aws:signer:us-east-1:123456789012:/signing-profiles/ab/abcDEF1234/x',
  'arn:aws:signer:us-east-1:12345:/signing-profiles/ab',
  'arn:other:signer:us-east-1:123456789012:/signing-profiles/ab',
  'arn:aws:lambda:us-east-1:123456789012:/signing-profiles/ab',
  ' arn:aws:signer:us-east-1:123456789012:/signing-profiles/ab',
  'arn:aws:signer:us-east-1:123456789012:/signing-profiles/ab\n',
])('%j is no signing profile', (arn) => {
  expect(parseSigningProfileArn(arn)).toBeUndefined();
});

test.each([`arn:aws:signer:us-east-1:123456789012:/signing-jobs/${id}x`, 'arn:aws:signer:us-east-1:123456789012:/signing-jobs/1'])(
  '%j is no signing job',
  (arn) => {
    expect(parseSigningJobArn(arn)).toBeUndefined();
  },
);

test('names and versions of profiles', () => {
  expect(['ab', 'A_1', 'x'.repeat(64)].map(isProfileName)).toEqual([true, true, true]);
  expect(['a', '', 'a-b', 'a b', 'ä1', 'x'.repeat(65), 'ab\n'].map(isProfileName)).toEqual(Array(7).fill(false));
  expect(['abcDEF1234', 'abcDEF123', 'abcDEF12345', 'abcDEF123_'].map(isProfileVersion)).toEqual([true, false, false, false]);
});
