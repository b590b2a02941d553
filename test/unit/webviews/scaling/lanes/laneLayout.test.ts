import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../../../src/lambda/scaling/timeline/lane.ts';
import { layOutLanes as layOutSections, type LaneLayout, rowAt, rowsWithin } from '../../../../../webviews/scaling/lanes/laneLayout.ts';

const lane = (id: string, startedAt: number, endedAt = Number.POSITIVE_INFINITY, functionName = 'orders'): Lane => ({
  id, functionName, version: '$LATEST', provisioned: false, startedAt, endedAt, state: endedAt === Number.POSITIVE_INFINITY ? 'idle' : 'stopped', invocations: 0, segments: [],
});
const layOutLanes = (lanes: readonly Lane[], from: number, to: number, functionName: string | undefined, available: number): LaneLayout =>
  layOutSections([{ source: 'local', lanes }], { from, to, functionName }, available);
const many = (count: number) => Array.from({ length: count }, (_, index) => lane(`e${index}`, index));
const names = (lanes: readonly Lane[], functionName?: string) =>
  layOutLanes(lanes, 100, 200, functionName, 500).rows.map((row) => (row.kind === 'lane' ? row.lane.id : `${row.functionName} ${row.alive}`));

describe('rows', () => {
  it('are grouped by function, with how many are alive', () =>
    expect(names([lane('w', 150, undefined, 'worker'), lane('a', 50), lane('b', 50, 150)])).toEqual(['orders 1', 'a', 'b', 'worker 1', 'w']));

  it('have no groups where one function is shown', () => expect(names([lane('w', 150, undefined, 'worker'), lane('a', 50)], 'orders')).toEqual(['a']));

  it('have what is alive first, in the order of starting, then what ended last', () =>
    expect(names([lane('e1', 10, 120), lane('b', 60), lane('e2', 10, 180), lane('a', 50)], 'orders')).toEqual(['a', 'b', 'e2', 'e1']));

  it('have provisioned ones first', () => expect(names([lane('a', 50), { ...lane('p', 60), provisioned: true }], 'orders')).toEqual(['p', 'a']));

  it('are headed by where they are from, where that is another region than this or more than one', () => {
    const headings = (sections: Parameters<typeof layOutSections>[0]) =>
      layOutSections(sections, { from: 100, to: 200, functionName: 'orders' }, 500).rows.flatMap((row) => (row.kind === 'heading' ? [row.source] : []));
    expect(headings([{ source: 'local', lanes: [lane('a', 50)] }])).toEqual([]);
    expect(headings([{ source: 'simulated', lanes: [lane('a', 50)] }])).toEqual(['simulated']);
    expect(headings([{ source: 'local', lanes: [lane('a', 50)] }, { source: 'simulated', lanes: [lane('b', 50)] }])).toEqual(['local', 'simulated']);
  });

  it('leave out what ended before and what starts after', () => expect(names([lane('gone', 1, 99), lane('later', 201), lane('a', 50)], 'orders')).toEqual(['a']));
});

describe('heights', () => {
  const check = (count: number, available: number, height: number) => {
    const layout = layOutLanes(many(count), 0, 1000, 'orders', available);
    expect([layout.rows[0]?.height, layout.height, layout.lanes]).toEqual([height, count * height, count]);
  };
  it('are comfortable for few', () => check(5, 200, 16));
  it('shrink so that all show', () => check(20, 200, 9));
  it('shrink no further than can be seen', () => check(1000, 200, 7));
});

describe('what shows', () => {
  const layout = layOutLanes(many(1000), 0, 2000, 'orders', 200);
  const ids = (top: number, height: number) => rowsWithin(layout, top, height).map((row) => row.kind === 'lane' && row.lane.id);

  it('is what is scrolled into view, in part too', () => expect(ids(3, 15)).toEqual(['e0', 'e1', 'e2']));
  it('is found far down', () => expect(ids(6993, 50)).toEqual(['e999']));
  it('is nothing below the end', () => expect(ids(7000, 50)).toEqual([]));

  it('is found under the pointer', () => {
    expect(rowAt(layout, 7 * 500 + 3)).toMatchObject({ lane: { id: 'e500' } });
    expect(rowAt(layout, 7000)).toBeUndefined();
  });
});
