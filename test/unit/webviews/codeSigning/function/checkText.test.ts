import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../../../../src/lambda/signing/verification.ts';
import { checkText, weightOf } from '../../../../../webviews/codeSigning/function/checkText.ts';
import { SigningFormats } from '../../../../../webviews/codeSigning/signingFormats.ts';
import { configOf, now, partOf, unsigned, verified } from '../states.ts';
import { words } from '../words.ts';

const passed: CheckOutcome = { verdict: 'passed' };
const skipped: CheckOutcome = { verdict: 'notChecked' };
const expired: CheckOutcome = { verdict: 'failed', reason: 'signatureExpired' };
const shown = { strings: words, formats: new SigningFormats('en', 'UTC'), now };

describe('the weight of an outcome', () => {
  it.each([
    ['what failed under Enforce stops', expired, 'expiry', configOf('Enforce'), 'stops'],
    ['what failed under Warn warns', expired, 'expiry', configOf('Warn'), 'warning'],
    ['changed content stops under Warn, too', { verdict: 'failed', reason: 'contentChanged' }, 'integrity', configOf('Warn'), 'stops'],
    ['without a configuration nothing stops', { verdict: 'failed', reason: 'contentChanged' }, 'integrity', undefined, 'warning'],
    ['what passed has passed', passed, 'expiry', configOf('Enforce'), 'passed'],
    ['what was not checked is neither', skipped, 'expiry', configOf('Enforce'), 'skipped'],
  ] as const)('%s', (_, outcome, check, config, weight) => expect(weightOf(outcome, check, config)).toBe(weight));
});

describe('the reason of a verdict', () => {
  const part = partOf('package', verified());

  it('says why a check failed', () => expect(checkText('expiry', expired, part, true, shown)).toBe('reasons.signatureExpired'));
  it('says until when a signature lasts', () => expect(checkText('expiry', passed, part, true, shown)).toBe('expiry Mar 7, 2027 in 400 days'));
  it('says who signed, and whether that one is allowed', () =>
    expect([checkText('mismatch', passed, part, true, shown), checkText('mismatch', passed, part, false, shown)]).toEqual(['allowed release', 'mismatch release {1}']));
  it('says that there is no signature', () => expect(checkText('expiry', skipped, partOf('package', unsigned), true, shown)).toBe('checkSkipped'));

  it('says of a signature that is there what is known of it', () => {
    const { checks, ...rest } = verified();
    const noted = { ...part, verification: { ...rest, checks: { ...checks, mismatch: skipped } }, note: 'Lambda says so.' };
    expect([checkText('mismatch', skipped, noted, true, shown), checkText('revocation', skipped, noted, true, shown)]).toEqual(['Lambda says so.', 'checkLeft']);
  });
});
