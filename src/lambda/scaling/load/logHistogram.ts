import type { Quantiles } from '../simulation/result.ts';

/** Smaller values are 0. */
const smallest = 0.001;
/** From one bucket's lower bound to the next: its geometric middle is off by at most 1 %. */
const growth = 1.02;
const logGrowth = Math.log(growth);
/** Up to some 10⁷, with one bucket for 0; what is greater counts as that. */
const buckets = 1 + Math.ceil(Math.log(1e7 / smallest) / logGrowth);

/** Counts of values in buckets that grow by 2 %: quantiles of any number of them with an error of at most 1 %, in the same memory. */
export class LogHistogram {
  readonly #counts = new Uint32Array(buckets);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  /** Exact; 0 where there are none. */
  get max(): number {
    return this.#max;
  }

  add(value: number): void {
    const bucket = value < smallest ? 0 : Math.min(buckets - 1, 1 + Math.floor(Math.log(value / smallest) / logGrowth));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    if (value > this.#max) this.#max = value;
  }

  /** The least value that the share `q` (0 to 1) of them does not exceed. */
  quantile(q: number): number {
    const wanted = Math.max(1, Math.ceil(q * this.#count));
    if (wanted >= this.#count) return this.#max;
    let seen = 0;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= wanted) return bucket === 0 ? 0 : Math.min(this.#max, smallest * growth ** (bucket - 0.5));
    }
    return this.#max;
  }

  /** Undefined where there are no values. */
  quantiles(): Quantiles | undefined {
    if (this.#count === 0) return undefined;
    return { p50: this.quantile(0.5), p90: this.quantile(0.9), p99: this.quantile(0.99), max: this.#max };
  }
}
