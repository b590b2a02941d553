import type { GraphSeries } from '../../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { MetricsSource } from '../../../../src/lambda/scaling/metrics/scalingSeries.ts';
import { Timeline } from '../../../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineEvent, TimelineFunction } from '../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { timelineSeries } from '../../../../src/lambda/scaling/timeline/timelineSeries.ts';
import type { Frame } from '../../../../webviews/scaling/frame.ts';
import { Figures } from '../../../../webviews/scaling/sources/figures.ts';
import { functionOf } from '../../lambda/scaling/timeline/timelineScript.ts';

export const t0 = 1_700_000_100_000;

export const run = (at: number, ms: number, cold = false): TimelineEvent[] => [
  { type: 'environmentChanged', at: t0 + at, environment: { id: `e${at}`, functionName: 'orders', version: '$LATEST', state: 'idle', startedAt: t0 + at } },
  { type: 'invocationStarted', at: t0 + at, requestId: `r${at}`, functionName: 'orders', environmentId: `e${at}`, cold },
  { type: 'invocationEnded', at: t0 + at + ms, requestId: `r${at}`, functionName: 'orders', environmentId: `e${at}`, durationMs: ms, outcome: 'success', ...(cold && { initDurationMs: 400 }) },
];

export const throttle = (at: number, rule: string): TimelineEvent => ({ type: 'throttled', at: t0 + at, functionName: 'orders', reason: 'told', rule });

/** A timeline of these events, in the order of time. */
export function timelineWith(events: readonly TimelineEvent[], functions: readonly TimelineFunction[] = [functionOf('orders')]): Timeline {
  const timeline = new Timeline({ since: t0, accountConcurrency: 1000, rateScale: 1, functions, environments: [], history: [] });
  for (const event of [...events].sort((a, b) => a.at - b.at)) timeline.append(event);
  return timeline;
}

/** Four seconds of a Local region. */
export function localFrame(timeline: Timeline, functionName?: string): Frame {
  const [from, to] = [t0, t0 + 3999];
  return frameOf([new Figures(timelineSeries(timeline, { functionName, from, to, partial: true }))], {
    functionName, limits: timeline.limits.at(to, functionName), timeoutMs: timeline.limits.at(to, functionName)?.timeoutMs,
  });
}

export function seriesOf(source: MetricsSource, columns: GraphSeries['columns'], periodMs = 1000): GraphSeries {
  const length = Math.max(0, ...Object.values(columns).map((column) => column.length));
  return { source, functionName: 'orders', periodMs, at: Array.from({ length }, (_, index) => t0 + index * periodMs), columns, annotations: [] };
}

export function frameOf(sources: readonly Figures[], more: Partial<Frame> = {}): Frame {
  const primary = sources[0] ?? new Figures(seriesOf('local', {}));
  return { from: t0, to: t0 + 4000, functionName: 'orders', sources, primary, limits: undefined, timeoutMs: undefined, annotations: [], ...more };
}
