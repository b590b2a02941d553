import type { Architecture } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineFunction } from '../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { timelineSeries } from '../../../src/lambda/scaling/timeline/timelineSeries.ts';

/** One function in a stretch of time: its settings, what arrived, and how long it took. Durations in milliseconds. */
export interface ObservedFunction {
  readonly name: string;
  readonly memoryMegabytes: number;
  readonly architecture: Architecture;
  readonly timeoutMs: number;
  readonly reserved: number | undefined;
  readonly provisioned: number;
  /** What provisioned concurrency belongs to, where there is any, or where there may be. */
  readonly qualifier: string | undefined;
  readonly arrivals: Arrivals;
  readonly durations: readonly number[];
  readonly inits: readonly number[];
  /** Where single durations are not known. */
  readonly measured?: MeasuredDurations;
}

export interface MeasuredDurations {
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** One by one, in milliseconds from the beginning; or counted in steps, where there are too many or single ones are not known. */
export type Arrivals = { readonly type: 'each'; readonly atMs: readonly number[] } | { readonly type: 'counted'; readonly stepSeconds: number; readonly counts: readonly number[] };

export interface Observed {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly seconds: number;
  readonly account: number;
  readonly rateScale: number;
  /** Of what was observed, where that is no second: the prediction's steps are as long, so that both can be compared. */
  readonly stepSeconds?: number;
  readonly fn: ObservedFunction;
  /** The others of the account, which take from what is unreserved. */
  readonly others: readonly ObservedFunction[];
}

const samples = 2000;

/** What is known of a function from `from` to `to`, and of those beside it. */
export function observe(timeline: Timeline | undefined, functionName: string, from: number, to: number): Observed {
  const start = Math.floor(from / 1000) * 1000;
  const seconds = Math.max(1, Math.ceil((to - start) / 1000));
  const limits = timeline?.limits.at(to, undefined);
  const names = (timeline?.functionNames ?? []).filter((name) => name !== functionName);
  const read = (name: string): ObservedFunction => observeFunction(timeline, name, start, start + seconds * 1000);
  return {
    from: start,
    seconds,
    account: limits?.account ?? 1000,
    rateScale: limits?.rateScale ?? 1,
    fn: read(functionName),
    others: names.map(read).filter((other) => other.reserved !== undefined || other.provisioned > 0 || countOf(other.arrivals) > 0),
  };
}

export function countOf(arrivals: Arrivals): number {
  return arrivals.type === 'each' ? arrivals.atMs.length : arrivals.counts.reduce((sum, count) => sum + count, 0);
}

function observeFunction(timeline: Timeline | undefined, name: string, from: number, to: number): ObservedFunction {
  const index = timeline?.indexOf(name) ?? -1;
  const points = timeline === undefined || index === -1 ? [] : [...timeline.warm.read(from, to, index), ...timeline.notable.read(from, to, index)];
  return {
    name,
    ...settingsOf(timeline?.limits.functionOf(name)),
    arrivals: arrivalsOf(timeline, name, index, from, to),
    durations: thinned(points.map(({ durationMs }) => durationMs).filter((ms) => ms > 0)),
    inits: thinned(points.map(({ initMs }) => initMs).filter((ms) => ms > 0)),
  };
}

/** Lambda's defaults where nothing is known. */
function settingsOf(fn: TimelineFunction | undefined) {
  const provisioned = fn?.provisioned ?? [];
  return {
    memoryMegabytes: fn?.memoryMegabytes ?? 128,
    architecture: fn?.architecture ?? 'x86_64',
    timeoutMs: fn?.timeoutMs ?? 3000,
    reserved: fn?.reservedConcurrency,
    provisioned: provisioned.reduce((sum, { requested }) => sum + requested, 0),
    qualifier: provisioned[0]?.qualifier ?? fn?.aliases[0]?.name,
  } as const;
}

function arrivalsOf(timeline: Timeline | undefined, name: string, index: number, from: number, to: number): Arrivals {
  if (timeline === undefined) return { type: 'each', atMs: [] };
  if (timeline.arrivals.covers(from)) return { type: 'each', atMs: timeline.arrivals.read(from, to, index).map((at) => at - from) };
  const { at, columns } = timelineSeries(timeline, { functionName: name, from, to: to - 1, partial: true });
  const counts = Array.from({ length: Math.round((to - from) / 1000) }, () => 0);
  at.forEach((start, step) => {
    const second = Math.round((start - from) / 1000);
    if (second >= 0 && second < counts.length) counts[second] = columns.arrivals?.[step] ?? 0;
  });
  return { type: 'counted', stepSeconds: 1, counts };
}

function thinned(values: readonly number[]): number[] {
  const every = Math.ceil(values.length / samples);
  return values.filter((_, index) => index % every === 0);
}

/** The nearest-rank quantile; undefined without values. */
export function quantileOf(values: readonly number[], q: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length) - 1)];
}
