import { describe, expect, it } from 'vitest';
import { lowestWithin, peakWithin, stepsWithin, totalWithin, trackOf, valueAt } from '../../../../webviews/shared/track.ts';
import { type Projection, stackRuns, traceBand, traceLine } from '../../../../webviews/shared/trackPaths.ts';

const track = trackOf([1000, 2000, 4000], 1000, [5, null, 7]);

describe('a track', () => {
  it('has gaps where nothing is known', () => expect([...track.values]).toEqual([5, Number.NaN, Number.NaN, 7]));
  it('has a value for the whole step', () => expect([999, 1000, 1999, 2500, 4999, 5000].map((at) => valueAt(track, at))).toEqual([undefined, 5, 5, undefined, 7, undefined]));
  it('knows its peak in a range', () => expect([peakWithin(track, 0, 9000), peakWithin(track, 0, 2000), peakWithin(track, 2000, 4000)]).toEqual([7, 5, undefined]));
  it('knows its lowest in a range', () => expect(lowestWithin(track, 0, 9000)).toBe(5));
  it('adds up a rate', () => expect(totalWithin(trackOf([0, 500], 500, [4, 6]), 0, 1000)).toBe(5));
  it('finds the steps of a range, in part too', () => {
    expect(stepsWithin(track, 1500, 2500)).toEqual([0, 1]);
    expect(stepsWithin(track, 1000, 2000)).toEqual([0, 0]);
  });
});

const projection = (from: number, to: number, width: number): Projection => ({ from, to, left: 0, width, y: (value) => value });

function drawn(draw: (sink: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void; closePath(): void }) => void): string[] {
  const path: string[] = [];
  draw({ moveTo: (x, y) => void path.push(`M${x},${y}`), lineTo: (x, y) => void path.push(`L${x},${y}`), closePath: () => void path.push('Z') });
  return path;
}

describe('a line', () => {
  it('goes in steps and leaves gaps', () =>
    expect(drawn((sink) => traceLine(trackOf([0, 1, 3], 1, [5, 6, 7]), projection(0, 4, 40), sink))).toEqual(['M0,5', 'L10,5', 'L10,6', 'L20,6', 'M30,7', 'L40,7']));

  it('keeps every peak where many steps fall on a pixel', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index === 5004 ? 99 : index === 5005 ? -3 : 1));
    const path = drawn((sink) => traceLine(trackOf(values.map((_, index) => index), 1, values), projection(0, 10_000, 100), sink));
    expect(path.some((each) => each.endsWith(',99'))).toBe(true);
    expect(path.some((each) => each.endsWith(',-3'))).toBe(true);
    expect(path.length).toBeLessThan(20);
  });

  it('costs no more than the chart is wide, however many steps there are', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 101);
    const path = drawn((sink) => traceLine(trackOf(values.map((_, index) => index), 1, values), projection(0, 100_000, 500), sink));
    expect(path.length).toBeLessThanOrEqual(500 * 2 + 2);
  });

  it('goes on from where the last step on a pixel was, in a straight line', () => {
    const values = [...Array.from({ length: 100 }, (_, index) => [3, 9, 1, 5][index % 4] ?? 0), ...Array.from({ length: 100 }, () => 5), 8, 8];
    const path = drawn((sink) => traceLine(trackOf(values.map((_, index) => index), 1, values), projection(0, 200, 50), sink));
    expect(path.slice(-4)).toEqual(['L24,9', 'L24,1', 'L25,5', 'L50,5']);
  });

  it('shows what a range cuts, from edge to edge', () =>
    expect(drawn((sink) => traceLine(trackOf([0, 10], 10, [1, 2]), projection(5, 15, 100), sink))).toEqual(['M0,1', 'L50,1', 'L50,2', 'L100,2']));
});

describe('a stack', () => {
  const tracks = [trackOf([0, 1, 2], 1, [1, 2, null]), trackOf([0, 1, 2], 1, [3, 4, null])];

  it('stands each band on those below', () => {
    const runs = stackRuns(tracks, projection(0, 3, 30));
    expect(drawn((sink) => traceBand(runs, 1, (value) => value, sink))).toEqual(['M0,4', 'L10,4', 'L10,6', 'L20,6', 'L20,2', 'L10,2', 'L10,1', 'L0,1', 'Z']);
  });

  it('is drawn as it was when it was highest, where many steps fall on a pixel', () => {
    const many = (peak: number, rest: number) => trackOf([...Array(1000).keys()], 1, Array.from({ length: 1000 }, (_, index) => (index === 400 ? peak : rest)));
    const stacked = [many(1, 3), many(20, 2)];
    const samples = stackRuns(stacked, projection(0, 1000, 10)).flat();
    expect(samples.map(({ heights }) => heights)).toEqual(Array.from({ length: 10 }, (_, pixel) => (pixel === 4 ? [1, 21] : [3, 5])));
  });
});
