import type { Random } from '../../../traffic/random.ts';

/** When the arrivals of a tick come, in order: at random, or evenly. */
export class ArrivalMoments {
  readonly #even: boolean;
  readonly #random: Random;
  #moments = new Float64Array(64);

  constructor(even: boolean, random: Random) {
    this.#even = even;
    this.#random = random;
  }

  /** In ticks, with fractions; what is beyond so many is of no meaning. */
  of(tick: number, arrivals: number): Float64Array {
    if (arrivals > this.#moments.length) this.#moments = new Float64Array(arrivals * 2);
    const moments = this.#moments;
    const random = this.#random;
    for (let index = 0; index < arrivals; index++) {
      const moment = tick + (this.#even ? (index + 0.5) / arrivals : random());
      let place = index;
      for (; place > 0 && (moments[place - 1] ?? 0) > moment; place--) moments[place] = moments[place - 1] ?? 0;
      moments[place] = moment;
    }
    return moments;
  }
}
