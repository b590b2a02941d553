import { expect, it } from 'vitest';
import { formatAge, formatBytes, formatMilliseconds, formatTime, joined } from '../../../../src/extension/ui/formats.ts';

it.each([
  { ms: 0, expected: '0 ms' },
  { ms: 0.4249, expected: '0.42 ms' },
  { ms: 13.44, expected: '13.4 ms' },
  { ms: 250.6, expected: '251 ms' },
  { ms: 1254, expected: '1.25 s' },
  { ms: 61_000, expected: '61 s' },
])('$ms ms', ({ ms, expected }) => expect(formatMilliseconds(ms)).toBe(expected));

it.each([
  { ms: -5, expected: '0 s' },
  { ms: 999, expected: '0 s' },
  { ms: 59_999, expected: '59 s' },
  { ms: 60_000, expected: '1 min' },
  { ms: 7_200_000, expected: '2 h' },
  { ms: 90_000_000, expected: '1 d' },
])('an age of $ms ms', ({ ms, expected }) => expect(formatAge(ms)).toBe(expected));

it('shows memory in megabytes', () => expect(formatBytes(45.4 * 1024 * 1024)).toBe('45 MB'));

it.each([
  // Between figures and PM stands a narrow space, which is not worth a character here.
  { language: 'en', style: 'short', timeZone: 'UTC', expected: /^1\/31\/26, 11:05.PM$/ },
  { language: 'en', style: 'long', timeZone: 'UTC', expected: /^Jan 31, 2026, 11:05:06.PM$/ },
  { language: 'de', style: 'short', timeZone: 'Europe/Berlin', expected: /^01\.02\.26, 00:05$/ },
] as const)('a $style time in $language', ({ language, style, timeZone, expected }) => {
  expect(formatTime('2026-01-31T23:05:06.000+0000', language, style, timeZone)).toMatch(expected);
});

it('leaves a time that is none as it came', () => expect(formatTime('soon', 'en', 'short')).toBe('soon'));

it('joins the texts that are there', () => expect(joined(' · ', 'a', undefined, '', 'b')).toBe('a · b'));
