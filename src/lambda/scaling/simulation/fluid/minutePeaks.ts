import type { Random } from '../../traffic/random.ts';
import type { InUse } from './levelProfile.ts';
import { presenceOf, visitsOf, distanceOf } from './passage.ts';

/** A part of the minute in which work in use varied around the same mean. */
interface Part {
  readonly mean: number;
  readonly peakedness: number;
  readonly timeConstant: number;
  seconds: number;
}

const alike = 0.02;

/** The most that is at work within a minute, drawn from how likely each level is reached in it. */
export class MinutePeaks {
  readonly #random: Random;
  #parts: Part[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  add(seconds: number, { mean, peakedness, timeConstant }: InUse): void {
    const last = this.#parts.at(-1);
    const same = last !== undefined && Math.abs(mean - last.mean) < alike * Math.sqrt(mean * peakedness) && Math.abs(timeConstant - last.timeConstant) < alike * timeConstant;
    if (same) last.seconds += seconds;
    else if (mean > 0) this.#parts.push({ mean, peakedness, timeConstant, seconds });
  }

  /** Of the minute that ends now; forgets it. A whole number. */
  draw(): number {
    const wanted = -Math.log(1 - this.#random());
    let low = 0;
    let high = 1;
    while (this.#hazard(high) > wanted) {
      low = high;
      high *= 2;
    }
    // As long as a level is reached, the peak is not below it.
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#hazard(middle) > wanted) low = middle;
      else high = middle;
    }
    this.#parts = [];
    return low;
  }

  #hazard(level: number): number {
    let visits = 0;
    let presence = 0;
    for (const { mean, peakedness, timeConstant, seconds } of this.#parts) {
      const u = distanceOf(level, mean, peakedness);
      visits += visitsOf(u, level, mean, peakedness) * (seconds / Math.max(timeConstant, 1e-9));
      presence = Math.max(presence, presenceOf(u, level, mean, peakedness));
    }
    return Math.max(visits, presence);
  }
}
