import { BucketRing } from './bucketRing.ts';

/**
 * Levels that rise and fall and make up a whole, such as environments at work of several kinds. Of each bucket it keeps them as they were
 * when the whole was highest, the levels carried into it included: so their sum is the whole's peak.
 */
export class StackSeries {
  readonly #ring: BucketRing;
  readonly #kept: readonly Float32Array[];
  #levels: readonly number[];

  constructor(widthMs: number, size: number, parts: number) {
    this.#ring = new BucketRing(widthMs, size);
    this.#kept = Array.from({ length: parts }, () => new Float32Array(size));
    this.#levels = this.#kept.map(() => 0);
  }

  begin(at: number): void {
    this.#ring.begin(at);
  }

  /** The levels from `at` on. Ones that come late count from the newest bucket on. */
  set(at: number, levels: readonly number[]): void {
    const bucket = Math.max(this.#ring.bucketOf(at), this.#ring.newest);
    const carried = this.#levels;
    this.#ring.advance(bucket, (slot) => this.#keep(slot, carried));
    const slot = this.#ring.slot(bucket);
    if (total(levels) >= this.#kept.reduce((sum, values) => sum + (values[slot] ?? 0), 0)) this.#keep(slot, levels);
    this.#levels = [...levels];
  }

  /** A part's level at the peak of a bucket; undefined for one before all that is known. */
  read(bucket: number, part: number): number | undefined {
    if (bucket > this.#ring.newest) return bucket >= this.#ring.oldest ? this.#levels[part] : undefined;
    return this.#ring.holds(bucket) ? this.#kept[part]?.[this.#ring.slot(bucket)] : undefined;
  }

  #keep(slot: number, levels: readonly number[]): void {
    this.#kept.forEach((values, part) => (values[slot] = levels[part] ?? 0));
  }
}

function total(levels: readonly number[]): number {
  return levels.reduce((sum, level) => sum + level, 0);
}
