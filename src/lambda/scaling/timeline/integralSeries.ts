import { BucketRing } from './bucketRing.ts';

/** A level times the seconds that it lasted, by bucket: gigabytes in use make gigabyte-seconds. */
export class IntegralSeries {
  readonly #ring: BucketRing;
  readonly #sums: Float64Array;
  #level = 0;
  #since: number | undefined;

  constructor(widthMs: number, size: number) {
    this.#ring = new BucketRing(widthMs, size);
    this.#sums = new Float64Array(size);
  }

  get level(): number {
    return this.#level;
  }

  begin(at: number): void {
    this.#ring.begin(at);
    this.#since ??= at;
  }

  /** The level is `level` from `at` on. One that comes late counts from the latest on that is known. */
  set(at: number, level: number): void {
    const since = this.#since ?? at;
    if (at > since) this.#spread(since, at);
    this.#since = Math.max(since, at);
    this.#level = level;
  }

  /** The sum of a bucket up to `until`; undefined for one before all that is known. */
  read(bucket: number, until: number): number | undefined {
    if (bucket < this.#ring.oldest) return undefined;
    const { widthMs } = this.#ring;
    const kept = this.#ring.holds(bucket) ? (this.#sums[this.#ring.slot(bucket)] ?? 0) : 0;
    const lasting = Math.min(until, (bucket + 1) * widthMs) - Math.max(this.#since ?? until, bucket * widthMs);
    return kept + (Math.max(0, lasting) / 1000) * this.#level;
  }

  #spread(from: number, to: number): void {
    const { widthMs, size } = this.#ring;
    const last = this.#ring.bucketOf(to);
    this.#ring.advance(last, (slot) => (this.#sums[slot] = 0));
    for (let bucket = Math.max(this.#ring.bucketOf(from), last - size + 1); bucket <= last; bucket++) {
      const lasted = Math.min(to, (bucket + 1) * widthMs) - Math.max(from, bucket * widthMs);
      const slot = this.#ring.slot(bucket);
      this.#sums[slot] = (this.#sums[slot] ?? 0) + (lasted / 1000) * this.#level;
    }
  }
}
