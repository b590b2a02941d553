import { signingPlatformId } from '../../../lambda/signing/verification.ts';
import { revokedEntities } from '../revocationStatus.ts';
import { signerErrors } from '../signerErrors.ts';
import { member, signerOperation } from './signerOperation.ts';

/** Answers what is revoked of what was asked for, as it was named. */
export const getRevocationStatus = signerOperation(
  'GetRevocationStatus',
  { signatureTimestamp: 'time', platformId: 'text', profileVersionArn: 'text', jobArn: 'text', certificateHashes: 'texts' },
  {
    signatureTimestamp: member.time,
    platformId: member.text,
    profileVersionArn: member.text,
    jobArn: member.text,
    certificateHashes: member.texts,
  },
  (context, { signatureTimestamp, ...query }) => {
    if (query.platformId !== signingPlatformId) throw signerErrors.otherPlatform(query.platformId);
    const names = { job: [query.jobArn], profile: [query.profileVersionArn], certificate: query.certificateHashes };
    const revoked = revokedEntities(context, { ...query, signingTime: new Date(signatureTimestamp).toISOString() });
    return { revokedEntities: revoked.flatMap((entity) => names[entity]) };
  },
);
