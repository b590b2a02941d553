import { randomOf } from '../../traffic/random.ts';
import { lossShare } from './erlang.ts';
import { LocalPoints } from './localPoints.ts';
import type { WorkKernel } from './workKernel.ts';

/** Loads are told apart by so much of a deviation near the limit, and by more farther off; so many deviations from it at most. */
const apart = 0.2;
const lowest = -4.5;
const highest = 30;
/** Numbers of servers are, above so many, by a twentieth. */
const single = 40;
const byServers = Math.log(1.05);
/** With more servers than that the factor at so many deviations from the limit is the same. */
const mostServers = 2000;
/** So many refusals are taken for granted, as a few say little. */
const granted = 20;
const leastPeakedness = 0.002;
/** Up to here durations are all but constant: what is refused goes by turns, not by chance. */
const byTurns = 0.02;
/** A load that differs by less from what its rate leads to has got there. */
const settled = 0.001;

/**
 * By how much more evenly spaced arrivals are refused than Hayward's formula says. It goes by how much what is at work varies, and not by
 * how rough its course is, which is what a limit meets: work ends at random also where it comes evenly.
 */
export class EvenLoss {
  readonly #kernel: WorkKernel;
  readonly #peakedness: number;
  readonly #points: LocalPoints;
  readonly #durations: () => Float64Array;
  /** Then a rate that goes on is looked at for itself: one point takes more arrivals than the mean of many. */
  readonly #patient: boolean;
  #rate = 0;

  /** `durations`: so many, each as likely as the other. */
  constructor(kernel: WorkKernel, durations: () => Float64Array, patience?: number) {
    this.#points = new LocalPoints(patience);
    this.#patient = patience !== undefined;
    this.#kernel = kernel;
    this.#durations = durations;
    this.#peakedness = Math.max(leastPeakedness, 1 - kernel.squared(kernel.end) / kernel.mean);
  }

  /** What the formula's share is to be multiplied by. `rate`: of the arrivals; what that leads to is looked at for itself while it goes on. */
  factor(load: number, servers: number, rate?: number): number {
    if (servers < 1 || load <= 0) return 1;
    if (this.#peakedness < byTurns) return this.#turns(load, Math.round(servers));
    if (this.#patient && rate !== undefined && this.#isSteady(rate) && Math.abs(load - rate * this.#kernel.mean) < settled * load) {
      const steady = this.#measured(Math.round(servers), rate, load);
      if (steady !== undefined) return steady;
    }
    const group = servers <= single ? Math.round(servers) : Math.round(Math.exp(Math.round(Math.log(Math.min(servers, mostServers)) / byServers) * byServers));
    const place = Math.asinh(Math.min(highest, Math.max(lowest, (load - servers) / Math.sqrt(servers * this.#peakedness)))) / apart;
    const index = Math.floor(place);
    const at = (number: number): number => {
      const near = group + Math.sinh(number * apart) * Math.sqrt(group * this.#peakedness);
      return near <= 0 ? 1 : this.#measured(group, near / this.#kernel.mean, near) ?? 1;
    };
    const low = at(index);
    return place === index ? low : low + (at(index + 1) - low) * (place - index);
  }

  /** Where all take as long, so many in a row are taken until the first of them has ended. */
  #turns(load: number, servers: number): number {
    const formula = lossShare(load, servers, this.#peakedness);
    return formula < 1e-9 ? 1 : Math.max(0, 1 - servers / Math.ceil(load - 1e-9)) / formula;
  }

  /** Whether as many come as when it was asked before. */
  #isSteady(rate: number): boolean {
    const same = Math.abs(rate - this.#rate) < 1e-6 * rate;
    if (!same) this.#rate = rate;
    return same;
  }

  #measured(servers: number, rate: number, load: number): number | undefined {
    const process = this.#points.at(`${servers} ${rate.toPrecision(6)}`, () => ({
      rate,
      even: true,
      servers,
      requests: Number.POSITIVE_INFINITY,
      durations: this.#durations(),
      random: randomOf(servers, Math.round(load)),
    }));
    return process && (process.limited + granted) / (process.arrivals * lossShare(load, servers, this.#peakedness) + granted);
  }
}
