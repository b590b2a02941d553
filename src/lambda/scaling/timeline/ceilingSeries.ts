import { startLimit } from '../rules/counters.ts';
import { fullRate, leftOf, type RateLevel, takeOne } from '../rules/rate.ts';
import { BucketRing } from './bucketRing.ts';

/** Environments that a function may start at once on top of those in use: 1,000 in 10 s, refilled evenly. As of the end of each bucket. */
export class CeilingSeries {
  readonly #ring: BucketRing;
  readonly #taken: Float64Array;
  readonly #level: RateLevel = fullRate();

  constructor(widthMs: number, size: number) {
    this.#ring = new BucketRing(widthMs, size);
    this.#taken = new Float64Array(size);
  }

  /** An environment was started on demand. */
  start(at: number, rateScale: number): void {
    const bucket = this.#ring.bucketOf(at);
    const { widthMs } = this.#ring;
    this.#ring.advance(bucket, (slot, next) => (this.#taken[slot] = takenAt(this.#level, (next + 1) * widthMs, rateScale)));
    takeOne(this.#level, at, startLimit({ rateScale }));
    if (this.#ring.holds(bucket)) this.#taken[this.#ring.slot(bucket)] = takenAt(this.#level, (bucket + 1) * widthMs, rateScale);
  }

  /** How many may start at the end of a bucket, by the rate that is in force. */
  left(bucket: number, rateScale: number): number {
    const end = (bucket + 1) * this.#ring.widthMs;
    const limit = startLimit({ rateScale });
    if (bucket >= this.#ring.newest) return Math.max(0, leftOf(this.#level, end, limit));
    if (!this.#ring.holds(bucket)) return limit.capacity;
    return Math.max(0, limit.capacity - (this.#taken[this.#ring.slot(bucket)] ?? 0));
  }
}

function takenAt(level: RateLevel, at: number, rateScale: number): number {
  const limit = startLimit({ rateScale });
  return limit.capacity - leftOf(level, at, limit);
}
