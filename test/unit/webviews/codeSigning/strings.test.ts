import { describe, expect, it, vi } from 'vitest';
import type { CheckReason } from '../../../../src/lambda/signing/verification.ts';
import { codeSigningStrings } from '../../../../src/extension/codeSigning/codeSigningStrings.ts';

vi.mock('vscode', () => ({ l10n: { t: (text: string) => text } }));

const strings = codeSigningStrings();

/** By type: one that is not here does not compile. */
const reasons: Readonly<Record<CheckReason, true>> = {
  notAnArchive: true, damagedArchive: true, duplicateEntry: true, malformedSignature: true, contentChanged: true, signatureInvalid: true, unsigned: true, untrustedChain: true, wrongKeyUsage: true,
  certificateExpiredAtSigning: true, profileNotAllowed: true, signatureExpired: true, jobRevoked: true, profileRevoked: true, certificateRevoked: true, revocationUnknown: true,
};

describe('the words for every reason', () => {
  it('are there, and no others', () => expect([Object.keys(strings.reasons), Object.keys(strings.reasonClauses)]).toEqual([Object.keys(reasons), Object.keys(reasons)]));
  it.each(Object.entries(strings.reasonClauses))('of %s go on after a colon: %s', (_, clause) => expect(clause).toMatch(/^\p{Ll}.*[^.]$/u));
  it.each(Object.entries(strings.reasons))('of %s are whole sentences: %s', (_, text) => expect(text).toMatch(/^\p{Lu}.*\.$/u));
  it('differ from one another', () => expect(new Set(Object.values(strings.reasons)).size).toBe(16));
});

it.each(['packageBlocked', 'packageCounted', 'unknownVerdict', 'moreFail', 'copied', 'copy'] as const)('%s has its place for what is filled in', (key) => expect(strings[key]).toContain('{0}'));
it.each(['layerBlocked', 'layerCounted', 'actionOn', 'shown', 'progress', 'expiresSoonNote'] as const)('%s has both its places', (key) => expect(strings[key]).toMatch(/(?=.*\{0\})(?=.*\{1\})/));
