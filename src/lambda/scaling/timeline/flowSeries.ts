import { BucketRing } from './bucketRing.ts';
import { DurationSamples } from './durationSamples.ts';
import { type CountedRule, countedRules } from './throttleKinds.ts';

/** What is counted in each bucket; the throttles of each rule follow. */
const counted = ['started', 'cold', 'ended', 'errors', 'timeouts', 'spilled'] as const;
export type Counted = (typeof counted)[number];

const columns = counted.length + countedRules.length;
/** Buckets that still take durations exactly; of older ones only the maximum follows late news. */
const openBuckets = 2;
/** In place of a duration: there is none. */
const none = -1;

/** One bucket: counts, throttles in the order of `countedRules`, and durations in milliseconds where invocations ended. */
export type FlowBucket = { readonly start: number; readonly end: number } & Readonly<Record<Counted, number>> & {
  readonly throttled: readonly number[];
  readonly durations?: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
};

/** What passes: counts and durations, by bucket. */
export class FlowSeries {
  readonly #ring: BucketRing;
  readonly #counts: Uint32Array;
  readonly #p50: Float64Array;
  readonly #p90: Float64Array;
  readonly #p99: Float64Array;
  readonly #max: Float64Array;
  readonly #open = new Map<number, DurationSamples>();

  constructor(widthMs: number, size: number) {
    this.#ring = new BucketRing(widthMs, size);
    this.#counts = new Uint32Array(size * columns);
    this.#p50 = new Float64Array(size);
    this.#p90 = new Float64Array(size);
    this.#p99 = new Float64Array(size);
    this.#max = new Float64Array(size).fill(none);
  }

  begin(at: number): void {
    this.#ring.begin(at);
  }

  count(at: number, column: Counted): void {
    this.#increment(at, counted.indexOf(column));
  }

  countThrottle(at: number, rule: CountedRule): void {
    this.#increment(at, counted.length + countedRules.indexOf(rule));
  }

  addDuration(at: number, ms: number): void {
    const bucket = this.#reach(at);
    if (bucket === undefined) return;
    const slot = this.#ring.slot(bucket);
    this.#max[slot] = Math.max(this.#max[slot] ?? none, ms);
    if (bucket > this.#ring.newest - openBuckets) this.#samples(bucket).add(ms);
  }

  /** A bucket; undefined for one before all that is known. One that nothing has reached yet counts zero. */
  read(bucket: number): FlowBucket | undefined {
    if (bucket < this.#ring.oldest) return undefined;
    const base = this.#ring.holds(bucket) ? this.#ring.slot(bucket) * columns : undefined;
    const value = (column: number): number => (base === undefined ? 0 : (this.#counts[base + column] ?? 0));
    const durations = base === undefined ? undefined : this.#durations(bucket);
    return {
      start: bucket * this.#ring.widthMs,
      end: (bucket + 1) * this.#ring.widthMs,
      started: value(0),
      cold: value(1),
      ended: value(2),
      errors: value(3),
      timeouts: value(4),
      spilled: value(5),
      throttled: countedRules.map((_, index) => value(counted.length + index)),
      ...(durations !== undefined && { durations }),
    };
  }

  #increment(at: number, column: number): void {
    const bucket = this.#reach(at);
    if (bucket === undefined) return;
    const index = this.#ring.slot(bucket) * columns + column;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /** The bucket of `at`, made ready; undefined where it is too old to be kept. */
  #reach(at: number): number | undefined {
    const bucket = this.#ring.bucketOf(at);
    this.#ring.advance(bucket, (slot) => {
      this.#counts.fill(0, slot * columns, (slot + 1) * columns);
      this.#p50[slot] = none;
      this.#p90[slot] = none;
      this.#p99[slot] = none;
      this.#max[slot] = none;
    });
    for (const open of this.#open.keys()) if (open <= this.#ring.newest - openBuckets) this.#seal(open);
    return this.#ring.holds(bucket) ? bucket : undefined;
  }

  #samples(bucket: number): DurationSamples {
    let samples = this.#open.get(bucket);
    if (samples === undefined) this.#open.set(bucket, (samples = new DurationSamples()));
    return samples;
  }

  #seal(bucket: number): void {
    this.#settle(bucket);
    this.#open.delete(bucket);
  }

  #settle(bucket: number): void {
    const samples = this.#open.get(bucket);
    if (samples === undefined || !this.#ring.holds(bucket)) return;
    const slot = this.#ring.slot(bucket);
    this.#p50[slot] = samples.quantile(0.5) ?? none;
    this.#p90[slot] = samples.quantile(0.9) ?? none;
    this.#p99[slot] = samples.quantile(0.99) ?? none;
  }

  #durations(bucket: number): FlowBucket['durations'] {
    this.#settle(bucket);
    const slot = this.#ring.slot(bucket);
    const max = this.#max[slot] ?? none;
    // A late duration of a bucket that had none has no quantile but itself.
    const or = (quantile = none): number => (quantile === none ? max : quantile);
    return max === none ? undefined : { p50: or(this.#p50[slot]), p90: or(this.#p90[slot]), p99: or(this.#p99[slot]), max };
  }
}
