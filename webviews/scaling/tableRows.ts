import type { FlowBucket } from '../../src/lambda/scaling/timeline/flowSeries.ts';
import type { TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import { throttledIn } from './frameLookup.ts';

export interface TableRow {
  readonly start: number;
  /** Peaks of the bucket. */
  readonly executing: number | undefined;
  readonly environments: number | undefined;
  readonly accepted: number;
  readonly throttled: number;
  readonly errors: number;
  readonly cold: number;
  readonly durations: FlowBucket['durations'];
}

/** The frame's buckets, newest first. */
export function tableRows({ flows, levels }: TimelineFrame): TableRow[] {
  return flows.toReversed().map((flow) => ({
    start: flow.start,
    executing: peakBetween(levels.at, levels.executing, flow),
    environments: peakBetween(levels.at, levels.environments, flow),
    accepted: flow.started,
    throttled: throttledIn(flow),
    errors: flow.errors,
    cold: flow.cold,
    durations: flow.durations,
  }));
}

function peakBetween(at: readonly number[], values: readonly (number | null)[], { start, end }: FlowBucket): number | undefined {
  let peak: number | undefined;
  for (let index = 0; index < at.length; index++) {
    const [moment = 0, value] = [at[index], values[index]];
    if (moment < start || moment >= end || value === null || value === undefined) continue;
    peak = Math.max(peak ?? 0, value);
  }
  return peak;
}
