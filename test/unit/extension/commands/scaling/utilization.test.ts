import { expect, it } from 'vitest';
import { parseUtilization, utilizationText } from '../../../../../src/extension/commands/scaling/utilization.ts';

it.each([
  { text: '0.7', expected: 0.7 },
  { text: '0,7', expected: 0.7 },
  { text: '70%', expected: 0.7 },
  { text: ' 62.5 % ', expected: 0.625 },
  { text: '0.1', expected: 0.1 },
  { text: '90%', expected: 0.9 },
  { text: '0.09', expected: undefined },
  { text: '91%', expected: undefined },
  { text: '70', expected: 0.7 },
  { text: '9', expected: undefined },
  { text: '95', expected: undefined },
  { text: '', expected: undefined },
  { text: '-0.5', expected: undefined },
  { text: 'half', expected: undefined },
])('"$text"', ({ text, expected }) => expect(parseUtilization(text)).toBe(expected));

it.each([
  { share: 0.7, expected: '70%' },
  { share: 0.625, expected: '62.5%' },
  // Without the noise of binary fractions.
  { share: 0.57, expected: '57%' },
])('$share is proposed as $expected, and read as it was', ({ share, expected }) => {
  expect(utilizationText(share)).toBe(expected);
  expect(parseUtilization(expected)).toBe(share);
});
