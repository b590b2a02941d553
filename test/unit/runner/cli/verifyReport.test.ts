import { expect, test } from 'vitest';
import type { CheckOutcome, PackageVerification, SignatureCheck } from '../../../../src/lambda/signing/verification.ts';
import { verifyExitCode, verifyReport } from '../../../../src/runner/cli/verifyReport.ts';

const passed = { verdict: 'passed' } as const;
const all: Readonly<Record<SignatureCheck, CheckOutcome>> = { integrity: passed, mismatch: passed, expiry: passed, revocation: passed };

function verification(checks: Partial<Record<SignatureCheck, CheckOutcome>>, signature?: PackageVerification['signature']): PackageVerification {
  return { checks: { ...all, ...checks }, signature };
}

test.each<readonly [number, Partial<Record<SignatureCheck, CheckOutcome>>]>([
  [0, {}],
  [0, { revocation: { verdict: 'notChecked' } }],
  [3, { integrity: { verdict: 'failed', reason: 'contentChanged' } }],
  [4, { mismatch: { verdict: 'failed', reason: 'unsigned' } }],
  [5, { expiry: { verdict: 'failed', reason: 'signatureExpired' } }],
  [6, { revocation: { verdict: 'failed', reason: 'jobRevoked' } }],
  [4, { mismatch: { verdict: 'failed', reason: 'profileNotAllowed' }, revocation: { verdict: 'failed', reason: 'profileRevoked' } }],
])('exit code %i', (code, checks) => {
  expect(verifyExitCode(verification(checks))).toBe(code);
});

test('a line for each check, and what the signature says of itself; nothing in it steers the terminal', () => {
  const certificate = { serialNumber: '01', notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2027-01-01T00:00:00.000Z', fingerprint: 'ab' };
  const text = verifyReport(
    verification(
      { integrity: { verdict: 'failed', reason: 'damagedArchive', entry: 'a\u001B[31m.txt' }, expiry: { verdict: 'notChecked' } },
      {
        jobArn: undefined,
        profileVersionArn: 'arn:profile',
        signingTime: '2026-11-21T09:00:00.000Z',
        expiry: undefined,
        chain: [
          { ...certificate, subject: 'CN=signer', issuer: 'CN=root', trusted: false },
          { ...certificate, subject: 'CN=root', issuer: 'CN=root', trusted: true },
        ],
        digest: { signed: undefined, found: undefined },
      },
    ),
  );
  expect(text.split('\n')).toEqual([
    'integrity   FAILED: the archive is damaged (at a\uFFFD[31m.txt)',
    'mismatch    passed',
    'expiry      not checked',
    'revocation  passed',
    '',
    'profile     arn:profile',
    'signed      2026-11-21T09:00:00.000Z',
    'signer      CN=signer, 2026-01-01T00:00:00.000Z to 2027-01-01T00:00:00.000Z',
    'issuer      CN=root (trusted), 2026-01-01T00:00:00.000Z to 2027-01-01T00:00:00.000Z',
    '',
  ]);
});
