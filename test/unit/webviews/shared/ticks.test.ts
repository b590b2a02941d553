import { describe, expect, it } from 'vitest';
import { countTicks, logTicks, roundMax, timeTicks } from '../../../../webviews/shared/ticks.ts';

describe('timeTicks', () => {
  const check = (seconds: number, width: number, step: number, first: number, count: number) => {
    const from = 1_700_000_102_300;
    const { step: chosen, ticks } = timeTicks(from, from + seconds * 1000, width, 80);
    expect({ step: chosen, first: (ticks[0] ?? 0) - from, count: ticks.length }).toEqual({ step, first, count });
  };
  it('takes steps of 5 s for a minute on 1,000 px', () => check(60, 1000, 5000, 2700, 12));
  it('takes longer steps where there is less room', () => check(60, 320, 15_000, 12_700, 4));
  it('takes minutes for a quarter of an hour', () => check(900, 1000, 120_000, 57_700, 8));
});

describe('countTicks', () => {
  const check = (max: number, height: number, expected: readonly number[]) => expect(countTicks(max, height, 25)).toEqual(expected);
  it('has every number where there is room', () => check(4, 150, [0, 1, 2, 3, 4]));
  it('leaves some out where there is none', () => check(4, 60, [0, 2, 4]));
  it('takes round numbers', () => check(120, 150, [0, 20, 40, 60, 80, 100, 120]));
  it('never divides one', () => check(2, 1000, [0, 1, 2]));
  it('stands a plot without height', () => check(10, 0, [0]));
});

describe('logTicks', () => {
  const check = (min: number, max: number, height: number, expected: readonly number[]) => expect(logTicks(min, max, height, 25)).toEqual(expected);
  it('takes powers of ten', () => check(1, 10_000, 150, [1, 10, 100, 1000, 10_000]));
  it('adds twos and fives where there is room', () => check(10, 100, 150, [10, 20, 50, 100]));
  it('leaves powers out where there is no room', () => check(0.1, 100_000, 60, [0.1, 100, 100_000]));
  it('begins where the axis begins', () => check(20, 2000, 100, [100, 1000]));
});

describe('roundMax', () => {
  const check = (value: number, expected: number) => expect(roundMax(value)).toBe(expected);
  it('leaves room for little', () => [0, 1, 3].forEach((value) => check(value, 4)));
  it('is a little above', () => check(20, 25));
  it('is not far above', () => check(95, 100));
  it('goes on to the next power', () => check(99, 120));
});
