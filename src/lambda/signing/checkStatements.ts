import { certificateHashes } from './signature/certificateHashes.ts';
import { chainProblem } from './signature/chainProblem.ts';
import type { FoundChain } from './signature/findChain.ts';
import type { ReadSignature } from './signature/readSignedData.ts';
import { isoTime } from './signature/signatureEvidence.ts';
import type { SigningPlatform } from './signingPlatform.ts';
import { type CheckOutcome, type CheckReason, type RevokedEntity, type SignatureCheck, signingPlatformId, type VerificationPolicy } from './verification.ts';

const passed: CheckOutcome = { verdict: 'passed' };
const notChecked: CheckOutcome = { verdict: 'notChecked' };
const failed = (reason: CheckReason): CheckOutcome => ({ verdict: 'failed', reason });

/** Checks what a signature says that its signer has made. Expiry and revocation are asked only where it is known who that is. */
export async function checkStatements(
  signature: ReadSignature,
  chain: FoundChain,
  policy: VerificationPolicy,
  platform: SigningPlatform,
): Promise<Readonly<Record<Exclude<SignatureCheck, 'integrity'>, CheckOutcome>>> {
  const { signingTime, expiry, profileVersionArn } = signature.attributes;
  const problem = chainProblem(chain, signingTime);
  if (problem !== undefined) return { mismatch: failed(problem), expiry: notChecked, revocation: notChecked };
  const { allowedProfileVersions, now } = policy;
  const allowed = allowedProfileVersions?.includes(profileVersionArn) !== false;
  return {
    mismatch: allowed ? passed : failed('profileNotAllowed'),
    expiry: now > expiry ? failed('signatureExpired') : passed,
    revocation: await revocationOf(signature, chain, policy, platform),
  };
}

const reasons: readonly (readonly [RevokedEntity, CheckReason])[] = [
  ['job', 'jobRevoked'],
  ['profile', 'profileRevoked'],
  ['certificate', 'certificateRevoked'],
];

/**
 * What cannot be told counts as revoked: AWS's documentation of the check says that the signature must not have been revoked, which
 * nobody knows then, and nothing of deployments that pass without an answer. Under Warn such a package is deployed all the same.
 */
async function revocationOf(
  { attributes: { signingTime, profileVersionArn, jobArn } }: ReadSignature,
  { certificates }: FoundChain,
  { revocations }: VerificationPolicy,
  platform: SigningPlatform,
): Promise<CheckOutcome> {
  if (revocations === undefined) return notChecked;
  const query = {
    signingTime: isoTime(signingTime),
    platformId: signingPlatformId,
    profileVersionArn,
    jobArn,
    certificateHashes: certificateHashes(certificates, platform),
  };
  try {
    const revoked = await revocations(query);
    const found = reasons.find(([entity]) => revoked.includes(entity));
    return found === undefined ? passed : failed(found[1]);
  } catch {
    return failed('revocationUnknown');
  }
}
