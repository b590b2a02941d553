import type { WorkKernel } from './workKernel.ts';

/** What began in past steps: so many a second in each, without and with initialisation, and with one after a timeout. Only what may still be at work is looked at. */
export class WorkHistory {
  readonly #warm: WorkKernel;
  readonly #cold: WorkKernel;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #warmRate: number[] = [];
  readonly #coldRate: number[] = [];
  readonly #againRate: number[] = [];
  readonly #again: WorkKernel;
  #first = 0;

  /** `again`: of those after a timeout. */
  constructor(warm: WorkKernel, cold: WorkKernel, again = warm) {
    this.#warm = warm;
    this.#again = again;
    this.#cold = cold;
  }

  push(from: number, to: number, warmRate: number, coldRate: number, againRate = 0): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#warmRate.push(warmRate);
    this.#coldRate.push(coldRate);
    this.#againRate.push(againRate);
  }

  /** At work at `now`, on average; with `spread`, also what its variance is short of it where arrivals are even. */
  carried(now: number, spread: boolean): { readonly load: number; readonly missing: number } {
    const oldest = now - Math.max(this.#warm.end, this.#cold.end, this.#again.end);
    while (this.#first < this.#to.length && (this.#to[this.#first] ?? 0) < oldest) this.#first += 1;
    let load = 0;
    let missing = 0;
    for (let index = this.#to.length - 1; index >= this.#first; index--) {
      const young = now - (this.#to[index] ?? 0);
      const old = now - (this.#from[index] ?? 0);
      const warm = this.#warmRate[index] ?? 0;
      const cold = this.#coldRate[index] ?? 0;
      if (warm > 0) load += warm * (this.#warm.held(old) - this.#warm.held(young));
      const again = this.#againRate[index] ?? 0;
      if (again > 0) load += again * (this.#again.held(old) - this.#again.held(young));
      if (cold > 0) load += cold * (this.#cold.held(old) - this.#cold.held(young));
      if (!spread) continue;
      if (warm > 0) missing += warm * (this.#warm.squared(old) - this.#warm.squared(young));
      if (again > 0) missing += again * (this.#again.squared(old) - this.#again.squared(young));
      if (cold > 0) missing += cold * (this.#cold.squared(old) - this.#cold.squared(young));
    }
    return { load, missing };
  }
}
