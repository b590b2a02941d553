import { describe, expect, it } from 'vitest';
import { signedByOf, type StatedPolicy, statedVerdict, trustedByLambda } from '../../../../src/extension/codeSigning/reading/stated.ts';
import type { DeploymentVerdict } from '../../../../src/lambda/signing/enforcement.ts';
import { jobArn, profileVersion, unsigned, verified } from './signingFixtures.ts';

const release = profileVersion('release');
const signed = { profileVersionArn: release, jobArn: jobArn(1) };
const now = Date.parse('2026-01-01T00:00:00Z');
const enforce: StatedPolicy = { policy: 'Enforce', allowed: [release], now };
const untrusted = verified({ mismatch: { verdict: 'failed', reason: 'untrustedChain' }, expiry: { verdict: 'notChecked' }, revocation: { verdict: 'notChecked' } });

describe('what a deployment would do, as far as Lambda and Signer say', () => {
  it.each<readonly [string, Parameters<typeof statedVerdict>[0][number], Partial<StatedPolicy>, DeploymentVerdict]>([
    ['takes what is signed by an allowed profile', { stated: signed, job: undefined }, {}, { allowed: true, failed: [] }],
    ['blocks the unsigned', { stated: {}, job: undefined }, {}, { allowed: false, failed: ['mismatch'] }],
    ['counts the unsigned under Warn', { stated: {}, job: undefined }, { policy: 'Warn' }, { allowed: true, failed: ['mismatch'] }],
    ['takes anything without a configuration', { stated: {}, job: undefined }, { policy: undefined }, { allowed: true, failed: [] }],
    ['blocks other publishers', { stated: { ...signed, profileVersionArn: profileVersion('other') }, job: undefined }, {}, { allowed: false, failed: ['mismatch'] }],
    ['blocks the expired', { stated: signed, job: { expires: now - 1, revoked: false } }, {}, { allowed: false, failed: ['expiry'] }],
    ['takes what expires now', { stated: signed, job: { expires: now, revoked: false } }, {}, { allowed: true, failed: [] }],
    ['blocks the revoked', { stated: signed, job: { expires: undefined, revoked: true } }, {}, { allowed: false, failed: ['revocation'] }],
  ])('%s', (_what, part, policy, verdict) => {
    expect(statedVerdict([part], { ...enforce, ...policy })).toEqual(verdict);
  });

  it('asks the same of layers', () => {
    expect(statedVerdict([{ stated: signed, job: undefined }, { stated: {}, job: undefined }], enforce)).toEqual({ allowed: false, failed: ['mismatch'] });
  });
});

describe('a chain that is not known here', () => {
  const policy = { allowed: [release], now };

  it('is Lambda’s to judge, where it says that this job has signed the package', () => {
    const { checks } = trustedByLambda(untrusted, signed, policy) ?? {};
    expect(checks).toEqual({ integrity: { verdict: 'passed' }, mismatch: { verdict: 'notChecked' }, expiry: { verdict: 'passed' }, revocation: { verdict: 'notChecked' } });
  });

  it('does not hide that the publisher is not allowed, nor that the signature has expired', () => {
    const late = { allowed: [profileVersion('other')], now: Date.parse('2031-01-01T00:00:00Z') };
    const { checks } = trustedByLambda(untrusted, signed, late) ?? {};
    expect(checks?.mismatch).toEqual({ verdict: 'failed', reason: 'profileNotAllowed' });
    expect(checks?.expiry).toEqual({ verdict: 'failed', reason: 'signatureExpired' });
  });

  it.each([
    ['Lambda says nothing', untrusted, {}],
    ['Lambda names another job', untrusted, { ...signed, jobArn: jobArn(2) }],
    ['the content has changed', verified({ integrity: { verdict: 'failed', reason: 'contentChanged' }, mismatch: { verdict: 'failed', reason: 'untrustedChain' } }), signed],
    ['all has passed', verified(), signed],
    ['there is no signature', unsigned, signed],
  ])('is left as it was found where %s', (_what, verification, stated) => {
    expect(trustedByLambda(verification, stated, policy)).toBeUndefined();
  });
});

it('reads what Lambda says', () => {
  expect(signedByOf({})).toEqual({});
  expect(signedByOf({ SigningJobArn: 'j', SigningProfileVersionArn: 'p' })).toEqual({ jobArn: 'j', profileVersionArn: 'p' });
});
