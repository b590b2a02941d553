import { expect, it } from 'vitest';
import { Figures } from '../../../../webviews/scaling/sources/figures.ts';
import { columnsOf, rowLength, tableRows } from '../../../../webviews/scaling/tableRows.ts';
import { seriesOf, t0 } from './frames.ts';

const figures = new Figures(seriesOf('local', { concurrency: [1, 5, 2, null], invocations: [4, 6, 1, null], p50: [10, null, 30, null] }));
const columns = columnsOf(figures);

it('has a column for each figure that the source knows', () => expect(columns.map(({ metric }) => metric)).toEqual(['concurrency', 'invocations', 'p50']));

it('has rows of the source’s own steps, newest first, without those of which nothing is known', () =>
  expect(tableRows(figures, columns, t0, t0 + 4000, 1000)).toEqual([
    { start: t0 + 2000, values: [2, 1, 30] },
    { start: t0 + 1000, values: [5, 6, undefined] },
    { start: t0, values: [1, 4, 10] },
  ]));

it('has peaks of levels and sums of counts where a row is several steps', () =>
  expect(tableRows(figures, columns, t0, t0 + 4000, 2000)).toEqual([{ start: t0 + 2000, values: [2, 1, 30] }, { start: t0, values: [5, 10, 10] }]));

it('has no more rows than one reads', () => expect([60, 300, 900].map((seconds) => rowLength(figures, t0, t0 + seconds * 1000))).toEqual([1000, 5000, 10_000]));
