import type { InUse } from './levelProfile.ts';
import { certainBelow, distanceOf, neverAbove, presenceOf, visitsOf } from './passage.ts';

interface Part extends InUse {
  readonly seconds: number;
  readonly deviation: number;
}

/** Where steps are as long, nothing changes within a second. */
const longStep = 2;
/** Moments are sums of steps. */
const tolerance = 1e-9;

/** For how long the peak of a second was at least so high, by levels in bins. */
export class SecondPeaks {
  readonly #width: number;
  readonly #seconds: Float64Array;
  /** For how long just the bins below were sure: summed up from above at the end. */
  readonly #sure: Float64Array;
  /** Of a second that is not over: what changes within it has one peak. */
  #parts: Part[] = [];
  #partSeconds = 0;
  #highestCeiling = 0;

  constructor(highest: number, width: number) {
    this.#width = width;
    this.#seconds = new Float64Array(Math.ceil(highest / width) + 2);
    this.#sure = new Float64Array(this.#seconds.length + 1);
  }

  /** Takes a step of `seconds` that ends at `now`. */
  add(now: number, seconds: number, inUse: InUse): void {
    this.#highestCeiling = Math.max(this.#highestCeiling, inUse.ceiling);
    const from = now - seconds;
    const ends = Math.floor(from + tolerance) + 1;
    if (seconds > longStep) {
      this.#close();
      this.#push(seconds, inUse);
      return this.#close();
    }
    if (now < ends - tolerance) return this.#push(seconds, inUse);
    // What is left of the second, then whole seconds that are alike, then what has begun of another.
    const whole = Math.floor(now + tolerance);
    this.#push(ends - from, inUse);
    this.#close();
    this.#push(whole - ends, inUse);
    this.#close();
    this.#push(now - whole, inUse);
  }

  /** A second's peak that is known, or what is as likely as others: for so many seconds. */
  addKnown(level: number, seconds: number): void {
    const bins = Math.min(this.#sure.length - 1, Math.floor(level / this.#width));
    this.#sure[bins] = (this.#sure[bins] ?? 0) + seconds;
    this.#highestCeiling = Math.max(this.#highestCeiling, level);
  }

  /** What all but `share` of `total` seconds do not exceed. */
  exceededBy(share: number, total: number): number {
    this.#close();
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

  #push(seconds: number, { mean, peakedness, timeConstant, ceiling, below, sure = 0 }: InUse): void {
    if (seconds <= tolerance) return;
    this.#parts.push({ mean, peakedness, timeConstant, ceiling, below, sure, seconds, deviation: Math.sqrt(mean * peakedness) });
    this.#partSeconds += seconds;
  }

  #close(): void {
    const seconds = this.#partSeconds;
    if (seconds <= 0) return;
    let index = 0;
    for (const { mean, deviation, ceiling, sure = 0 } of this.#parts) {
      index = Math.max(index, Math.floor(Math.min(Math.max(sure, mean + (certainBelow - 0.5) * deviation - 1), ceiling) / this.#width));
    }
    index = Math.min(this.#seconds.length, index);
    this.#sure[index] = (this.#sure[index] ?? 0) + seconds;
    for (; index < this.#seconds.length; index++) {
      const chance = this.#chance(index);
      if (chance === undefined) break;
      this.#seconds[index] = (this.#seconds[index] ?? 0) + chance * seconds;
    }
    this.#parts = [];
    this.#partSeconds = 0;
  }

  /** That the peak of a second is in that bin or above; undefined where it never is. */
  #chance(index: number): number | undefined {
    const level = index * this.#width + (this.#width + 1) / 2;
    let visits = 0;
    let presence = 0;
    let open = 0;
    for (const { mean, peakedness, timeConstant, ceiling, seconds } of this.#parts) {
      const share = Math.min(1, (ceiling - index * this.#width) / this.#width);
      if (share <= 0) continue;
      const u = distanceOf(level, mean, peakedness);
      if (u > neverAbove) continue;
      open = Math.max(open, share);
      visits += visitsOf(u, level, mean, peakedness) * (seconds / Math.max(timeConstant, 1e-9));
      presence = Math.max(presence, presenceOf(u, level, mean, peakedness));
    }
    // It is there when the second begins, or comes there within it.
    return open === 0 ? undefined : -Math.expm1(-(visits / this.#partSeconds + presence)) * open;
  }
}
