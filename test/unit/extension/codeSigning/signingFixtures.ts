import type { PackageVerification } from '../../../../src/lambda/signing/verification.ts';

export const account = '123456789012';
export const profileVersion = (name: string, version = 'AbCdEfGh12') => `arn:aws:signer:eu-west-1:${account}:/signing-profiles/${name}/${version}`;
export const jobId = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;
export const jobArn = (digit: number) => `arn:aws:signer:eu-west-1:${account}:/signing-jobs/${jobId(digit)}`;
export const configArn = `arn:aws:lambda:eu-west-1:${account}:code-signing-config:csc-0123456789abcdef0`;

const passed = { verdict: 'passed' } as const;
const notChecked = { verdict: 'notChecked' } as const;

/** A package of that profile and job, of which all checks have passed but those that are given. */
export function verified(checks: Partial<PackageVerification['checks']> = {}, expiry = '2030-01-01T00:00:00.000Z'): PackageVerification {
  return {
    checks: { integrity: passed, mismatch: passed, expiry: passed, revocation: passed, ...checks },
    signature: {
      jobArn: jobArn(1),
      profileVersionArn: profileVersion('release'),
      signingTime: '2023-01-01T00:00:00.000Z',
      expiry,
      chain: [],
      digest: { signed: 'ab', found: 'ab' },
    },
  };
}

export const unsigned: PackageVerification = {
  checks: { integrity: notChecked, mismatch: { verdict: 'failed', reason: 'unsigned' }, expiry: notChecked, revocation: notChecked },
  signature: undefined,
};
