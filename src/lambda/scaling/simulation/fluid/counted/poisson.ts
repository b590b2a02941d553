import type { Random } from '../../../traffic/random.ts';

/** Draws how many of a Poisson process come in a time that brings `mean` on average, by inversion from the likeliest number on. */
export class PoissonCounts {
  readonly #random: Random;
  #below = new Float64Array(64);
  #mean = 0;
  #mode = 0;

  constructor(random: Random, mean: number) {
    this.#random = random;
    this.mean = mean;
  }

  get mean(): number {
    return this.#mean;
  }

  set mean(mean: number) {
    this.#mean = mean;
    const mode = Math.floor(mean);
    const width = 10 * Math.sqrt(mean) + 16;
    const least = Math.max(0, Math.floor(mean - width));
    const size = Math.ceil(mean + width) + 1;
    if (this.#below.length < size) this.#below = new Float64Array(size * 2);
    const below = this.#below;
    this.#mode = mode;
    // Relative to the likeliest one, so that no power is too small for a number.
    below.fill(0, 0, size);
    below[mode] = 1;
    for (let count = mode; count > least; count--) below[count - 1] = ((below[count] ?? 0) * count) / mean;
    for (let count = mode + 1; count < size; count++) below[count] = ((below[count - 1] ?? 0) * mean) / count;
    let sum = 0;
    for (let count = 0; count < size; count++) below[count] = sum += below[count] ?? 0;
    for (let count = 0; count < size; count++) below[count] = (below[count] ?? 0) / sum;
    below[size - 1] = 1;
  }

  draw(): number {
    if (this.#mean <= 0) return 0;
    const below = this.#below;
    const drawn = this.#random();
    let count = this.#mode;
    if (drawn < (below[count] ?? 1)) {
      while (count > 0 && drawn < (below[count - 1] ?? 0)) count -= 1;
      return count;
    }
    while (drawn >= (below[count] ?? 1)) count += 1;
    return count;
  }
}
