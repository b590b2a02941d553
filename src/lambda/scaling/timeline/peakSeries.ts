import { BucketRing } from './bucketRing.ts';

/** A level that rises and falls, such as environments in use: of each bucket its peak, the level carried into it included. */
export class PeakSeries {
  readonly #ring: BucketRing;
  readonly #peaks: Float64Array;
  #level = 0;

  constructor(widthMs: number, size: number) {
    this.#ring = new BucketRing(widthMs, size);
    this.#peaks = new Float64Array(size);
  }

  begin(at: number): void {
    this.#ring.begin(at);
  }

  /** The level is `level` from `at` on. One that comes late counts from the newest bucket on. */
  set(at: number, level: number): void {
    const bucket = Math.max(this.#ring.bucketOf(at), this.#ring.newest);
    const carried = this.#level;
    this.#ring.advance(bucket, (slot) => {
      this.#peaks[slot] = carried;
    });
    const slot = this.#ring.slot(bucket);
    this.#peaks[slot] = Math.max(this.#peaks[slot] ?? 0, level);
    this.#level = level;
  }

  /** The peak of a bucket; undefined for one before all that is known. */
  peak(bucket: number): number | undefined {
    if (bucket > this.#ring.newest) return bucket >= this.#ring.oldest ? this.#level : undefined;
    return this.#ring.holds(bucket) ? this.#peaks[this.#ring.slot(bucket)] : undefined;
  }
}
