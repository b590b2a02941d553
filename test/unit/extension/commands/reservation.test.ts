import { expect, it } from 'vitest';
import { parseReservation } from '../../../../src/extension/commands/reservation.ts';

it.each([
  { text: '5', expected: { type: 'valid', reserved: 5 } },
  { text: ' 0 ', expected: { type: 'valid', reserved: 0 } },
  { text: '', expected: { type: 'valid', reserved: undefined } },
  { text: '-1', expected: { type: 'invalid' } },
  { text: '1.5', expected: { type: 'invalid' } },
  { text: '1e3', expected: { type: 'invalid' } },
  { text: 'ten', expected: { type: 'invalid' } },
  { text: '99999999999999999999', expected: { type: 'invalid' } },
])('"$text"', ({ text, expected }) => expect(parseReservation(text)).toEqual(expected));
