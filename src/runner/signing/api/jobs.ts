import { signingPlatformId } from '../../../lambda/signing/verification.ts';
import { signerErrors } from '../signerErrors.ts';
import { platformDisplayName } from '../signingPlatforms.ts';
import { type SigningJobDocument, signingJobKey } from '../store/storedSigningJob.ts';
import { pageOf } from './pages.ts';
import { checkAccount, member, pageMembers, pageQuery, type SignerContext, signerOperation } from './signerOperation.ts';

export const startSigningJob = signerOperation('StartSigningJob', {}, {}, () => {
  throw signerErrors.noS3();
});

export const describeSigningJob = signerOperation('DescribeSigningJob', {}, { jobId: member.text }, (context, { jobId }) => {
  const job = context.jobs.get(jobId);
  const { revoked } = job;
  return {
    ...jobAnswer(context, job),
    completedAt: seconds(job.completedAt),
    requestedBy: requester(context),
    statusReason: job.statusReason,
    ...(revoked !== undefined && {
      revocationRecord: { reason: revoked.reason, revokedAt: seconds(revoked.at), revokedBy: context.identity.account },
    }),
  };
});

export const listSigningJobs = signerOperation(
  'ListSigningJobs',
  {
    ...pageQuery,
    status: 'text',
    platformId: 'text',
    requestedBy: 'text',
    isRevoked: 'boolean',
    signatureExpiresBefore: 'time',
    signatureExpiresAfter: 'time',
    jobInvoker: 'text',
    profileName: 'text',
  },
  {
    ...pageMembers,
    status: member.optionalText,
    platformId: member.optionalText,
    requestedBy: member.optionalText,
    isRevoked: member.optionalFlag,
    signatureExpiresBefore: member.optionalTime,
    signatureExpiresAfter: member.optionalTime,
    jobInvoker: member.optionalText,
    /** AWS Signer has no such filter. */
    profileName: member.optionalText,
  },
  (context, input) => {
    const { identity, jobs } = context;
    const { platformId = signingPlatformId, requestedBy = requester(context), jobInvoker = identity.account } = input;
    const ours = platformId === signingPlatformId && requestedBy === requester(context) && jobInvoker === identity.account;
    const { items, more } = pageOf(ours ? jobs.all().filter((job) => isWanted(job, input)) : [], signingJobKey, input);
    return { jobs: items.map((job) => Object.assign(jobAnswer(context, job), { isRevoked: job.revoked !== undefined })), ...more };
  },
);

export const revokeSignature = signerOperation(
  'RevokeSignature',
  {},
  { jobId: member.text, jobOwner: member.optionalText, reason: member.text },
  async (context, { jobId, jobOwner, reason }) => {
    checkAccount(context, jobOwner);
    await context.jobs.revoke(jobId, reason);
    return undefined;
  },
);

interface JobFilter {
  readonly status?: string;
  readonly profileName?: string;
  readonly isRevoked?: boolean;
  readonly signatureExpiresBefore?: number;
  readonly signatureExpiresAfter?: number;
}

function isWanted(job: SigningJobDocument, { status, profileName, isRevoked, signatureExpiresBefore, signatureExpiresAfter }: JobFilter): boolean {
  const { signatureExpiresAt: expiry } = job;
  return (
    (status === undefined || job.status === status) &&
    (profileName === undefined || job.profileName === profileName) &&
    (isRevoked === undefined || (job.revoked !== undefined) === isRevoked) &&
    (signatureExpiresBefore === undefined || (expiry !== undefined && expiry < signatureExpiresBefore)) &&
    (signatureExpiresAfter === undefined || (expiry !== undefined && expiry > signatureExpiresAfter))
  );
}

function jobAnswer({ identity }: SignerContext, job: SigningJobDocument): object {
  return {
    jobId: job.id,
    platformId: signingPlatformId,
    platformDisplayName,
    profileName: job.profileName,
    profileVersion: job.profileVersion,
    createdAt: seconds(job.createdAt),
    signatureExpiresAt: seconds(job.signatureExpiresAt),
    status: job.status,
    jobOwner: identity.account,
    jobInvoker: identity.account,
  };
}

/** Who signs a request is the account's root user. */
function requester({ identity: { partition, account } }: Pick<SignerContext, 'identity'>): string {
  return `arn:${partition}:iam::${account}:root`;
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
