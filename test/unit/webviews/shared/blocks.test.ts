import { describe, expect, it } from 'vitest';
import { blocksOf, sumOf } from '../../../../webviews/shared/blocks.ts';
import { lowestWithin, peakWithin, totalWithin } from '../../../../webviews/shared/track.ts';
import { stackRuns, traceLine } from '../../../../webviews/shared/trackPaths.ts';

/** Many values, with gaps: one by one, and one whole stretch. */
const values = Float64Array.from({ length: 10_000 }, (_, index) => (index % 97 === 0 || (index >= 3000 && index < 3700) ? Number.NaN : 50 + 50 * Math.sin(index / 40) - (index % 13 === 0 ? 30 : 0)));
const track = { start: 0, periodMs: 10, values };
const of = (first: number, last: number) => Array.from(values.subarray(first, last + 1)).filter((value) => !Number.isNaN(value));

describe('blocks', () => {
  it('are as large as they may be', () => expect([8, 15, 16, 100].map((atMost) => blocksOf(values, atMost)?.size)).toEqual([8, 8, 16, 64]));
  it('are not worth it for few values', () => expect([blocksOf(values.slice(0, 100), 64), blocksOf(values, 4)]).toEqual([undefined, undefined]));
  it('have the extremes and the last of their values', () => {
    const blocks = blocksOf(values, 32);
    for (const block of [0, 7, 93, 94, 100, 312]) {
      const own = of(block * 32, block * 32 + 31);
      const [lowest, highest, latest] = own.length === 0 ? [Number.NaN, Number.NaN, Number.NaN] : [Math.min(...own), Math.max(...own), own.at(-1)];
      expect([blocks?.lowest[block], blocks?.highest[block], blocks?.latest[block]]).toEqual([lowest, highest, latest]);
      expect(blocks?.highestAt[block]).toBe(own.length === 0 ? -1 : values.indexOf(highest ?? 0, block * 32));
    }
  });
});

describe('ranges of many values', () => {
  it.each([[0, 9999], [5, 70], [63, 64], [2950, 3750], [9990, 9999]])('from %i to %i say what each of them says', (first, last) => {
    const [from, to] = [first * 10, (last + 1) * 10];
    const own = of(first, last);
    expect(peakWithin(track, from, to)).toBe(Math.max(...own));
    expect(lowestWithin(track, from, to)).toBe(Math.min(...own.filter((value) => value > 0)));
    expect(totalWithin(track, from, to)).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / 100, 6);
    expect(sumOf(values, first, last)).toBeCloseTo(own.reduce((sum, value) => sum + value, 0), 6);
  });
  it('in a gap say nothing', () => expect([peakWithin(track, 31_000, 36_000), lowestWithin(track, 31_000, 36_000), totalWithin(track, 31_000, 36_000)]).toEqual([undefined, undefined, 0]));
});

describe('drawing many values', () => {
  const projection = { from: 3, to: 99_987, left: 0, width: 400, y: (value: number) => -value };

  it('loses no peak of a line, and breaks it at its gap', () => {
    const heights: number[] = [];
    let pieces = 0;
    traceLine(track, projection, { moveTo: (_, y) => void (pieces++, heights.push(-y)), lineTo: (_, y) => void heights.push(-y) });
    expect([Math.max(...heights), Math.min(...heights)]).toEqual([Math.max(...of(0, 9999)), Math.min(...of(0, 9999))]);
    expect(pieces).toBe(2);
    expect(heights.length).toBeLessThan(2500);
  });

  it('loses none of a stack', () => {
    const runs = stackRuns([track, { ...track, values: values.map((value) => value / 2) }], projection);
    expect(runs).toHaveLength(2);
    expect(Math.max(...runs.flat().map(({ heights }) => heights[1] ?? 0))).toBeCloseTo(1.5 * Math.max(...of(0, 9999)), 9);
    for (const run of runs) run.forEach(({ x0 }, index) => expect(x0).toBeCloseTo(run[index - 1]?.x1 ?? x0, 9));
  });
});
