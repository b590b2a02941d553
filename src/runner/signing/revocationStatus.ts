import type { Identity } from '../../lambda/arn.ts';
import { signingJobArn, signingProfileArn } from '../../lambda/signing/make/signingArns.ts';
import type { RevocationLookup, RevocationQuery, RevokedEntity } from '../../lambda/signing/verification.ts';
import type { SigningJobs } from './signingJobs.ts';
import type { SigningProfiles } from './signingProfiles.ts';

export interface RevocationStatusOptions {
  readonly identity: Identity;
  readonly profiles: Pick<SigningProfiles, 'revocationOf'>;
  readonly jobs: Pick<SigningJobs, 'find'>;
}

/** As GetRevocationStatus answers in the Local region, for `revocations` of a verification. Certificates are not revoked here. */
export function localRevocations(options: RevocationStatusOptions): RevocationLookup {
  return async (query) => revokedEntities(options, query);
}

/** Those of the query that are revoked. What is of another Region or account is not known here, and is not revoked. */
export function revokedEntities(options: RevocationStatusOptions, { signingTime, profileVersionArn, jobArn }: RevocationQuery): readonly RevokedEntity[] {
  const revoked: RevokedEntity[] = [];
  if (isJobRevoked(options, jobArn)) revoked.push('job');
  if (isProfileRevoked(options, profileVersionArn, Date.parse(signingTime))) revoked.push('profile');
  return revoked;
}

function isJobRevoked({ identity, jobs }: RevocationStatusOptions, arn: string): boolean {
  const id = restOf(arn, signingJobArn(identity, ''));
  return id !== undefined && jobs.find(id)?.revoked !== undefined;
}

/** Signatures of before the revocation's effective time stay trusted. Signing times have no fractions of seconds. */
function isProfileRevoked({ identity, profiles }: RevocationStatusOptions, arn: string, signedAt: number): boolean {
  const [name, version, ...others] = restOf(arn, signingProfileArn(identity, ''))?.split('/') ?? [];
  if (name === undefined || version === undefined || others.length > 0) return false;
  const revoked = profiles.revocationOf(name, version);
  // A time that cannot be read proves nothing.
  return revoked !== undefined && !(signedAt < Math.floor(revoked.effectiveFrom / 1000) * 1000);
}

/** What follows a beginning. Read by how the region itself writes it, so that no Region's name is one that is not understood here. */
function restOf(text: string, beginning: string): string | undefined {
  return text.startsWith(beginning) ? text.slice(beginning.length) : undefined;
}
