import type { InvocationPoint, PointKind } from '../../../src/lambda/scaling/timeline/invocationPoints.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Painter } from '../../shared/painter.ts';
import type { Formats } from '../../shared/format.ts';
import type { Layer, LineLook } from '../../shared/layers.ts';
import type { ColorRole } from '../../shared/theme.ts';
import { lowestWithin } from '../../shared/track.ts';
import { figuresOf, type Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import type { PanelDrawing } from './chartSpec.ts';
import { drawHeatmap } from './heatmap.ts';
import { itemOf, type LegendItem, type Mark, shows, valuesOf } from './legendItem.ts';
import { drawMarks } from './marks.ts';
import { writeAt } from './lineLabels.ts';
import { drawOffScale } from './offScale.ts';

export const quantiles = ['p50', 'p90', 'p99'] as const;
type Quantile = (typeof quantiles)[number];

const looks: Readonly<Record<Quantile, LineLook>> = {
  p50: { color: 'blue', width: 2.25 },
  p90: { color: 'green', width: 1.5 },
  p99: { color: 'foreground', width: 1, alpha: 0.85 },
};
const timeoutDash = [6, 4];
const lowest = 0.1;

const marks: Readonly<Record<Exclude<PointKind, 'warm'>, { readonly mark: Mark; readonly color: ColorRole }>> = {
  cold: { mark: 'diamond', color: 'yellow' },
  error: { mark: 'cross', color: 'orange' },
  timeout: { mark: 'cross', color: 'red' },
};

/** Invocations of the frame one by one. Warm ones only while all of the range are kept: half a cloud would mislead. */
export interface LatencyPoints {
  readonly warm: readonly InvocationPoint[];
  readonly notable: readonly InvocationPoint[];
}

const noPoints: LatencyPoints = { warm: [], notable: [] };

export function pointsOf(timeline: Timeline | undefined, frame: Frame): LatencyPoints {
  if (timeline === undefined || figuresOf(frame, 'local') === undefined) return noPoints;
  const { from, to, functionName } = frame;
  const index = functionName === undefined ? undefined : timeline.indexOf(functionName);
  return { warm: timeline.warm.covers(from) ? timeline.warm.read(from, to, index) : [], notable: timeline.notable.read(from, to, index) };
}

/** What the caller waited for: a cold start with its init. */
function waited({ durationMs, initMs }: InvocationPoint): number {
  return durationMs + initMs;
}

/** A source's line has the quantile's weight; the first one's its colour too, the others' the source's. */
function lookOf(quantile: Quantile, figures: Figures, { primary }: Frame): LineLook {
  const { color, dash } = sourceLooks[figures.source];
  return { ...looks[quantile], dash, ...(figures !== primary && { color }) };
}

export function latencyDrawing(frame: Frame, timeline: Timeline | undefined, heat: boolean, strings: ScalingStrings, formats: Formats): PanelDrawing {
  const points = pointsOf(timeline, frame);
  const { min, max } = axisOf(frame, points);
  const local = figuresOf(frame, 'local');
  const heated = heat && local !== undefined && timeline !== undefined;
  return {
    min,
    max,
    layers: [
      { kind: 'paint', paint: (painter) => (heated ? drawHeatmap(painter, timeline, frame) : drawCloud(painter, points)) },
      ...frame.sources.toReversed().flatMap((figures) =>
        quantiles.toReversed().flatMap((quantile): Layer[] => {
          const track = figures.track(quantile);
          return track === undefined ? [] : [{ kind: 'line', track, look: lookOf(quantile, figures, frame) }];
        }),
      ),
      { kind: 'paint', paint: (painter) => drawTimeout(painter, frame.timeoutMs, max, strings, formats) },
      { kind: 'paint', paint: (painter) => drawNotable(painter, points, heated) },
    ],
  };
}

function axisOf({ sources, from, to, timeoutMs }: Frame, points: LatencyPoints): { readonly min: number; readonly max: number } {
  let [smallest, largest] = [Number.POSITIVE_INFINITY, 0];
  for (const figures of sources) {
    for (const metric of ['p50', 'p99', 'maxDuration'] as const) {
      const track = figures.track(metric);
      if (track === undefined) continue;
      smallest = Math.min(smallest, lowestWithin(track, from, to) ?? smallest);
      largest = Math.max(largest, figures.peak(metric, from, to) ?? 0);
    }
  }
  for (const point of points.notable) largest = Math.max(largest, waited(point));
  for (const point of points.warm) smallest = Math.min(smallest, waited(point));
  if (largest === 0) return { min: 1, max: 1000 };
  const min = Math.max(lowest, roundBelow(Math.max(lowest, Math.min(smallest, largest))));
  const timeout = timeoutMs !== undefined && timeoutMs <= largest * 100 ? timeoutMs : 0;
  return { min, max: roundAbove(Math.max(largest * 1.15, timeout * 1.15, min * 8)) };
}

function roundAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([1, 2, 5].find((factor) => factor * decade >= value) ?? 10);
}

function roundBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([5, 2].find((factor) => factor * decade <= value) ?? 1);
}

export function latencyLegend(frame: Frame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const { primary, timeoutMs } = frame;
  const duration = (value: number): string => formats.duration(value);
  return [
    ...quantiles.map((quantile) => itemOf({ label: strings[quantile], swatch: { kind: 'line', ...lookOf(quantile, primary, frame) }, wide: true }, valuesOf(frame, at, quantile, duration))),
    ...(shows(frame, 'coldStarts') ? [{ label: strings.coldStartLegend, swatch: { kind: 'mark', ...marks.cold }, ...valuesOf(frame, at, 'coldStarts', (value) => formats.amount(value)) } as const] : []),
    ...(timeoutMs === undefined ? [] : [{ label: strings.timeout, swatch: { kind: 'line', color: 'red', dash: timeoutDash }, value: duration(timeoutMs), wide: true, quiet: true } as const]),
  ];
}

/** Up to this many invocations are drawn as dots over the lines; more, as a cloud under them. */
const cloud = 150;

function drawCloud(painter: Painter, { warm }: LatencyPoints): void {
  drawMarks(painter, warm.length > cloud ? 'speck' : 'dot', 'blue', places(painter, warm));
}

function drawNotable(painter: Painter, { notable }: LatencyPoints, heated: boolean): void {
  for (const kind of ['cold', 'error', 'timeout'] as const) {
    const { mark, color } = marks[kind];
    const own = notable.filter((point) => point.kind === kind);
    drawMarks(painter, own.length > (heated ? cloud / 3 : cloud) ? 'speck' : mark, color, places(painter, own));
  }
}

function drawTimeout(painter: Painter, timeoutMs: number | undefined, max: number, strings: ScalingStrings, formats: Formats): void {
  if (timeoutMs === undefined) return;
  if (timeoutMs > max) return void drawOffScale(painter, [`${strings.timeout} ${formats.duration(timeoutMs)}`]);
  const { context, theme, plot, y } = painter;
  context.setLineDash(timeoutDash);
  context.strokeStyle = theme.colors.red;
  context.lineWidth = 1.25;
  context.beginPath();
  context.moveTo(plot.left, Math.round(y(timeoutMs)) + 0.5);
  context.lineTo(plot.left + plot.width, Math.round(y(timeoutMs)) + 0.5);
  context.stroke();
  context.setLineDash([]);
  writeAt(painter, y(timeoutMs), `${strings.timeout} ${formats.duration(timeoutMs)}`, 'red');
}

function places({ x, y }: Painter, points: readonly InvocationPoint[]): [number, number][] {
  return points.map((point) => [x(point.at), y(Math.max(lowest, waited(point)))]);
}
