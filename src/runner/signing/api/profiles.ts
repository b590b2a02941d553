import * as v from 'valibot';

import { signingProfileArn, signingProfileVersionArn } from '../../../lambda/signing/make/signingArns.ts';
import { signingPlatformId } from '../../../lambda/signing/verification.ts';
import { recordOf } from '../../store/recordOf.ts';
import { signerErrors } from '../signerErrors.ts';
import { platformDisplayName } from '../signingPlatforms.ts';
import type { SigningProfile } from '../signingProfiles.ts';
import { ValidityPeriod } from '../store/storedSigningProfile.ts';
import { pageOf } from './pages.ts';
import { checkAccount, member, pageMembers, pageQuery, type SignerContext, signerOperation } from './signerOperation.ts';

const optionalRecord = v.exactOptional(recordOf(v.string()));
/** The model says which types there are, with its own words. */
const GivenValidity = v.object({ value: v.exactOptional(v.number()), type: v.exactOptional(v.string()) });

export const putSigningProfile = signerOperation(
  'PutSigningProfile',
  {},
  {
    profileName: member.text,
    platformId: member.text,
    signatureValidityPeriod: v.exactOptional(GivenValidity),
    signingParameters: optionalRecord,
    tags: optionalRecord,
  },
  async (context, { profileName, platformId, signatureValidityPeriod: given, signingParameters, tags }) => {
    if (platformId !== signingPlatformId) throw signerErrors.otherPlatform(platformId);
    const profile = await context.profiles.put(profileName, { validity: given && wholeValidity(given), signingParameters, tags });
    const { arn, profileVersion, profileVersionArn } = profileAnswer(context, profile);
    return { arn, profileVersion, profileVersionArn };
  },
);

export const getSigningProfile = signerOperation(
  'GetSigningProfile',
  { profileOwner: 'text' },
  { profileName: member.text, profileOwner: member.optionalText },
  (context, { profileName, profileOwner }) => {
    checkAccount(context, profileOwner);
    const profile = context.profiles.get(profileName);
    const { revoked } = profile.current;
    return {
      ...profileAnswer(context, profile),
      ...(revoked !== undefined && {
        revocationRecord: {
          revocationEffectiveFrom: revoked.effectiveFrom / 1000,
          revokedAt: revoked.at / 1000,
          revokedBy: context.identity.account,
        },
        statusReason: revoked.reason,
      }),
    };
  },
);

export const listSigningProfiles = signerOperation(
  'ListSigningProfiles',
  { ...pageQuery, includeCanceled: 'boolean', platformId: 'text', statuses: 'texts' },
  { ...pageMembers, includeCanceled: member.optionalFlag, platformId: member.optionalText, statuses: member.optionalTexts },
  (context, { includeCanceled, platformId = signingPlatformId, statuses, ...page }) => {
    // Without a filter: those that are active. Source: API reference.
    const wanted = statuses ?? (includeCanceled === true ? ['Active', 'Canceled'] : ['Active']);
    const found = platformId === signingPlatformId ? context.profiles.all().filter(({ status }) => wanted.includes(status)) : [];
    const { items, more } = pageOf(found, ({ name }) => name, page);
    return { profiles: items.map((profile) => profileAnswer(context, profile)), ...more };
  },
);

export const cancelSigningProfile = signerOperation('CancelSigningProfile', {}, { profileName: member.text }, async ({ profiles }, { profileName }) => {
  await profiles.cancel(profileName);
  return undefined;
});

export const revokeSigningProfile = signerOperation(
  'RevokeSigningProfile',
  {},
  { profileName: member.text, profileVersion: member.text, reason: member.text, effectiveTime: member.time },
  async ({ profiles }, { profileName, profileVersion: version, reason, effectiveTime: effectiveFrom }) => {
    await profiles.revoke(profileName, { version, reason, effectiveFrom });
    return undefined;
  },
);

/** Half a period is none. */
function wholeValidity(given: v.InferOutput<typeof GivenValidity>): ValidityPeriod {
  const read = v.safeParse(ValidityPeriod, given);
  if (!read.success) throw signerErrors.badValidity();
  return read.output;
}

function profileAnswer({ identity }: SignerContext, { name, document, current, status }: SigningProfile) {
  return {
    profileName: name,
    profileVersion: current.version,
    profileVersionArn: signingProfileVersionArn(identity, name, current.version),
    signatureValidityPeriod: current.validity,
    platformId: signingPlatformId,
    platformDisplayName,
    signingParameters: current.signingParameters,
    status,
    arn: signingProfileArn(identity, name),
    tags: document.tags,
  };
}
