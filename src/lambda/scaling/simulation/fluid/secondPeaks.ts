import { certainBelow, distanceOf, neverAbove, presenceOf, visitsOf } from './passage.ts';
import type { InUse } from './levelProfile.ts';

/** For how long the peak of a second was at least so high, by levels in bins. */
export class SecondPeaks {
  readonly #width: number;
  readonly #seconds: Float64Array;
  /** For how long just the bins below were sure: summed up from above at the end. */
  readonly #sure: Float64Array;

  #highestCeiling = 0;

  constructor(highest: number, width: number) {
    this.#width = width;
    this.#seconds = new Float64Array(Math.ceil(highest / width) + 2);
    this.#sure = new Float64Array(this.#seconds.length + 1);
  }

  add(seconds: number, { mean, peakedness, timeConstant, ceiling }: InUse): void {
    this.#highestCeiling = Math.max(this.#highestCeiling, ceiling);
    const width = this.#width;
    const looks = 1 / Math.max(timeConstant, 1e-9);
    const deviation = Math.sqrt(mean * peakedness);
    let index = Math.max(0, Math.min(this.#seconds.length, Math.floor(Math.min(mean + (certainBelow - 0.5) * deviation - 1, ceiling) / width)));
    this.#sure[index] = (this.#sure[index] ?? 0) + seconds;
    for (; index < this.#seconds.length && index * width < ceiling; index++) {
      const level = index * width + (width + 1) / 2;
      const u = distanceOf(level, mean, peakedness);
      if (u > neverAbove) break;
      const hazard = Math.max(visitsOf(u, level, mean, peakedness) * looks, presenceOf(u, level, mean, peakedness));
      const share = Math.min(1, (ceiling - index * width) / width);
      this.#seconds[index] = (this.#seconds[index] ?? 0) - Math.expm1(-hazard) * seconds * share;
    }
  }

  /** What all but `share` of `total` seconds do not exceed. */
  exceededBy(share: number, total: number): number {
    let sure = 0;
    let above = 0;
    for (let index = this.#seconds.length - 1; index >= 0; index--) {
      sure += this.#sure[index + 1] ?? 0;
      const here = (this.#seconds[index] ?? 0) + sure;
      if (here > share * total) {
        const part = here > above ? (here - share * total) / (here - above) : 1;
        return Math.min(this.#highestCeiling, index * this.#width + (this.#width === 1 ? 1 : part) * this.#width);
      }
      above = here;
    }
    return 0;
  }
}
