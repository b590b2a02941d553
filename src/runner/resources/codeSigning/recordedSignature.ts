import * as v from 'valibot';

import type { CheckOutcome, PackageVerification } from '../../../lambda/signing/verification.ts';

/** By whom, and in which job, code was signed. */
export const RecordedSignature = v.object({ profileVersionArn: v.string(), jobArn: v.string() });
export type RecordedSignature = Readonly<v.InferOutput<typeof RecordedSignature>>;

/**
 * What is kept of a signature: what it says, where it is known who says so, whether or not it is allowed, still valid or not revoked.
 * AWS's documentation does not say what becomes of others; anybody can make a signature that names any profile.
 */
export function recordedSignature({ checks, signature }: PackageVerification): RecordedSignature | undefined {
  const { profileVersionArn, jobArn } = signature ?? {};
  if (checks.integrity.verdict !== 'passed' || !isKnown(checks.mismatch)) return undefined;
  return profileVersionArn === undefined || jobArn === undefined ? undefined : { profileVersionArn, jobArn };
}

function isKnown(mismatch: CheckOutcome): boolean {
  return mismatch.verdict === 'passed' || (mismatch.verdict === 'failed' && mismatch.reason === 'profileNotAllowed');
}

export interface SignatureAnswer {
  readonly SigningProfileVersionArn?: string;
  readonly SigningJobArn?: string;
}

/** As functions, their layers and layer versions answer it. */
export function signatureAnswer(signature: RecordedSignature | undefined): SignatureAnswer {
  return signature === undefined ? {} : { SigningProfileVersionArn: signature.profileVersionArn, SigningJobArn: signature.jobArn };
}
