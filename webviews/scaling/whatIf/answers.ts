import type { GraphMetric } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import type { Quantiles } from '../../../src/lambda/scaling/simulation/result.ts';
import { stepsWithin, type Track } from '../../shared/track.ts';
import type { Figures } from '../sources/figures.ts';
import { quantileOf } from './observed.ts';

/** The answers that one asks for, of a stretch of time: predicted, or as it was. Undefined where it is not known. */
export interface Answers {
  readonly arrivals: number;
  readonly peakConcurrency: number | undefined;
  readonly p99Concurrency: number | undefined;
  readonly throttles: number;
  readonly throttledByLimit: number | undefined;
  readonly throttledByRate: number | undefined;
  readonly coldStarts: number | undefined;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly dollarsPerHour: number | undefined;
}

/** Of figures from `from` up to `to`, in milliseconds since the epoch; prediction and past alike, so that they can be compared. */
export function answersOf(figures: Figures, from: number, to: number, latency: Pick<Quantiles, 'p50' | 'p99'> | undefined): Answers {
  const total = (metric: GraphMetric): number => Math.round(figures.total(metric, from, to));
  const known = (metric: GraphMetric): number | undefined => (figures.track(metric) === undefined ? undefined : total(metric));
  const concurrency = valuesOf(figures.track('concurrency'), from, to);
  const hourly = valuesOf(figures.track('costPerHour'), from, to);
  return {
    arrivals: total('arrivals'),
    peakConcurrency: quantileOf(concurrency, 1),
    p99Concurrency: quantileOf(concurrency, 0.99),
    throttles: total('throttles'),
    throttledByLimit: known('throttledByLimit'),
    throttledByRate: known('throttledByRate'),
    coldStarts: known('coldStarts'),
    p50Ms: latency?.p50,
    p99Ms: latency?.p99,
    dollarsPerHour: hourly.length === 0 ? undefined : hourly.reduce((sum, value) => sum + value, 0) / hourly.length,
  };
}

/** What callers of the Local region waited; undefined where not all of the stretch is known any more. */
export function observedLatency(timeline: Timeline, functionName: string, from: number, to: number): Pick<Quantiles, 'p50' | 'p99'> | undefined {
  if (!timeline.warm.covers(from)) return undefined;
  const index = timeline.indexOf(functionName);
  const waited = [...timeline.warm.read(from, to, index), ...timeline.notable.read(from, to, index)].map(({ durationMs, initMs }) => durationMs + initMs);
  const [p50, p99] = [quantileOf(waited, 0.5), quantileOf(waited, 0.99)];
  return p50 === undefined || p99 === undefined ? undefined : { p50, p99 };
}

function valuesOf(track: Track | undefined, from: number, to: number): number[] {
  if (track === undefined) return [];
  const [first, last] = stepsWithin(track, from, to);
  return [...track.values.subarray(first, last + 1)].filter((value) => !Number.isNaN(value));
}
