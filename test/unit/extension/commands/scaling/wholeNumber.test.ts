import { expect, it } from 'vitest';
import { wholeNumber } from '../../../../../src/extension/commands/scaling/wholeNumber.ts';

it.each([
  { text: '5', expected: 5 },
  { text: ' 0 ', expected: 0 },
  { text: '', expected: undefined },
  { text: '-1', expected: undefined },
  { text: '1.5', expected: undefined },
  { text: '1e3', expected: undefined },
  { text: '99999999999999999999', expected: undefined },
  { text: '2', minimum: 2, expected: 2 },
  { text: '1', minimum: 2, expected: undefined },
])('"$text" from $minimum', ({ text, minimum, expected }) => expect(wholeNumber(text, minimum)).toBe(expected));
