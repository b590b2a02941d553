import { expect, test } from 'vitest';
import { parseRate, parseSeconds } from '../../../../src/extension/load/loadNumbers.ts';

test.each([
  ['50', 50],
  [' 0.5 ', 0.5],
  ['5000', 5000],
  ['0', undefined],
  ['-1', undefined],
  ['5001', undefined],
  ['1e3', undefined],
  ['fast', undefined],
  ['', undefined],
])('the rate %j is %j', (text, expected) => {
  expect(parseRate(text)).toBe(expected);
});

test.each([
  ['60', 60],
  ['90s', 90],
  [' 10m ', 600],
  ['10 min', 600],
  ['1.5h', 5_400],
  ['0.5', 0.5],
  ['24h', 86_400],
  ['25h', undefined],
  ['0s', undefined],
  ['1d', undefined],
  ['1.5.2', undefined],
  ['m', undefined],
  ['', undefined],
])('the time %j is %j seconds', (text, expected) => {
  expect(parseSeconds(text)).toBe(expected);
});
