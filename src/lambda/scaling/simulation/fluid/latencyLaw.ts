import type { Quantiles } from '../result.ts';
import type { FluidLaws } from './fluidLaws.ts';

const points = 600;

/** Quantiles of latency by the share of cold starts, of a table of both laws. */
export class LatencyLaw {
  readonly #laws: FluidLaws;
  readonly #ms: Float64Array;
  readonly #warm: Float64Array;
  readonly #cold: Float64Array;
  readonly #known = new Map<number, Omit<Quantiles, 'max'>>();

  constructor(laws: FluidLaws) {
    this.#laws = laws;
    const longest = laws.longestMs * 1.0001 + 1e-6;
    const least = Math.min(0.01, longest / 10);
    this.#ms = Float64Array.from({ length: points }, (_, index) => least * (longest / least) ** (index / (points - 1)));
    this.#warm = this.#ms.map((ms) => laws.warmLonger(ms));
    this.#cold = this.#ms.map((ms) => laws.coldLonger(ms));
  }

  /** For a step of the series: shares of cold starts are told apart by hundredths of their logarithm. */
  roughly(coldShare: number): Omit<Quantiles, 'max'> {
    const key = coldShare < 1e-5 ? -1 : Math.round(Math.log(coldShare) * 50);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const share = key === -1 ? 0 : Math.min(1, Math.exp(key / 50));
    const found = { p50: this.quantile(0.5, share), p90: this.quantile(0.9, share), p99: this.quantile(0.99, share) };
    this.#known.set(key, found);
    return found;
  }

  of(coldShare: number, invocations: number): Quantiles {
    if (invocations <= 0) return { p50: 0, p90: 0, p99: 0, max: 0 };
    return {
      p50: this.quantile(0.5, coldShare),
      p90: this.quantile(0.9, coldShare),
      p99: this.quantile(0.99, coldShare),
      max: this.quantile(0.5 ** (1 / invocations), coldShare),
    };
  }

  quantile(q: number, coldShare: number): number {
    const longer = (index: number): number => (this.#warm[index] ?? 0) * (1 - coldShare) + (this.#cold[index] ?? 0) * coldShare;
    let low = -1;
    let high = points - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (longer(middle) > 1 - q) low = middle;
      else high = middle;
    }
    // Between the points by the laws themselves, as they may jump there.
    let from = low < 0 ? 0 : (this.#ms[low] ?? 0);
    let to = this.#ms[high] ?? 0;
    for (let round = 0; round < 24 && to - from > 1e-7 * to; round++) {
      const middle = (from + to) / 2;
      if (this.#laws.warmLonger(middle) * (1 - coldShare) + this.#laws.coldLonger(middle) * coldShare > 1 - q) from = middle;
      else to = middle;
    }
    return to;
  }
}
