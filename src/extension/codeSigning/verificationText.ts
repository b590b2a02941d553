import { type CheckOutcome, type PackageVerification, type SignatureCheck, signatureChecks, type SignatureEvidence } from '../../lambda/signing/verification.ts';
import { profileNameOf } from './reading/readPublishers.ts';

/** The report's words, in the user's language; `{0}` is filled in. */
export interface VerificationWords {
  readonly allPassed: string;
  readonly failed: string;
  readonly unsigned: string;
  readonly checks: Readonly<Record<SignatureCheck, string>>;
  readonly verdicts: Readonly<Record<CheckOutcome['verdict'], string>>;
  /** `mismatch`: {0} the profile; `expiry`: {0} when. */
  readonly passed: Readonly<Record<SignatureCheck, string>>;
  /** In place of `passed.mismatch`, where publishers are named. */
  readonly mismatchAllowed: string;
  readonly skipped: string;
  /** In place of `skipped`, where there is a signature. */
  readonly left: string;
  readonly reasons: Readonly<Record<string, string>>;
  /** {0}: an entry of the archive. */
  readonly atEntry: string;
  readonly checkedWith: string;
  readonly publishers: string;
  readonly anyPublisher: string;
  readonly signature: string;
  readonly profileVersion: string;
  readonly job: string;
  readonly signedAt: string;
  readonly expires: string;
  readonly signedDigest: string;
  readonly foundDigest: string;
  readonly certificates: string;
  readonly issuedBy: string;
  readonly valid: string;
  readonly trusted: string;
  readonly noRoot: string;
}

export interface VerifiedFile {
  readonly file: string;
  /** Such as `Local`. */
  readonly connection: string;
  /** Undefined: any publisher. */
  readonly allowed: readonly string[] | undefined;
  readonly verification: PackageVerification;
}

/** What was found, to be read from top to bottom: the answer, the checks, and what they rest on. */
export function verificationText({ file, connection, allowed, verification }: VerifiedFile, words: VerificationWords): string {
  const { checks, signature } = verification;
  const head = [file, '', answerOf(verification, words), ''];
  const width = Math.max(...signatureChecks.map((check) => words.checks[check].length));
  const verdictWidth = Math.max(...Object.values(words.verdicts).map(({ length }) => length));
  const lines = signatureChecks.map(
    (check) => `${words.checks[check].padEnd(width)}  ${words.verdicts[checks[check].verdict].padEnd(verdictWidth)}  ${outcomeText(check, { allowed, verification }, words)}`,
  );
  const against = [
    '',
    `${words.checkedWith}: ${connection}`,
    ...(allowed === undefined ? [`${words.publishers}: ${words.anyPublisher}`] : [`${words.publishers}:`, ...allowed.map((arn) => `  ${arn}`)]),
  ];
  return `${[...head, ...lines, ...against, ...(signature === undefined ? [] : signatureLines(signature, words))].join('\n')}\n`;
}

function answerOf({ checks }: PackageVerification, words: VerificationWords): string {
  const failed = signatureChecks.map((check) => checks[check]).filter(({ verdict }) => verdict === 'failed');
  if (failed.length === 0) return words.allPassed;
  return failed.every((outcome) => outcome.verdict === 'failed' && outcome.reason === 'unsigned') ? words.unsigned : words.failed;
}

function outcomeText(check: SignatureCheck, { allowed, verification }: Pick<VerifiedFile, 'allowed' | 'verification'>, words: VerificationWords): string {
  const outcome = verification.checks[check];
  const { signature } = verification;
  switch (outcome.verdict) {
    case 'passed':
      return passedText(check, allowed === undefined ? words.passed : { ...words.passed, mismatch: words.mismatchAllowed }, signature);
    case 'notChecked':
      return signature === undefined ? words.skipped : words.left;
    case 'failed': {
      const reason = words.reasons[outcome.reason] ?? outcome.reason;
      return outcome.entry === undefined ? reason : `${reason} ${words.atEntry.replace('{0}', outcome.entry)}`;
    }
    default:
      return outcome satisfies never;
  }
}

function passedText(check: SignatureCheck, passed: VerificationWords['passed'], signature: SignatureEvidence | undefined): string {
  const filled = check === 'mismatch' ? profileNameOf(signature?.profileVersionArn ?? '—') : (signature?.expiry ?? '—');
  return passed[check].replace('{0}', filled);
}

function signatureLines({ profileVersionArn, jobArn, signingTime, expiry, digest, chain }: SignatureEvidence, words: VerificationWords): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.profileVersion, profileVersionArn],
    [words.job, jobArn],
    [words.signedAt, signingTime],
    [words.expires, expiry],
    [words.signedDigest, digest.signed],
    [words.foundDigest, digest.found],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    '',
    words.signature,
    ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value ?? '—'}`),
    '',
    words.certificates,
    ...chain.flatMap(({ subject, issuer, notBefore, notAfter, fingerprint, trusted }, index) => [
      `  ${index + 1}. ${subject}${trusted ? ` (${words.trusted})` : ''}`,
      `     ${words.issuedBy} ${issuer}`,
      `     ${words.valid} ${notBefore} – ${notAfter}`,
      `     SHA-384 ${fingerprint}`,
    ]),
    ...(chain.some(({ trusted }) => trusted) ? [] : [`  ${words.noRoot}`]),
  ];
}
