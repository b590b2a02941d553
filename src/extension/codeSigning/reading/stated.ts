import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { SignedBy } from '../../../aws/codeApi.ts';
import { type DeploymentVerdict, deploymentVerdict, type UntrustedArtifactPolicy } from '../../../lambda/signing/enforcement.ts';
import type { CheckOutcome, PackageVerification } from '../../../lambda/signing/verification.ts';

/** What Signer says of a job. */
export interface StatedJob {
  /** Milliseconds since the epoch. */
  readonly expires: number | undefined;
  readonly revoked: boolean;
}

/** What parts are checked against, without their contents. */
export interface StatedPolicy {
  readonly policy: UntrustedArtifactPolicy | undefined;
  /** Undefined: any. */
  readonly allowed: readonly string[] | undefined;
  readonly now: number;
}

const passed: CheckOutcome = { verdict: 'passed' };
const notChecked: CheckOutcome = { verdict: 'notChecked' };

/** As Lambda says of a function or a layer. */
export function signedByOf({ SigningProfileVersionArn, SigningJobArn }: Pick<FunctionConfiguration, 'SigningProfileVersionArn' | 'SigningJobArn'>): SignedBy {
  return {
    ...(SigningProfileVersionArn !== undefined && { profileVersionArn: SigningProfileVersionArn }),
    ...(SigningJobArn !== undefined && { jobArn: SigningJobArn }),
  };
}

export function isSigned({ profileVersionArn, jobArn }: SignedBy): boolean {
  return profileVersionArn !== undefined || jobArn !== undefined;
}

/** What a deployment of these parts would do, as far as it shows without their contents: that they have not changed is taken for granted. */
export function statedVerdict(
  parts: readonly { readonly stated: SignedBy; readonly job: StatedJob | undefined }[],
  { policy, allowed, now }: StatedPolicy,
): DeploymentVerdict {
  if (policy === undefined) return { allowed: true, failed: [] };
  const verdicts = parts.map(({ stated, job }) => deploymentVerdict({ checks: statedChecks(stated, job, allowed, now), signature: undefined }, policy));
  return { allowed: verdicts.every((verdict) => verdict.allowed), failed: [...new Set(verdicts.flatMap(({ failed }) => failed))] };
}

function statedChecks(stated: SignedBy, job: StatedJob | undefined, allowed: readonly string[] | undefined, now: number): PackageVerification['checks'] {
  if (!isSigned(stated)) return { integrity: notChecked, mismatch: { verdict: 'failed', reason: 'unsigned' }, expiry: notChecked, revocation: notChecked };
  return { integrity: notChecked, mismatch: publisherCheck(stated.profileVersionArn, allowed), expiry: expiryCheck(job?.expires, now), revocation: revocationCheck(job) };
}

function publisherCheck(profileVersionArn: string | undefined, allowed: readonly string[] | undefined): CheckOutcome {
  const isAllowed = allowed === undefined || (profileVersionArn !== undefined && allowed.includes(profileVersionArn));
  return isAllowed ? passed : { verdict: 'failed', reason: 'profileNotAllowed' };
}

function expiryCheck(expires: number | undefined, now: number): CheckOutcome {
  if (expires === undefined || Number.isNaN(expires)) return notChecked;
  return now > expires ? { verdict: 'failed', reason: 'signatureExpired' } : passed;
}

function revocationCheck(job: StatedJob | undefined): CheckOutcome {
  if (job === undefined) return notChecked;
  return job.revoked ? { verdict: 'failed', reason: 'jobRevoked' } : passed;
}

/**
 * What is known of a package whose chain leads to no root that is known here, while Lambda says that it was signed by the very job that the
 * signature names: Lambda has followed the chain to the root of AWS Signer, and what we do not know is no failure. Undefined: the
 * verification says all there is to say.
 */
export function trustedByLambda(verification: PackageVerification, stated: SignedBy, { allowed, now }: Omit<StatedPolicy, 'policy'>): PackageVerification | undefined {
  const { checks, signature } = verification;
  const { mismatch } = checks;
  const onlyRootMissing = checks.integrity.verdict === 'passed' && mismatch.verdict === 'failed' && mismatch.reason === 'untrustedChain';
  if (!onlyRootMissing || signature === undefined || !isSigned(stated)) return undefined;
  if (signature.profileVersionArn !== stated.profileVersionArn || signature.jobArn !== stated.jobArn) return undefined;
  const publisher = publisherCheck(stated.profileVersionArn, allowed);
  return {
    ...verification,
    checks: {
      ...checks,
      // That the publisher is allowed is half of that check; the other half is Lambda's word.
      mismatch: publisher.verdict === 'passed' ? notChecked : publisher,
      expiry: expiryCheck(Date.parse(signature.expiry ?? ''), now),
    },
  };
}

/** As `trustedByLambda` leaves it, with what Signer says of its job: that it was not revoked tells nothing of its profile and its certificates. */
export function withJob(verification: PackageVerification, job: Pick<StatedJob, 'revoked'> | undefined): PackageVerification {
  if (job?.revoked !== true) return verification;
  return { ...verification, checks: { ...verification.checks, revocation: { verdict: 'failed', reason: 'jobRevoked' } } };
}
