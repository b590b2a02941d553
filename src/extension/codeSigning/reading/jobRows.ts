import type { SigningJob } from '../../../aws/signer/signerApi.ts';
import type { JobRow } from '../../../protocol/webview/codeSigning.ts';

/** As many as Signer is asked for, of all profiles. */
export const jobsAsked = 100;
const jobsShown = 25;

/** The jobs of these profiles, newest first, as many as show; of any, where none is named. */
export function jobsToShow(jobs: readonly SigningJob[], profileNames: ReadonlySet<string>): readonly SigningJob[] {
  return jobs
    .filter(({ profileName }) => profileNames.size === 0 || (profileName !== undefined && profileNames.has(profileName)))
    .toSorted((one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0))
    .slice(0, jobsShown);
}

export function jobRow({ id, status, profileName = '', createdAt, completedAt, signatureExpiresAt, reason, revoked }: SigningJob): JobRow {
  return {
    id,
    status,
    profileName,
    ...(createdAt !== undefined && { createdAt: createdAt.toISOString() }),
    ...(completedAt !== undefined && { completedAt: completedAt.toISOString() }),
    ...(signatureExpiresAt !== undefined && { expires: signatureExpiresAt.toISOString() }),
    // Of others it says no more than their status.
    ...(status === 'Failed' && reason !== undefined && reason !== '' && { reason }),
    ...(revoked !== undefined && { revoked: revoked.at?.toISOString() ?? '' }),
    ...(revoked?.reason !== undefined && revoked.reason !== '' && { revokedReason: revoked.reason }),
  };
}
