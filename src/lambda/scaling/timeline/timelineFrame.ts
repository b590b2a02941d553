import type { FlowBucket } from './flowSeries.ts';
import type { LimitsAt } from './limitsHistory.ts';
import type { Timeline } from './timeline.ts';
import type { TimelineWindow } from './timelineWindows.ts';

/** What a graph shows: a window that ends at `to` (milliseconds since the epoch), of one function or (undefined) of all. */
export interface TimelineView {
  readonly functionName: string | undefined;
  readonly window: TimelineWindow;
  readonly to: number;
}

/** One level step, from `at` on. Environments; null before all that is known. */
export interface LevelColumns {
  readonly at: number[];
  readonly executing: (number | null)[];
  readonly environments: (number | null)[];
  readonly account: (number | null)[];
  readonly unreserved: (number | null)[];
  readonly reserved: (number | null)[];
}

export interface TimelineFrame {
  readonly view: TimelineView;
  readonly from: number;
  readonly to: number;
  readonly levels: LevelColumns;
  /** Oldest first; those before all that is known are left out. */
  readonly flows: readonly FlowBucket[];
  /** In force at the end. */
  readonly limits: LimitsAt | undefined;
}

/** Everything of a window in buckets. */
export function readFrame(timeline: Timeline, view: TimelineView): TimelineFrame {
  const from = view.to - view.window.lengthMs;
  return { view, from, to: view.to, levels: levelsOf(timeline, view, from), flows: flowsOf(timeline, view, from), limits: timeline.limits.at(view.to, view.functionName) };
}

function levelsOf(timeline: Timeline, { functionName, window, to }: TimelineView, from: number): LevelColumns {
  const columns: LevelColumns = { at: [], executing: [], environments: [], account: [], unreserved: [], reserved: [] };
  const tier = timeline.scope(functionName)?.tier(window);
  const { levelMs } = window;
  for (let bucket = Math.floor(from / levelMs); bucket <= Math.floor(to / levelMs); bucket++) {
    const at = bucket * levelMs;
    const known = at + levelMs > timeline.since;
    const limits = known ? timeline.limits.at(at + levelMs, functionName) : undefined;
    const absent = known ? 0 : null;
    columns.at.push(at);
    columns.executing.push(tier === undefined ? absent : (tier.executing.peak(bucket) ?? absent));
    columns.environments.push(tier === undefined ? absent : (tier.environments.peak(bucket) ?? absent));
    columns.account.push(limits?.account ?? null);
    columns.unreserved.push(limits?.unreserved ?? null);
    columns.reserved.push(limits?.reserved ?? null);
  }
  return columns;
}

function flowsOf(timeline: Timeline, { functionName, window, to }: TimelineView, from: number): FlowBucket[] {
  const tier = timeline.scope(functionName)?.tier(window);
  if (tier === undefined) return [];
  const flows: FlowBucket[] = [];
  for (let bucket = Math.floor(from / window.flowMs); bucket <= Math.floor(to / window.flowMs); bucket++) {
    const flow = tier.flow.read(bucket);
    if (flow !== undefined) flows.push(flow);
  }
  return flows;
}
