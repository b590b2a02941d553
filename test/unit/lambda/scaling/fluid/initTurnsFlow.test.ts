import { expect, test } from 'vitest';
import { InitTurnsFlow } from '../../../../../src/lambda/scaling/simulation/fluid/initTurnsFlow.ts';

test('so many begin as slots become free, in the order of asking, whoever asks', () => {
  const turns = new InitTurnsFlow(4);
  const first = {};
  const second = {};
  expect(turns.pass(first, 100, 1, 0)).toBe(2);
  expect(turns.waiting(first)).toBe(98);
  expect(turns.pass(second, 50, 1, 10)).toBe(0);
  expect(turns.pass(first, 0, 1, 10)).toBe(40);
  expect(turns.endOf(0, 1)).toBe((58 + 50) / 4);
  expect(turns.pass(second, 0, 1, 20)).toBe(0);
  expect(turns.pass(second, 0, 1, 37)).toBe(50);
  expect(turns.waiting(second)).toBe(0);
});
