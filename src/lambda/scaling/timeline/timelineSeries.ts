import type { FlowBucket } from './flowSeries.ts';
import type { GraphMetric, GraphSeries } from './graphSeries.ts';
import { type ScopeSeries, type WorkKind, workKinds } from './scopeSeries.ts';
import { requestPrice } from './spending.ts';
import { type CountedRule, countedRules, throttleKinds } from './throttleKinds.ts';
import type { Timeline } from './timeline.ts';
import { fineHorizonMs, fineStepMs, stepMs } from './timelineWindows.ts';

export interface TimelineRange {
  /** Undefined: all functions. */
  readonly functionName: string | undefined;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Up to when it is known what happened; `to` where left out. */
  readonly now?: number;
  /** Whether counts of a step that has not ended by then are given too: of a graph that stands still. */
  readonly partial?: boolean;
}

type Columns = Partial<Record<GraphMetric, (number | null)[]>>;
type Value = number | null | undefined;

/** What is known of a range, in steps of a second. A step before all that is known is a gap. */
export function timelineSeries(timeline: Timeline, { functionName, from, to, now = to, partial = false }: TimelineRange): GraphSeries {
  const steps = stepsOf(Math.max(from, timeline.since - stepMs), to, stepMs);
  const columns: Columns = {};
  const put = columnWriter(columns, steps.length);
  const known = (bucket: number): boolean => (bucket + 1) * stepMs > timeline.since;
  const scope = timeline.scope(functionName);
  steps.forEach((bucket, index) => {
    if (!known(bucket)) return;
    const ended = partial || (bucket + 1) * stepMs <= now;
    putLevels(put, index, bucket, timeline, functionName, stepMs, scope);
    if (functionName !== undefined) putCeiling(put, index, bucket, timeline, functionName, columns);
    if (!ended) return;
    putFlow(put, index, scope?.flow.read(bucket));
    putGigabytes(put, index, bucket, now, scope);
    put('costPerHour', index, costPerHour(scope, bucket, now));
  });
  const annotations = timeline.limits.annotations(from, to, functionName);
  return { source: 'local', functionName, periodMs: stepMs, at: steps.map((bucket) => bucket * stepMs), columns, annotations };
}

/** The levels of a range in finer steps; undefined where it reaches back farther than those are kept. */
export function fineTimelineSeries(timeline: Timeline, { functionName, from, to, now = to }: TimelineRange): GraphSeries | undefined {
  if (from < now - fineHorizonMs) return undefined;
  const steps = stepsOf(Math.max(from, timeline.since - fineStepMs), to, fineStepMs);
  const columns: Columns = {};
  const put = columnWriter(columns, steps.length);
  const scope = timeline.scope(functionName);
  steps.forEach((bucket, index) => {
    if ((bucket + 1) * fineStepMs > timeline.since) putLevels(put, index, bucket, timeline, functionName, fineStepMs, scope);
  });
  return { source: 'local', functionName, periodMs: fineStepMs, at: steps.map((bucket) => bucket * fineStepMs), columns, annotations: [] };
}

type Put = (metric: GraphMetric, index: number, value: Value) => void;

function columnWriter(columns: Columns, length: number): Put {
  return (metric, index, value) => {
    if (value === undefined || value === null) return;
    const column = (columns[metric] ??= Array.from({ length }, () => null));
    column[index] = value;
  };
}

function stepsOf(from: number, to: number, widthMs: number): number[] {
  const first = Math.floor(from / widthMs);
  return Array.from({ length: Math.max(0, Math.floor(to / widthMs) - first + 1) }, (_, index) => first + index);
}

const workMetrics: Readonly<Record<WorkKind, GraphMetric>> = { provisioned: 'provisionedInUse', onDemand: 'onDemand', spillover: 'spillover' };

function putLevels(put: Put, index: number, bucket: number, timeline: Timeline, functionName: string | undefined, widthMs: number, scope: ScopeSeries | undefined): void {
  const levels = scope?.levels(widthMs === fineStepMs);
  let concurrency = 0;
  workKinds.forEach((kind, part) => {
    const level = levels?.work.read(bucket, part) ?? 0;
    concurrency += level;
    put(workMetrics[kind], index, level);
  });
  put('concurrency', index, concurrency);
  put('environments', index, levels?.environments.read(bucket, 0) ?? 0);
  const limits = timeline.limits.at((bucket + 1) * widthMs, functionName);
  put('accountLimit', index, limits?.account);
  put('unreservedLimit', index, limits?.unreserved);
  put('reservedLimit', index, limits?.reserved);
  const second = Math.floor((bucket * widthMs) / stepMs);
  const provisioned = scope?.provisioned.read(second, 0);
  put('provisioned', index, provisioned ?? 0);
  // Of the peak, as CloudWatch has it; without anything provisioned there is nothing to be a share of.
  if (provisioned !== undefined && provisioned > 0) put('provisionedUtilization', index, Math.min(1, (levels?.work.read(bucket, 0) ?? 0) / provisioned));
}

function putCeiling(put: Put, index: number, bucket: number, timeline: Timeline, functionName: string, columns: Columns): void {
  const rateScale = timeline.limits.at((bucket + 1) * stepMs, functionName)?.rateScale ?? 1;
  const inUse = columns.concurrency?.[index] ?? 0;
  put('scalingCeiling', index, inUse + Math.floor(timeline.startsLeft(functionName, bucket, rateScale)));
}

/** The throttles of one rule. */
export const ruleMetric = (rule: CountedRule): `throttles.${CountedRule}` => `throttles.${rule}`;

const noFlow: Omit<FlowBucket, 'start' | 'end'> = { started: 0, cold: 0, ended: 0, errors: 0, timeouts: 0, spilled: 0, throttled: [] };

function putFlow(put: Put, index: number, flow: Omit<FlowBucket, 'start' | 'end'> = noFlow): void {
  const { started, cold, errors, throttled, durations } = flow;
  const byKind = { limit: 0, rate: 0 };
  countedRules.forEach((rule, place) => {
    const count = throttled[place] ?? 0;
    byKind[throttleKinds[rule]] += count;
    if (count > 0) put(ruleMetric(rule), index, count);
  });
  put('arrivals', index, started + byKind.limit + byKind.rate);
  put('invocations', index, started);
  put('throttles', index, byKind.limit + byKind.rate);
  put('throttledByLimit', index, byKind.limit);
  put('throttledByRate', index, byKind.rate);
  put('errors', index, errors);
  put('coldStarts', index, cold);
  put('p50', index, durations?.p50);
  put('p90', index, durations?.p90);
  put('p99', index, durations?.p99);
  put('maxDuration', index, durations?.max);
}

function putGigabytes(put: Put, index: number, bucket: number, until: number, scope: ScopeSeries | undefined): void {
  const read = (kind: keyof ScopeSeries['gigabytes']): number => scope?.gigabytes[kind].read(bucket, until) ?? 0;
  const [used, ready] = [read('provisioned'), read('ready')];
  put('gigabyteSeconds', index, read('onDemand') + used);
  put('wastedGigabyteSeconds', index, Math.max(0, ready - used));
}

/** Dollars: for environments as long as they worked or were held, and for requests. */
function costPerHour(scope: ScopeSeries | undefined, bucket: number, until: number): number {
  const lasted = Math.min(stepMs, until - bucket * stepMs);
  if (lasted <= 0 || scope === undefined) return 0;
  const cost = (scope.spent.read(bucket, until) ?? 0) + (scope.flow.read(bucket)?.started ?? 0) * requestPrice;
  return (cost * 3_600_000) / lasted;
}
