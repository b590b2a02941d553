import { normalOf, type Random } from '../../traffic/random.ts';
import type { SeenUse } from './seenUse.ts';

/**
 * The minute's average of provisioned environments at work, as a share of those ready, over the invocations that begin in them: what is to
 * be expected, and by how much chance moves a minute's mean around it. Chance has a memory, where work goes on for longer than a minute.
 */
export class MinuteUtilization {
  readonly #random: Random;
  readonly #normal: Random;
  readonly #even: boolean;
  /** Deviation of the minute before, in standard ones. */
  #deviation = 0;
  #samples = 0;
  #seconds = 0;
  /** Weighted by samples: the mean, its variance, and its time constant. */
  #mean = 0;
  #variance = 0;
  #timeConstant = 0;

  constructor(random: Random, even: boolean) {
    this.#random = random;
    this.#normal = normalOf(random);
    this.#even = even;
  }

  /** Of `seconds`, `rate` invocations in each began in one of `ready` environments. */
  add(rate: number, seconds: number, ready: number, { mean, variance, timeConstant }: SeenUse): void {
    const samples = rate * seconds;
    this.#samples += samples;
    this.#seconds += seconds;
    this.#mean += (samples * mean) / ready;
    this.#variance += (samples * variance) / (ready * ready);
    this.#timeConstant += samples * timeConstant;
  }

  /** Of the minute that ends now; forgets it. 0 to 1; null where none began to work. */
  draw(): number | null {
    const samples = this.#samples;
    const mean = this.#mean / samples;
    const variance = this.#variance / samples;
    const timeConstants = Math.max(1e-3, this.#seconds / Math.max(1e-9, this.#timeConstant / samples));
    this.#samples = this.#seconds = this.#mean = this.#variance = this.#timeConstant = 0;
    if (!(samples > 0) || (!this.#even && this.#random() < Math.exp(-samples))) return null;
    // Of a process whose correlation decays exponentially: the variance of its mean over a time, and the correlation with the time before.
    const decay = -Math.expm1(-timeConstants);
    const spread = 2 * (timeConstants - decay);
    const memory = Math.min(1, (decay * decay) / spread);
    this.#deviation = memory * this.#deviation + Math.sqrt(1 - memory * memory) * this.#normal();
    const share = Math.min(1, spread / (timeConstants * timeConstants) + 1 / samples);
    return Math.min(1, Math.max(0, mean + this.#deviation * Math.sqrt(variance * share)));
  }
}
