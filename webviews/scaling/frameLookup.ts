import type { FlowBucket } from '../../src/lambda/scaling/timeline/flowSeries.ts';
import type { LevelColumns, TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';

/** The level columns' index of a moment; the last where none is asked for. Undefined outside of the frame. */
export function levelIndex({ levels, view }: TimelineFrame, at: number | undefined): number | undefined {
  const first = levels.at[0];
  if (first === undefined) return undefined;
  const index = at === undefined ? levels.at.length - 1 : Math.floor((at - first) / view.window.levelMs);
  return index >= 0 && index < levels.at.length ? index : undefined;
}

export function levelAt(frame: TimelineFrame, column: Exclude<keyof LevelColumns, 'at'>, at: number | undefined): number | undefined {
  const index = levelIndex(frame, at);
  return index === undefined ? undefined : (frame.levels[column][index] ?? undefined);
}

/** The bucket of a moment; the last where none is asked for. */
export function flowAt({ flows, view }: TimelineFrame, at: number | undefined): FlowBucket | undefined {
  if (at === undefined) return flows.at(-1);
  const first = flows[0];
  return first === undefined ? undefined : flows[Math.floor((at - first.start) / view.window.flowMs)];
}

/** The highest level of the frame; 0 where none is known. */
export function peakOf(values: readonly (number | null)[]): number {
  let peak = 0;
  for (const value of values) if (value !== null && value > peak) peak = value;
  return peak;
}

/** The sum of a count over the frame. */
export function totalOf(flows: readonly FlowBucket[], count: (flow: FlowBucket) => number): number {
  return flows.reduce((sum, flow) => sum + count(flow), 0);
}

export function throttledIn({ throttled }: FlowBucket): number {
  return throttled.reduce((sum, count) => sum + count, 0);
}
