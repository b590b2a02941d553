import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../../../webviews/scaling/exports/csv.ts';
import { exportName } from '../../../../../webviews/scaling/exports/exportName.ts';
import { Figures } from '../../../../../webviews/scaling/sources/figures.ts';
import { frameOf, seriesOf, t0 } from '../frames.ts';

describe('figures as CSV', () => {
  const at = (seconds: number) => new Date(t0 + seconds * 1000).toISOString();

  it('have a row for each source and step, and a field for each figure', () => {
    const sources = [new Figures(seriesOf('local', { concurrency: [1, null], p50: [2.5, 3] })), new Figures(seriesOf('aws', { concurrency: [9] }, 60_000))];
    expect(csvOf(frameOf(sources)).split('\r\n')).toEqual([
      'source,function,time,periodSeconds,concurrency,p50',
      `local,orders,${at(0)},1,1,2.5`,
      `local,orders,${at(1)},1,,3`,
      `aws,orders,${at(0)},60,9,`,
      '',
    ]);
  });

  it('are those of the range, without steps of which nothing is known', () =>
    expect(csvOf(frameOf([new Figures(seriesOf('local', { errors: [null, 1, 2, 3] }))], { from: t0, to: t0 + 3000 })).match(/\r\n/g)).toHaveLength(3));

  it('are no formulas, whatever a function is called', () => {
    const series = { ...seriesOf('local', { errors: [1] }), functionName: '=cmd|"x",1' };
    expect(csvOf(frameOf([new Figures(series)]))).toContain('local,"\'=cmd|""x"",1",');
  });
});

it('names files as every system takes them', () => {
  const at = Date.UTC(2026, 0, 31, 14, 5, 9);
  expect([exportName('orders:live', at), exportName(undefined, at)]).toEqual(['scaling-orders_live-2026-01-31T14-05-09', 'scaling-all-2026-01-31T14-05-09']);
});
