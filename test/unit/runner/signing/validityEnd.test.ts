import { expect, test } from 'vitest';

import { isAllowedValidity, validityEnd } from '../../../../src/runner/signing/validityEnd.ts';

test.each([
  ['2026-03-04T05:06:07.000Z', 135, 'MONTHS', '2037-06-04T05:06:07.000Z'],
  ['2026-01-31T00:00:00.000Z', 1, 'MONTHS', '2026-02-28T00:00:00.000Z'],
  ['2024-02-29T12:00:00.000Z', 1, 'YEARS', '2025-02-28T12:00:00.000Z'],
  ['2026-12-31T23:59:59.000Z', 2, 'MONTHS', '2027-02-28T23:59:59.000Z'],
  ['2026-03-04T05:06:07.000Z', 30, 'DAYS', '2026-04-03T05:06:07.000Z'],
] as const)('%s and %i %s is %s', (from, value, type, end) => {
  expect(new Date(validityEnd(Date.parse(from), { value, type })).toISOString()).toBe(end);
});

test.each([
  [135, 'MONTHS', true],
  [136, 'MONTHS', false],
  [11, 'YEARS', true],
  [12, 'YEARS', false],
  [1, 'DAYS', true],
  [4109, 'DAYS', true],
  [4120, 'DAYS', false],
  [0, 'DAYS', false],
  [-1, 'MONTHS', false],
  [1.5, 'MONTHS', false],
  [1e300, 'YEARS', false],
] as const)('%d %s: %s', (value, type, allowed) => {
  expect(isAllowedValidity(Date.UTC(2026, 2, 4), { value, type })).toBe(allowed);
});
