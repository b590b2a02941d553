import { type CheckOutcome, type CheckReason, type PackageVerification, type SignatureCheck, signatureChecks, type SignatureEvidence } from '../../lambda/signing/verification.ts';
import { printable } from './printable.ts';

const reasons: Readonly<Record<CheckReason, string>> = {
  notAnArchive: 'it is not a zip archive',
  damagedArchive: 'the archive is damaged',
  duplicateEntry: 'two entries have the same name',
  malformedSignature: 'the signature cannot be read',
  contentChanged: 'the content was changed after it was signed',
  signatureInvalid: "the signature does not fit the signer's key",
  unsigned: 'it is not signed',
  untrustedChain: "the signer's certificates do not lead to a trusted root (--roots names some)",
  wrongKeyUsage: "the signer's certificate is not for signing code",
  certificateExpiredAtSigning: 'a certificate was not valid at the time of signing',
  profileNotAllowed: 'the signing profile is not among those allowed',
  signatureExpired: 'the signature has expired',
  jobRevoked: 'the signing job is revoked',
  profileRevoked: 'the signing profile is revoked',
  certificateRevoked: 'a certificate is revoked',
  revocationUnknown: 'what is revoked could not be told',
};

const exitCodes: Readonly<Record<SignatureCheck, number>> = { integrity: 3, mismatch: 4, expiry: 5, revocation: 6 };

/** 0, or that of the first check that failed. */
export function verifyExitCode({ checks }: PackageVerification): number {
  const failed = signatureChecks.find((check) => checks[check].verdict === 'failed');
  return failed === undefined ? 0 : exitCodes[failed];
}

/** For a terminal: a line for each check, then what the signature says of itself. */
export function verifyReport({ checks, signature }: PackageVerification): string {
  const lines = signatureChecks.map((check) => `${check.padEnd(11)} ${outcome(checks[check])}`);
  return `${[...lines, ...(signature === undefined ? [] : ['', ...evidence(signature)])].join('\n')}\n`;
}

function outcome(of: CheckOutcome): string {
  if (of.verdict === 'passed') return 'passed';
  if (of.verdict === 'notChecked') return 'not checked';
  return `FAILED: ${reasons[of.reason]}${of.entry === undefined ? '' : ` (at ${printable(of.entry)})`}`;
}

function evidence({ jobArn, profileVersionArn, signingTime, expiry, chain }: SignatureEvidence): readonly string[] {
  const known: readonly (readonly [string, string | undefined])[] = [
    ['profile', profileVersionArn],
    ['job', jobArn],
    ['signed', signingTime],
    ['expires', expiry],
    ...chain.map(({ subject, trusted, notBefore, notAfter }, at): readonly [string, string] => [
      at === 0 ? 'signer' : 'issuer',
      `${subject}${trusted ? ' (trusted)' : ''}, ${notBefore} to ${notAfter}`,
    ]),
  ];
  return known.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(11)} ${printable(value)}`]));
}
