import { signerErrors } from '../signerErrors.ts';
import { signingPlatforms } from '../signingPlatforms.ts';
import { pageOf } from './pages.ts';
import { member, pageMembers, pageQuery, signerOperation } from './signerOperation.ts';

export const listSigningPlatforms = signerOperation(
  'ListSigningPlatforms',
  { ...pageQuery, category: 'text', partner: 'text', target: 'text' },
  { ...pageMembers, category: member.optionalText, partner: member.optionalText, target: member.optionalText },
  (_, { category, partner, target, ...page }) => {
    const found = signingPlatforms.filter(
      (platform) => category === undefined && (partner ?? platform.partner) === platform.partner && (target ?? platform.target) === platform.target,
    );
    const { items, more } = pageOf(found, ({ platformId }) => platformId, page);
    return { platforms: items, ...more };
  },
);

export const getSigningPlatform = signerOperation('GetSigningPlatform', {}, { platformId: member.text }, (_, { platformId }) => {
  const platform = signingPlatforms.find((one) => one.platformId === platformId);
  if (platform === undefined) throw signerErrors.noPlatform(platformId);
  return platform;
});
