import type { InvocationPoint, PointKind } from '../../src/lambda/scaling/timeline/invocationPoints.ts';
import type { Timeline } from '../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import type { ScalingStrings } from '../../src/protocol/webview/scaling.ts';
import type { ChartData, ChartLine, Painter } from '../shared/chart.ts';
import type { Formats } from '../shared/format.ts';
import type { ColorRole } from '../shared/theme.ts';
import { flowAt, totalOf } from './frameLookup.ts';
import type { LegendItem, Mark } from './legendItem.ts';
import { drawMarks } from './marks.ts';
import { drawOffScale } from './offScale.ts';

const quantiles = ['max', 'p90', 'p50'] as const;
type Quantile = (typeof quantiles)[number];

const looks: Readonly<Record<Quantile, ChartLine>> = {
  p50: { color: 'blue', width: 2 },
  p90: { color: 'purple', width: 1.5, dash: [5, 3] },
  max: { color: 'foreground', width: 1, dash: [1, 3], alpha: 0.8 },
};
const timeoutDash = [6, 4];

export const durationLines: readonly ChartLine[] = quantiles.map((quantile) => looks[quantile]);

const marks: Readonly<Record<Exclude<PointKind, 'warm'>, { readonly mark: Mark; readonly color: ColorRole }>> = {
    cold: { mark: 'diamond', color: 'yellow' },
  error: { mark: 'cross', color: 'orange' },
  timeout: { mark: 'cross', color: 'red' },
};

/** Invocations of the frame one by one. Warm ones only while all of the window are kept: half a cloud would mislead. */
export interface DurationPoints {
  readonly warm: readonly InvocationPoint[];
  readonly notable: readonly InvocationPoint[];
}

export function pointsOf(timeline: Timeline, { from, to, view: { functionName } }: TimelineFrame): DurationPoints {
  const index = functionName === undefined ? undefined : timeline.indexOf(functionName);
  return {
    warm: timeline.warm.covers(from) ? timeline.warm.read(from, to, index) : [],
    notable: timeline.notable.read(from, to, index),
  };
}

/** What the caller waited for: a cold start with its init. */
function waited({ durationMs, initMs }: InvocationPoint): number {
  return durationMs + initMs;
}

const lowest = 0.1;

export function durationData(frame: TimelineFrame, points: DurationPoints): ChartData {
  const { flows, from, to } = frame;
  const values = flows.flatMap(({ durations }) => (durations === undefined ? [] : [durations.p50, durations.max]));
  const all = [...values, ...points.notable.map(waited)];
  let [smallest, largest] = [Number.POSITIVE_INFINITY, lowest];
  for (const value of all) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  for (const { durationMs } of points.warm) smallest = Math.min(smallest, durationMs);
  const timeout = timeoutWithin(frame, largest);
  const min = all.length === 0 ? 1 : Math.max(lowest, roundBelow(smallest));
  const max = all.length === 0 ? 1000 : roundAbove(Math.max(largest * 1.15, timeout === undefined ? 0 : timeout * 1.15, min * 8));
  return {
    at: flows.map(({ start }) => start),
    columns: quantiles.map((quantile) => flows.map(({ durations }) => (durations === undefined ? null : Math.max(lowest, durations[quantile])))),
    from,
    to,
    min,
    max,
  };
}

function roundAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([1, 2, 5].find((factor) => factor * decade >= value) ?? 10);
}

function roundBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([5, 2].find((factor) => factor * decade <= value) ?? 1);
}

/** The timeout, where it is near enough to be drawn. */
function timeoutWithin({ limits }: TimelineFrame, largest: number): number | undefined {
  const timeout = limits?.timeoutMs;
  return timeout !== undefined && timeout <= largest * 100 ? timeout : undefined;
}

export function durationLegend(frame: TimelineFrame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const flow = flowAt(frame, at);
  const durations = flow?.durations;
  const text = (value: number | undefined): string => (value === undefined ? '–' : formats.duration(value));
  const names: Readonly<Record<Quantile, string>> = { p50: strings.p50, p90: strings.p90, max: strings.maximum };
  const cold = totalOf(frame.flows, (each) => each.cold);
  const timeout = frame.limits?.timeoutMs;
  const quantileItems = quantiles.toReversed().map((quantile): LegendItem => ({
    label: names[quantile],
    swatch: { kind: 'line', ...looks[quantile] },
    value: text(durations?.[quantile]),
    wide: true,
  }));
  return [
    ...quantileItems,
    ...(cold === 0 ? [] : [{ label: strings.coldStartLegend, swatch: { kind: 'mark', ...marks.cold }, value: flow === undefined ? '–' : formats.count(flow.cold) } as const]),
    ...(timeout === undefined ? [] : [{ label: strings.timeout, swatch: { kind: 'line', color: 'red', dash: timeoutDash }, value: formats.duration(timeout), wide: true } as const]),
  ];
}

/** Up to this many invocations are drawn as dots over the lines; more, as a cloud under them. */
const cloud = 150;

export function drawWarm(painter: Painter, points: DurationPoints): void {
  if (points.warm.length > cloud) drawMarks(painter, 'speck', 'blue', places(painter, points.warm));
}

export function drawNotable(painter: Painter, frame: TimelineFrame, points: DurationPoints, max: number, strings: ScalingStrings, formats: Formats): void {
  const { context, theme, plot, y } = painter;
  const timeout = frame.limits?.timeoutMs;
  if (timeout !== undefined && timeout <= max) {
    context.setLineDash(timeoutDash);
    context.strokeStyle = theme.colors.red;
    context.lineWidth = 1.25;
    context.beginPath();
    context.moveTo(plot.left, Math.round(y(timeout)) + 0.5);
    context.lineTo(plot.left + plot.width, Math.round(y(timeout)) + 0.5);
    context.stroke();
    context.setLineDash([]);
  } else if (timeout !== undefined) drawOffScale(painter, [`${strings.timeout} ${formats.duration(timeout)}`]);
  if (points.warm.length <= cloud) drawMarks(painter, 'dot', 'blue', places(painter, points.warm));
  for (const kind of ['cold', 'error', 'timeout'] as const) {
    const { mark, color } = marks[kind];
    const own = points.notable.filter((point) => point.kind === kind);
    drawMarks(painter, own.length > cloud ? 'speck' : mark, color, places(painter, own));
  }
}

function places({ x, y }: Painter, points: readonly InvocationPoint[]): [number, number][] {
  return points.map((point) => [x(point.at), y(Math.max(lowest, waited(point)))]);
}
