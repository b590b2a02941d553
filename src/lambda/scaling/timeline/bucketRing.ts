/** Maps time to the slots of a ring of buckets. The newest buckets are kept; what is older than the ring is forgotten. */
export class BucketRing {
  readonly widthMs: number;
  readonly size: number;
  #first = Number.POSITIVE_INFINITY;
  #newest = Number.NEGATIVE_INFINITY;

  constructor(widthMs: number, size: number) {
    this.widthMs = widthMs;
    this.size = size;
  }

  /** The bucket that `at` falls into: the number of whole widths since the epoch. */
  bucketOf(at: number): number {
    return Math.floor(at / this.widthMs);
  }

  get newest(): number {
    return this.#newest;
  }

  /** The oldest bucket that is known. */
  get oldest(): number {
    return Math.max(this.#first, this.#newest - this.size + 1);
  }

  /** From when on it is known what happened. */
  begin(at: number): void {
    this.#first = Math.min(this.#first, this.bucketOf(at));
  }

  /** Makes room for `bucket` where it is newer than all; calls `clear` with each slot that begins anew, and its bucket, oldest first. */
  advance(bucket: number, clear: (slot: number, bucket: number) => void): void {
    if (bucket <= this.#newest) return;
    const from = Math.max(this.#newest + 1, bucket - this.size + 1, Math.min(this.#first, bucket));
    this.#first = Math.min(this.#first, bucket);
    this.#newest = bucket;
    for (let next = from; next <= bucket; next++) clear(this.slot(next), next);
  }

  holds(bucket: number): boolean {
    return bucket >= this.oldest && bucket <= this.#newest;
  }

  slot(bucket: number): number {
    return ((bucket % this.size) + this.size) % this.size;
  }
}
