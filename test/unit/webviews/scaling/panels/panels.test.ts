import { describe, expect, it } from 'vitest';
import type { TimelineEvent, TimelineFunction } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { arrivalsDrawing, arrivalsLegend } from '../../../../../webviews/scaling/panels/arrivals.ts';
import { concurrencyDrawing, concurrencyLegend } from '../../../../../webviews/scaling/panels/concurrency.ts';
import { costDrawing, costLegend } from '../../../../../webviews/scaling/panels/cost.ts';
import { latencyDrawing, latencyLegend } from '../../../../../webviews/scaling/panels/latency.ts';
import type { LegendItem } from '../../../../../webviews/scaling/panels/legendItem.ts';
import { limitFits, limitLines } from '../../../../../webviews/scaling/panels/limits.ts';
import { Figures } from '../../../../../webviews/scaling/sources/figures.ts';
import { sourceLooks } from '../../../../../webviews/scaling/sources/sourceLooks.ts';
import { Formats } from '../../../../../webviews/shared/format.ts';
import { functionOf } from '../../../lambda/scaling/timeline/timelineScript.ts';
import { frameOf, localFrame, run, seriesOf, t0, throttle, timelineWith } from '../frames.ts';
import { words as strings } from '../words.ts';

const formats = new Formats('en', 'UTC');
const said = (items: readonly LegendItem[]) => items.map(({ label, value }) => `${label} ${value}`);

describe('limits', () => {
  const check = (functions: readonly TimelineFunction[], functionName: string | undefined, expected: readonly string[]) =>
    expect(limitLines(localFrame(timelineWith(run(0, 10), functions), functionName)).map(({ metric }) => metric)).toEqual(expected);
  const plain = functionOf('orders');

  it('are the account’s for all', () => check([plain], undefined, ['accountLimit']));
  it('are what is left unreserved, too, where something is reserved', () => check([functionOf('orders', { reservedConcurrency: 5 })], undefined, ['accountLimit', 'unreservedLimit']));
  it('are its reservation for a function that has one, even of none', () => check([functionOf('orders', { reservedConcurrency: 0 })], 'orders', ['accountLimit', 'reservedLimit', 'scalingCeiling']));
  it('are what is unreserved for a function that has none', () => check([plain], 'orders', ['accountLimit', 'unreservedLimit', 'scalingCeiling']));
  it('are what is provisioned', () =>
    check([functionOf('orders', { reservedConcurrency: 9, provisioned: [{ qualifier: '1', requested: 3, allocated: 3, available: 3, status: 'READY' }] })], 'orders', ['accountLimit', 'reservedLimit', 'scalingCeiling', 'provisioned']));

  it('are drawn where they are near', () => {
    expect(limitFits(10, 0, 0)).toBe(true);
    expect(limitFits(1000, 5, 5)).toBe(false);
    expect(limitFits(1000, 400, 400)).toBe(true);
  });

  it('leave the axis to what happens where they are far', () => {
    expect(concurrencyDrawing(localFrame(timelineWith(run(0, 10))), strings, formats)).toMatchObject({ min: 0, max: 4 });
    expect(concurrencyDrawing(localFrame(timelineWith(run(0, 10), [functionOf('orders', { reservedConcurrency: 8 })]), 'orders'), strings, formats).max).toBe(10);
  });

  it('of another source are told only where they differ', () => {
    const sources = (reserved: number) => [new Figures(seriesOf('local', { concurrency: [1], reservedLimit: [5] })), new Figures(seriesOf('simulated', { concurrency: [1], reservedLimit: [reserved] }))];
    expect(limitLines(frameOf(sources(5))).map(({ figures }) => figures.source)).toEqual(['local']);
    expect(limitLines(frameOf(sources(7))).map(({ figures }) => figures.source)).toEqual(['local', 'simulated']);
  });
});

describe('sources over one another', () => {
  const sources = [new Figures(seriesOf('local', { concurrency: [1, 2], onDemand: [1, 2] })), new Figures(seriesOf('aws', { concurrency: [null, 7] })), new Figures(seriesOf('simulated', { concurrency: [3, 4] }))];

  it('are areas of the first, and lines of the others with the source’s dashes', () => {
    const { layers } = concurrencyDrawing(frameOf(sources), strings, formats);
    expect(layers.filter(({ kind }) => kind === 'stack')).toHaveLength(1);
    expect(layers.flatMap((layer) => (layer.kind === 'line' ? [layer.look.dash] : []))).toEqual([sourceLooks.aws.dash, sourceLooks.simulated.dash]);
  });

  it('have a column each, whether or not they know a figure', () => {
    const items = concurrencyLegend(frameOf(sources), t0 + 1500, strings, formats);
    expect(items.find(({ label }) => label === 'peak')).toMatchObject({ value: '2', others: [{ value: '7' }, { value: '4' }] });
    const limited = [...sources.slice(0, 2), new Figures(seriesOf('simulated', { concurrency: [3], reservedLimit: [6] }))];
    expect(concurrencyLegend(frameOf(limited), t0, strings, formats).find(({ label }) => label === 'reservedLimit')).toMatchObject({ value: '–', others: [{ value: '–' }, { value: '6' }] });
  });

  it('are never joined: each has its value', () =>
    expect(concurrencyLegend(frameOf(sources), t0 + 1500, strings, formats)[0]).toMatchObject({ value: '2', others: [{ source: 'aws', value: '7' }, { source: 'simulated', value: '4' }] }));

  it('have no value in a gap', () => expect(concurrencyLegend(frameOf(sources), t0 + 500, strings, formats)[0]?.others?.[0]?.value).toBe('–'));
  it('look apart without colours', () => expect(new Set(Object.values(sourceLooks).map(({ dash }) => dash.join(' '))).size).toBe(3));
});

describe('arrivals', () => {
  const events = [...run(100, 10), ...run(200, 10), ...run(300, 10), ...[1, 2].map((at) => throttle(at, 'unreservedConcurrency'))];

  it('stand on one another', () => expect(arrivalsDrawing(localFrame(timelineWith(events)), strings, formats).max).toBe(6));

  it('name the kinds of throttles that there were, with the rules and the values at the cursor', () => {
    const frame = localFrame(timelineWith([...events, throttle(2500, 'scalingRate')]));
    expect(said(arrivalsLegend(frame, t0 + 999, strings, formats))).toEqual(['accepted 3', 'throttledByLimit 2', 'throttledByRate 0']);
    expect(said(arrivalsLegend(frame, t0 + 2000, strings, formats))).toEqual(['accepted 0', 'throttledByLimit 0', 'throttledByRate 1']);
    expect(arrivalsLegend(frame, undefined, strings, formats).map(({ note }) => note)).toEqual([undefined, '(unreservedConcurrency 2)', '(scalingRate 1)']);
  });

  it('draw throttles by a limit and by a rate apart', () => {
    const looks = arrivalsLegend(localFrame(timelineWith([...events, throttle(3, 'scalingRate')])), undefined, strings, formats).map(({ swatch }) => JSON.stringify(swatch));
    expect(new Set(looks).size).toBe(3);
  });

  it('are rates a second, whatever the period', () => {
    const aws = new Figures(seriesOf('aws', { invocations: [120], throttles: [60] }, 60_000));
    expect(said(arrivalsLegend(frameOf([aws]), undefined, strings, formats))).toEqual(['accepted 2', 'throttles 1']);
    expect(arrivalsDrawing(frameOf([aws]), strings, formats).max).toBe(4);
  });

  it('tell of what waits', () => {
    const queue = new Figures(seriesOf('simulated', { arrivals: [5], invocations: [5], queueDepth: [40], queueAge: [2.5] }));
    expect(said(arrivalsLegend(frameOf([queue]), t0, strings, formats))).toEqual(['accepted 5', 'queueDepth 40', 'queueAge 2.50 s']);
  });
});

describe('latency', () => {
  const drawing = (events: readonly TimelineEvent[], functions?: readonly TimelineFunction[]) => {
    const timeline = timelineWith(events, functions);
    return latencyDrawing(localFrame(timeline), timeline, false, strings, formats);
  };
  const patient = [functionOf('orders', { timeoutMs: 900_000 })];

  it('ranges from round value to round value', () => expect(drawing(run(0, 30), patient)).toMatchObject({ min: 20, max: 200 }));
  it('has room for the init of a cold start', () => expect(drawing(run(0, 100, true), patient).max).toBe(5000));
  it('has room for a timeout that is near', () => expect(drawing(run(0, 30)).max).toBe(5000));
  it('has an axis without any', () => expect(drawing([throttle(1, 'x')])).toMatchObject({ min: 1, max: 1000 }));

  it('says its values at the cursor', () => {
    const frame = localFrame(timelineWith([...run(0, 30), ...run(2100, 60, true)]));
    expect(said(latencyLegend(frame, t0 + 2500, strings, formats))).toEqual(['p50 460 ms', 'p90 460 ms', 'p99 460 ms', 'coldStartLegend 1', 'timeout 3.00 s']);
    expect(said(latencyLegend(frame, t0 + 1500, strings, formats))[0]).toBe('p50 –');
  });
});

describe('utilization and cost', () => {
  const figures = new Figures(seriesOf('local', { gigabyteSeconds: [2, 4], wastedGigabyteSeconds: [1, 0], costPerHour: [3600, 7200], provisionedUtilization: [0.5, null], provisioned: [2, 2] }));

  it('counts memory at work and idle, or money', () => {
    expect(costDrawing(frameOf([figures]), 'memory', formats).max).toBe(6);
    expect(costDrawing(frameOf([figures]), 'money', formats).max).toBe(8000);
  });

  it('says what was spent', () => {
    const items = costLegend(frameOf([figures]), t0, 'memory', strings, formats);
    expect(said(items)).toEqual(['utilization 50%', 'gigabyteSeconds 2', 'wasted 1', 'dollarsPerHour $3,600.00', 'spent $3.00']);
    expect(items.filter(({ swatch }) => swatch !== undefined).map(({ label }) => label)).toEqual(['utilization', 'gigabyteSeconds', 'wasted']);

  });
});
