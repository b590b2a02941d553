import type { DistributionLaw } from '../../traffic/distribution.ts';

const points = 2048;

/**
 * How much of what began a while ago is still at work. `held` is the mean time that was worked until an age: the integral of the survival
 * function; `squared` the integral of its square, which tells the variance of evenly spaced arrivals. Seconds.
 */
export class WorkKernel {
  /** Seconds until all is done, but for a few of ten thousand, whose rest is left out. */
  readonly end: number;
  readonly mean: number;
  /** For how long what is at work at some moment goes on, on average. */
  readonly residual: number;
  readonly #scale: number;
  readonly #held: Float64Array;
  readonly #squared: Float64Array;
  readonly #survival: Float64Array;

  /** `survival`: share that takes longer than so many seconds. */
  constructor(survival: (seconds: number) => number, end: number) {
    this.end = Math.max(end, 1e-6);
    this.#held = new Float64Array(points + 1);
    this.#squared = new Float64Array(points + 1);
    this.#survival = new Float64Array(points + 1).fill(1);
    this.#scale = points / Math.sqrt(this.end);
    let before = 0;
    let high = 1;
    let aged = 0;
    for (let index = 1; index <= points; index++) {
      const at = (index / this.#scale) ** 2;
      const middle = survival((before + at) / 2);
      const low = survival(at);
      const width = at - before;
      this.#held[index] = (this.#held[index - 1] ?? 0) + (width * (high + 4 * middle + low)) / 6;
      this.#squared[index] = (this.#squared[index - 1] ?? 0) + (width * (high * high + 4 * middle * middle + low * low)) / 6;
      this.#survival[index] = low;
      aged += (width * (before * high + 2 * (before + at) * middle + at * low)) / 6;
      before = at;
      high = low;
    }
    this.mean = this.#held[points] ?? 0;
    this.residual = aged / this.mean;
  }

  held(age: number): number {
    return this.#at(this.#held, age);
  }

  squared(age: number): number {
    return this.#at(this.#squared, age);
  }

  /** So many durations, each as likely as the other, in seconds and in order. */
  durations(count: number): Float64Array {
    let index = 1;
    return Float64Array.from({ length: count }, (_, number) => {
      const longer = 1 - (number + 0.5) / count;
      while (index < points && (this.#survival[index] ?? 0) > longer) index += 1;
      const before = this.#survival[index - 1] ?? 1;
      const after = this.#survival[index] ?? 0;
      // All that ends between two points at once, as a constant does, ends at the later one.
      const part = before - after > 0.5 ? 1 : Math.min(1, (before - longer) / Math.max(before - after, 1e-12));
      return ((index - 1 + part) / this.#scale) ** 2;
    });
  }

  /** Points lie denser where the age is small; between them it is nearly linear. */
  #at(table: Float64Array, age: number): number {
    if (age <= 0) return 0;
    if (age >= this.end) return table[points] ?? 0;
    const place = Math.sqrt(age) * this.#scale;
    const index = Math.floor(place);
    const low = table[index] ?? 0;
    const from = (index / this.#scale) ** 2;
    const to = ((index + 1) / this.#scale) ** 2;
    return low + ((table[index + 1] ?? 0) - low) * ((age - from) / (to - from));
  }
}

/** Until nothing runs any more: a constant is sharp, others end where a few of ten thousand are left. */
export function endOf(law: DistributionLaw, timeoutMs: number): number {
  return Math.min(law.quantile(0.9999), timeoutMs) / 1000;
}
