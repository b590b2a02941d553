import type { ConstraintModel } from '../../../lambda/model/constraintModel.ts';

const profile = { profileName: 'ProfileName' };
const page = { maxResults: 'MaxResults', nextToken: 'Text' };

/** What members of requests may hold. Source: AWS Signer's model, 2017-08-25. */
export const signerModel: ConstraintModel = {
  Text: { type: 'string' },
  Flag: { type: 'boolean' },
  Number: { type: 'integer' },
  Time: { type: 'timestamp' },
  Texts: { type: 'list', member: 'Text' },
  AccountId: { type: 'string', min: 12, max: 12, pattern: '^[0-9]{12}$' },
  Arn: { type: 'string', min: 20, max: 2048 },
  MaxResults: { type: 'integer', min: 1, max: 25 },
  ProfileName: { type: 'string', min: 2, max: 64, pattern: '^[a-zA-Z0-9_]{2,}' },
  ProfileVersion: { type: 'string', min: 10, max: 10, pattern: '^[a-zA-Z0-9]{10}$' },
  Reason: { type: 'string', min: 1, max: 500 },
  ProfileStatus: { type: 'string', enum: ['Active', 'Canceled', 'Revoked'] },
  ProfileStatuses: { type: 'list', member: 'ProfileStatus' },
  JobStatus: { type: 'string', enum: ['InProgress', 'Failed', 'Succeeded'] },
  ValidityType: { type: 'string', enum: ['DAYS', 'MONTHS', 'YEARS'] },
  Validity: { type: 'structure', members: { value: 'Number', type: 'ValidityType' } },
  Parameters: { type: 'map', key: 'Text', value: 'Text' },
  TagKey: { type: 'string', min: 1, max: 128, pattern: '^(?!aws:)[a-zA-Z+-=._:/]+$' },
  TagValue: { type: 'string', max: 256 },
  Tags: { type: 'map', min: 1, max: 200, key: 'TagKey', value: 'TagValue' },
  Material: { type: 'structure', required: ['certificateArn'], members: { certificateArn: 'Text' } },
  PutSigningProfile: {
    type: 'structure',
    required: ['profileName', 'platformId'],
    members: {
      ...profile,
      platformId: 'Text',
      signingMaterial: 'Material',
      signatureValidityPeriod: 'Validity',
      signingParameters: 'Parameters',
      tags: 'Tags',
    },
  },
  GetSigningProfile: { type: 'structure', required: ['profileName'], members: { ...profile, profileOwner: 'AccountId' } },
  CancelSigningProfile: { type: 'structure', required: ['profileName'], members: profile },
  ListSigningProfiles: {
    type: 'structure',
    members: { ...page, includeCanceled: 'Flag', platformId: 'Text', statuses: 'ProfileStatuses' },
  },
  RevokeSigningProfile: {
    type: 'structure',
    required: ['profileVersion', 'reason', 'effectiveTime', 'profileName'],
    members: { ...profile, profileVersion: 'ProfileVersion', reason: 'Reason', effectiveTime: 'Time' },
  },
  StartSigningJob: { type: 'structure', members: {} },
  SignArchive: { type: 'structure', required: ['profileName'], members: profile },
  DescribeSigningJob: { type: 'structure', required: ['jobId'], members: { jobId: 'Text' } },
  ListSigningJobs: {
    type: 'structure',
    members: {
      ...page,
      status: 'JobStatus',
      platformId: 'Text',
      requestedBy: 'Text',
      isRevoked: 'Flag',
      signatureExpiresBefore: 'Time',
      signatureExpiresAfter: 'Time',
      jobInvoker: 'AccountId',
    },
  },
  RevokeSignature: { type: 'structure', required: ['reason', 'jobId'], members: { jobId: 'Text', jobOwner: 'AccountId', reason: 'Reason' } },
  GetRevocationStatus: {
    type: 'structure',
    required: ['signatureTimestamp', 'platformId', 'profileVersionArn', 'jobArn', 'certificateHashes'],
    members: { signatureTimestamp: 'Time', platformId: 'Text', profileVersionArn: 'Arn', jobArn: 'Arn', certificateHashes: 'Texts' },
  },
  ListSigningPlatforms: { type: 'structure', members: { ...page, category: 'Text', partner: 'Text', target: 'Text' } },
  GetSigningPlatform: { type: 'structure', required: ['platformId'], members: { platformId: 'Text' } },
};
