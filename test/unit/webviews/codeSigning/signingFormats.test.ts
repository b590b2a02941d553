import { describe, expect, it } from 'vitest';
import { daysLeft, expiresSoon, SigningFormats } from '../../../../webviews/codeSigning/signingFormats.ts';
import { inDays, now } from './states.ts';

const formats = new SigningFormats('en', 'UTC');

describe('how far a moment is', () => {
  it.each([
    [40, 'in 40 days'], [1, 'in 1 day'], [0.5, 'in 12 hours'], [-0.5, '12 hours ago'], [-3, '3 days ago'], [729, 'in 729 days'], [4109, 'in 11 years'],
  ])('%d days: %s', (days, text) => expect(formats.distance(inDays(days), now)).toBe(text));

  it('is told in the user’s language', () => expect(new SigningFormats('de', 'UTC').distance(inDays(40), now)).toBe('in 40 Tagen'));
  it('is not told of what is no moment', () => expect([formats.distance('soon', now), formats.day('soon')]).toEqual(['soon', 'soon']));
});

describe('days left', () => {
  it.each([[90.5, 90], [0.9, 0], [0, 0], [-0.1, -1], [-5, -5]])('%d', (days, left) => expect(daysLeft(inDays(days), now)).toBe(left));
  it('are not known of what has no expiry', () => expect([daysLeft(undefined, now), daysLeft('never', now)]).toEqual([undefined, undefined]));
  it.each([[90, true], [91, false], [-400, true]])('%d are worth a warning: %s', (days, soon) => expect(expiresSoon(inDays(days), now)).toBe(soon));
});

it('tells days and times', () => expect([formats.day(inDays(0)), formats.time(inDays(0)), formats.moment(inDays(0))]).toEqual(['Jan 31, 2026', 'Jan 31, 2026, 00:00', 'Jan 31, 2026, 00:00 UTC']));
