import type { Quantiles } from '../result.ts';

/** Each doubling has 128 buckets: their middles are off by at most 0.4 %. */
const bitsPerDoubling = 7;
/** From 2⁻¹⁰ ms (about a microsecond; what is shorter counts as that) to 2³⁰ ms (twelve days). */
const lowest = -10;
const highest = 30;
const buckets = (highest - lowest) << bitsPerDoubling;
const dropped = 20 - bitsPerDoubling;
const base = (1023 + lowest) << bitsPerDoubling;

/** Counts values in buckets that the first bits of a number tell, without a logarithm. */
export class Histogram {
  readonly #counts = new Float64Array(buckets);
  /** One double, and its halves: the upper one begins with the exponent (all systems that Node runs on are little-endian). */
  readonly #value = new Float64Array(1);
  readonly #halves = new Uint32Array(this.#value.buffer);
  #count = 0;
  #max = 0;
  #lowest = buckets;
  #highest = -1;

  get count(): number {
    return this.#count;
  }

  get max(): number {
    return this.#max;
  }

  add(ms: number): void {
    this.#value[0] = ms;
    const key = ((this.#halves[1] ?? 0) >>> dropped) - base;
    const bucket = key < 0 ? 0 : key >= buckets ? buckets - 1 : key;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    if (ms > this.#max) this.#max = ms;
    if (bucket < this.#lowest) this.#lowest = bucket;
    if (bucket > this.#highest) this.#highest = bucket;
  }

  /** What the shares (0 to 1, ascending) of the values do not exceed, one after the other, in one walk. */
  quantiles(shares: readonly number[]): number[] {
    const answers: number[] = [];
    let seen = 0;
    let bucket = this.#lowest - 1;
    for (const share of shares) {
      const wanted = Math.max(1, Math.ceil(share * this.#count - 1e-9));
      while (seen < wanted && bucket < this.#highest) seen += this.#counts[++bucket] ?? 0;
      answers.push(this.#count === 0 ? 0 : Math.min(this.#max, middleOf(bucket)));
    }
    return answers;
  }

  /** Forgets all values. */
  clear(): void {
    if (this.#highest >= 0) this.#counts.fill(0, this.#lowest, this.#highest + 1);
    this.#count = this.#max = 0;
    this.#lowest = buckets;
    this.#highest = -1;
  }

  /** Takes over what another one counted. */
  addAll(other: Histogram): void {
    if (other.#count === 0) return;
    for (let bucket = other.#lowest; bucket <= other.#highest; bucket++) {
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + (other.#counts[bucket] ?? 0);
    }
    this.#count += other.#count;
    this.#max = Math.max(this.#max, other.#max);
    this.#lowest = Math.min(this.#lowest, other.#lowest);
    this.#highest = Math.max(this.#highest, other.#highest);
  }
}

export function quantilesOf(histogram: Histogram): Quantiles {
  const [p50 = 0, p90 = 0, p99 = 0] = histogram.quantiles([0.5, 0.9, 0.99]);
  return { p50, p90, p99, max: histogram.max };
}

function middleOf(bucket: number): number {
  const exponent = (bucket >> bitsPerDoubling) + lowest;
  const part = (bucket & ((1 << bitsPerDoubling) - 1)) + 0.5;
  return 2 ** exponent * (1 + part / (1 << bitsPerDoubling));
}
