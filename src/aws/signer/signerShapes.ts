import type * as Sdk from '@aws-sdk/client-signer';
import type { RevocationQuery, RevokedEntity } from '../../lambda/signing/verification.ts';
import { signingJobArn } from '../../lambda/signing/make/signingArns.ts';
import type { SignatureValidity, SigningJob, SigningProfile } from './signerApi.ts';

type SdkProfile = Sdk.SigningProfile | Sdk.GetSigningProfileResponse;

/** Undefined where it lacks what every profile has. */
export function profileOf(profile: SdkProfile): SigningProfile | undefined {
  const { profileName, profileVersion, arn, profileVersionArn, status, signatureValidityPeriod: period } = profile;
  if (profileName === undefined || profileVersion === undefined || arn === undefined || status === undefined) return undefined;
  return {
    name: profileName,
    version: profileVersion,
    arn,
    versionArn: profileVersionArn ?? `${arn}/${profileVersion}`,
    status,
    validity: period?.value === undefined || period.type === undefined ? undefined : { value: period.value, unit: period.type },
  };
}

export function periodOf({ value, unit }: SignatureValidity): Sdk.SignatureValidityPeriod {
  return { value, type: unit };
}

/** As a list has it: without reasons and times. */
export function listedJobOf(job: Sdk.SigningJob, region: string): SigningJob {
  return {
    ...common(job, region),
    reason: undefined,
    completedAt: undefined,
    requestedBy: job.jobInvoker,
    revoked: job.isRevoked === true ? { reason: undefined, at: undefined } : undefined,
  };
}

export function jobOf(job: Sdk.DescribeSigningJobResponse, region: string): SigningJob {
  const { statusReason, completedAt, requestedBy, jobInvoker, revocationRecord: record } = job;
  return {
    ...common(job, region),
    reason: statusReason,
    completedAt,
    requestedBy: requestedBy ?? jobInvoker,
    revoked: record === undefined ? undefined : { reason: record.reason, at: record.revokedAt },
  };
}

function common(job: Sdk.SigningJob | Sdk.DescribeSigningJobResponse, region: string) {
  const { jobId = '', jobOwner, status = 'InProgress', profileName, profileVersion, createdAt, signatureExpiresAt } = job;
  const arn = jobOwner === undefined ? undefined : signingJobArn({ partition: partitionOf(region), region, account: jobOwner }, jobId);
  return { id: jobId, arn, status, profileName, profileVersion, createdAt, signatureExpiresAt };
}

/** Source: the partitions that AWS's SDKs find endpoints by. */
const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** Which of those that were asked for an answer names. Source: AWS Signer API Reference, GetRevocationStatus: it repeats ARNs and hashes. */
export function revokedOf(answer: readonly string[], { jobArn, profileVersionArn, certificateHashes }: RevocationQuery): readonly RevokedEntity[] {
  const named = new Set(answer);
  const profileArn = profileVersionArn.slice(0, profileVersionArn.lastIndexOf('/'));
  const revoked: readonly (readonly [RevokedEntity, boolean])[] = [
    ['job', named.has(jobArn)],
    ['profile', named.has(profileVersionArn) || named.has(profileArn)],
    ['certificate', certificateHashes.some((hash) => named.has(hash))],
  ];
  return revoked.filter(([, is]) => is).map(([entity]) => entity);
}
