import { readFile } from 'node:fs/promises';
import { type CheckReason, type PackageVerification, type SignatureCheck, signatureChecks } from '../../../../src/lambda/signing/verification.ts';
import type { PackageVerifier, VerifyOptions } from '../../../../src/runner/signing/verify/packageVerifier.ts';
import type { VerifiedArchive } from '../../../../src/runner/signing/verify/verifiedArchive.ts';
import { signatureEntryName } from '../../../../src/lambda/signing/signatureEntry.ts';
import { zipBytes } from '../store/archives/zipBytes.ts';

export const profile = 'arn:aws:signer:eu-west-1:123456789012:/signing-profiles/release/AbCdEf0123';
export const job = 'arn:aws:signer:eu-west-1:123456789012:/signing-jobs/0c0ffee0-0000-4000-8000-000000000001';
export const signature = { SigningProfileVersionArn: profile, SigningJobArn: job };
export const unsignedAnswer = { SigningProfileVersionArn: undefined, SigningJobArn: undefined };

/** What is wrong with a package: `none` is a good signature, and `unsigned` none at all. */
export type Mark = 'none' | 'unsigned' | SignatureCheck;

/** A package that says what its verification is to find. */
export function marked(mark: Mark, content = ''): Buffer {
  const parts = [{ name: 'index.js', content: `exports.handler = async () => 1; // ${content}` }];
  return zipBytes(mark === 'unsigned' ? parts : [...parts, { name: signatureEntryName, content: `mark=${mark};` }]);
}

const reasons: Readonly<Record<SignatureCheck, CheckReason>> = {
  integrity: 'contentChanged',
  mismatch: 'untrustedChain',
  expiry: 'signatureExpired',
  revocation: 'jobRevoked',
};

export interface MarkVerifier extends PackageVerifier {
  /** What was asked, oldest first. */
  readonly asked: { readonly archive: VerifiedArchive; readonly options: VerifyOptions }[];
  /** What is done while the next archive is verified. */
  meanwhile: (() => Promise<unknown>) | undefined;
}

/** Finds what packages say of themselves. */
export function markVerifier(): MarkVerifier {
  const verifier: MarkVerifier = {
    asked: [],
    meanwhile: undefined,
    verify: async (archive, options = {}) => {
      verifier.asked.push({ archive, options });
      const { meanwhile } = verifier;
      verifier.meanwhile = undefined;
      await meanwhile?.();
      options.signal?.throwIfAborted();
      const bytes = 'file' in archive ? await readFile(archive.file) : Buffer.from(archive.bytes);
      const [, mark] = /mark=(\w+);/.exec(bytes.toString('latin1')) ?? [];
      return verification((['none', ...signatureChecks] as const).find((known) => known === mark));
    },
  };
  return verifier;
}

function verification(mark: Exclude<Mark, 'unsigned'> | undefined): PackageVerification {
  const passed = { verdict: 'passed' } as const;
  const notChecked = { verdict: 'notChecked' } as const;
  if (mark === undefined) {
    return { checks: { integrity: notChecked, mismatch: { verdict: 'failed', reason: 'unsigned' }, expiry: notChecked, revocation: notChecked }, signature: undefined };
  }
  const good = { integrity: passed, mismatch: passed, expiry: passed, revocation: passed };
  const checks = mark === 'none' ? good : { ...good, [mark]: { verdict: 'failed', reason: reasons[mark] } as const };
  const digest = { signed: '00', found: '00' };
  return {
    checks,
    signature: { jobArn: job, profileVersionArn: profile, signingTime: '2024-01-01T00:00:00Z', expiry: '2034-01-01T00:00:00Z', chain: [], digest },
  };
}
