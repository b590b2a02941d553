import { type MetricUnit, metricUnits } from '../../../src/lambda/scaling/metrics/metricUnits.ts';
import type { MetricsSource } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { GraphMetric, GraphSeries } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import { latestValue, peakWithin, totalWithin, type Track, trackOf, valueAt } from '../../shared/track.ts';

/** One source's series, as tracks that can be drawn. What is counted in periods becomes a rate a second, so that sources can be compared. */
export class Figures {
  readonly source: MetricsSource;
  readonly series: GraphSeries;
  /** Levels in finer steps, where there are any. */
  readonly #fine: GraphSeries | undefined;
  readonly #tracks = new Map<string, Track | undefined>();
  /** Peaks of one range: a frame asks for the same ones again and again. */
  readonly #peaks = new Map<GraphMetric, number | undefined>();
  #peaksOf = { from: Number.NaN, to: Number.NaN };

  constructor(series: GraphSeries, fine?: GraphSeries) {
    this.source = series.source;
    this.series = series;
    this.#fine = fine;
  }

  /** Undefined where the source does not know. */
  track(metric: GraphMetric): Track | undefined {
    return this.#track(metric, this.series);
  }

  /** In the finest steps that there are. */
  level(metric: GraphMetric): Track | undefined {
    return this.#track(metric, this.#fine?.columns[metric] === undefined ? this.series : this.#fine);
  }

  /** The value of a moment, or (undefined) the latest; in the finest steps. */
  at(metric: GraphMetric, moment: number | undefined, end: number): number | undefined {
    const track = this.level(metric);
    if (track === undefined) return undefined;
    return moment === undefined ? latestValue(track, end - 1) : valueAt(track, moment);
  }

  peak(metric: GraphMetric, from: number, to: number): number | undefined {
    if (this.#peaksOf.from !== from || this.#peaksOf.to !== to) {
      this.#peaksOf = { from, to };
      this.#peaks.clear();
    }
    if (!this.#peaks.has(metric)) {
      const track = this.level(metric);
      this.#peaks.set(metric, track && peakWithin(track, from, to));
    }
    return this.#peaks.get(metric);
  }

  /** How many there were in a range, of what is a rate a second. */
  total(metric: GraphMetric, from: number, to: number): number {
    const track = this.track(metric);
    return track === undefined ? 0 : totalWithin(track, from, to);
  }

  #track(metric: GraphMetric, series: GraphSeries): Track | undefined {
    const key = `${metric} ${series.periodMs}`;
    if (!this.#tracks.has(key)) {
      const column = series.columns[metric];
      this.#tracks.set(key, column && trackOf(series.at, series.periodMs, column, isCounted(metric) ? 1000 / series.periodMs : 1));
    }
    return this.#tracks.get(key);
  }
}

/** What only the graph has is counted. */
const units: Readonly<Partial<Record<GraphMetric, MetricUnit>>> = metricUnits;

function isCounted(metric: GraphMetric): boolean {
  const unit = units[metric] ?? 'perPeriod';
  return unit === 'perPeriod' || unit === 'gigabyteSeconds';
}
