import { describe, expect, it } from 'vitest';
import type { CheckReason } from '../../../../../src/lambda/signing/verification.ts';
import { mendsOf } from '../../../../../webviews/codeSigning/function/mends.ts';
import { configOf, partOf, profileArn, unsigned, verified } from '../states.ts';

const anew = { label: 'deploySigned', action: 'deploySigned' };
const toWarn = { label: 'toWarn', action: 'setPolicy', subject: 'Warn' };
const allow = { label: 'allowThisPublisher', action: 'allowPublisher', subject: profileArn('release') };

const mends: readonly (readonly [CheckReason, readonly object[]])[] = [
  ['notAnArchive', [anew]],
  ['damagedArchive', [anew]],
  ['duplicateEntry', [anew]],
  ['malformedSignature', [anew]],
  ['contentChanged', [anew]],
  ['signatureInvalid', [anew]],
  ['unsigned', [anew, toWarn]],
  ['untrustedChain', [anew, toWarn]],
  ['wrongKeyUsage', [anew, toWarn]],
  ['certificateExpiredAtSigning', [anew, toWarn]],
  ['profileNotAllowed', [allow, anew, toWarn]],
  ['signatureExpired', [anew, toWarn]],
  ['jobRevoked', [anew, toWarn]],
  ['profileRevoked', [anew, toWarn]],
  ['certificateRevoked', [anew, toWarn]],
  ['revocationUnknown', [{ label: 'checkAgain', action: 'refresh' }, toWarn]],
];

describe('what mends a failed check', () => {
  const enforced = { config: configOf('Enforce') };

  it.each(mends)('of %s', (reason, expected) => expect(mendsOf(reason, partOf('package', verified()), enforced)).toEqual(expected));

  it('is no change of the policy where it is Warn already', () => expect(mendsOf('unsigned', partOf('package', unsigned), { config: configOf('Warn') })).toEqual([anew]));

  it('of a layer signs the layer', () => expect(mendsOf('contentChanged', partOf('layer', verified()), enforced)).toEqual([{ label: 'signLayer', action: 'sign', subject: 'arn:tools:3' }]));

  it('allows no publisher that the signature does not name', () => expect(mendsOf('profileNotAllowed', partOf('package', unsigned), enforced)).toEqual([anew, toWarn]));
});
