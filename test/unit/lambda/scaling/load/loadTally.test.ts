import { expect, test } from 'vitest';
import { sumOf } from '../../../../../src/lambda/scaling/load/loadResult.ts';
import { LoadTally } from '../../../../../src/lambda/scaling/load/loadTally.ts';

function tallied(reasons: readonly string[]): LoadTally {
  const tally = new LoadTally();
  for (const reason of reasons) {
    tally.send(0, 0);
    tally.answered(0, { type: 'throttled', reason }, 1);
    tally.send(0, 0);
    tally.answered(0, { type: 'failed', code: reason }, 1);
  }
  return tally;
}

test('names that every object has are counted as any others', () => {
  const { throttled, failed } = tallied(['constructor', 'constructor', 'toString', '__proto__']).result(0, 'time', 1000);
  for (const counts of [throttled, failed]) {
    expect(Object.entries(counts)).toEqual([['constructor', 2], ['toString', 1], ['__proto__', 1]]);
    expect(sumOf(counts)).toBe(4);
  }
});

test('of names without end, the first are told apart, and all are counted', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `${index} ${'x'.repeat(1000)}`);
  const { throttled } = tallied(names).result(0, 'time', 1000);
  expect(sumOf(throttled)).toBe(1000);
  expect(Object.keys(throttled)).toHaveLength(51);
  expect(throttled['other']).toBe(950);
  expect(Object.keys(throttled).every((name) => name.length <= 100)).toBe(true);
});
