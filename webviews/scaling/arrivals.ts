import type { FlowBucket } from '../../src/lambda/scaling/timeline/flowSeries.ts';
import { type DrawnThrottleReason, throttleReasons } from '../../src/lambda/scaling/rules/throttleReasons.ts';
import type { TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import type { ScalingStrings } from '../../src/protocol/webview/scaling.ts';
import type { ChartData, Painter } from '../shared/chart.ts';
import type { Formats } from '../shared/format.ts';
import { type Hatch, hatched } from '../shared/hatch.ts';
import type { ColorRole } from '../shared/theme.ts';
import { roundMax } from '../shared/ticks.ts';
import { flowAt, throttledIn, totalOf } from './frameLookup.ts';
import type { LegendItem } from './legendItem.ts';
import { drawMarks } from './marks.ts';

/** Slopes: too many at once. Level and upright lines: too fast. */
const throttleLooks: Readonly<Record<DrawnThrottleReason, { readonly color: ColorRole; readonly hatch: Hatch }>> = {
  ReservedFunctionConcurrentInvocationLimitExceeded: { color: 'red', hatch: 'rising' },
  ConcurrentInvocationLimitExceeded: { color: 'red', hatch: 'falling' },
  ReservedFunctionInvocationRateLimitExceeded: { color: 'purple', hatch: 'level' },
  FunctionInvocationRateLimitExceeded: { color: 'purple', hatch: 'upright' },
  other: { color: 'red', hatch: 'level' },
};

export function arrivalsData({ flows, from, to }: TimelineFrame): ChartData {
  const highest = Math.max(0, ...flows.map((flow) => Math.max(flow.started + throttledIn(flow), flow.errors)));
  return { at: [], columns: [], from, to, min: 0, max: roundMax(highest) };
}

/** The reasons for which anything was throttled in the frame, with their place in `throttled`. */
function reasonsIn(frame: TimelineFrame): { reason: DrawnThrottleReason; index: number }[] {
  return throttleReasons
    .map((reason, index) => ({ reason, index }))
    .filter(({ index }) => frame.flows.some(({ throttled }) => (throttled[index] ?? 0) > 0));
}

export function arrivalsLegend(frame: TimelineFrame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const flow = flowAt(frame, at);
  const text = (value: ((flow: FlowBucket) => number)): string => (flow === undefined ? '–' : formats.count(value(flow)));
  const errors = totalOf(frame.flows, (each) => each.errors);
  return [
    { label: strings.accepted, swatch: { kind: 'area', color: 'blue' }, value: text(({ started }) => started) },
    ...reasonsIn(frame).map(({ reason, index }): LegendItem => ({
      label: strings.throttledBy[reason],
      swatch: { kind: 'hatch', ...throttleLooks[reason] },
      value: text(({ throttled }) => throttled[index] ?? 0),
    })),
    ...(errors === 0 ? [] : [{ label: strings.errors, swatch: { kind: 'mark', color: 'orange', mark: 'cross' }, value: text((each) => each.errors) } as const]),
  ];
}

/** Bars: what was accepted, and on top what was throttled, by reason. Crosses: how many failed. */
export function drawArrivals(painter: Painter, frame: TimelineFrame): void {
  const { context, theme, x, y } = painter;
  const floor = y(0);
  for (const flow of frame.flows) {
    const left = Math.round(x(flow.start)) + 1;
    const width = Math.max(1, Math.round(x(flow.end)) - left - (x(flow.end) - x(flow.start) > 5 ? 1 : 0));
    let top = floor;
    const bar = (count: number, style: string | CanvasPattern, alpha: number): void => {
      if (count === 0) return;
      const next = Math.round(top - (floor - y(count)));
      context.globalAlpha = alpha;
      context.fillStyle = style;
      context.fillRect(left, next, width, top - next);
      top = next;
    };
    const complete = flow.end <= frame.to;
    bar(flow.started, theme.colors.blue, complete ? 0.75 : 0.45);
    throttleReasons.forEach((reason, index) => {
      const { color, hatch } = throttleLooks[reason];
      bar(flow.throttled[index] ?? 0, hatched(context, hatch, theme.colors[color]), 1);
    });
  }
  context.globalAlpha = 1;
  const failed = frame.flows.filter(({ errors }) => errors > 0);
  drawMarks(painter, 'cross', 'orange', failed.map(({ start, end, errors }) => [x((start + end) / 2), y(errors)]));
}
