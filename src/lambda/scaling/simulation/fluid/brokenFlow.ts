import type { WorkKernel } from './workKernel.ts';

/** What is known of environments that initialise again within an invocation, as the one before it reached its timeout. Seconds. */
export interface Breaking {
  /** Of invocations in environments that are well; and of those that initialise again. */
  readonly well: WorkKernel;
  readonly anew: WorkKernel;
  /** Shares of both that reach the timeout. */
  readonly once: number;
  readonly again: number;
  /** Until a timeout, and of an initialisation. */
  readonly timeout: number;
  readonly init: number;
  readonly idle: number;
}

/**
 * How many environments at work are broken: each of their invocations initialises again, and may reach the timeout for that alone. The
 * environment that worked last is taken first, so that those at work stay at work, and break one after the other; where fewer are
 * needed, as large a part of the broken ones is put aside, and comes back first.
 */
export class BrokenFlow {
  readonly #breaking: Breaking;
  /** At work in the end of the last step, and set aside. */
  #broken = 0;
  #aside = 0;
  #rate = 0;
  readonly #well = new Count();
  readonly #cold = new Count();

  constructor(breaking: Breaking) {
    this.#breaking = breaking;
  }

  /** Takes so many warm and cold ones a second in a step; gives how many of the warm ones initialised again. */
  pass(now: number, seconds: number, warm: number, cold: number): number {
    this.#move(warm + cold, seconds);
    const { once, again, anew, timeout, init } = this.#breaking;
    const from = now - seconds;
    const before = this.#broken;
    // What begins in a step that is longer than the timeout breaks within it, too.
    const fresh = Math.max(0, seconds - timeout);
    const known = this.#well.between(from - timeout, Math.min(from, now - timeout)) + this.#cold.between(from - timeout - init, now - timeout - init);
    const source = (once * (known + warm * fresh)) / seconds;
    const decay = ((once * fresh) / seconds + 1 - again) / anew.mean;
    const gone = Math.exp(-decay * seconds);
    const added = decay > 1e-9 ? (source * (1 - gone)) / decay : source * seconds;
    this.#broken = Math.min(this.#broken * gone + added, Math.max(warm, 1e-9) * anew.mean);
    // One that broke begins at once, and not at any time within that which it will take.
    const more = (this.#broken - before) / seconds / 2;
    const meanwhile = Math.max(0, Math.min(warm, (before + this.#broken) / 2 / anew.mean + more));
    this.#well.add(now, seconds * (warm - meanwhile));
    this.#cold.add(now, seconds * cold);
    return meanwhile;
  }

  #move(rate: number, seconds: number): void {
    this.#aside *= Math.exp(-seconds / this.#breaking.idle);
    const wanted = this.#rate > 0 ? this.#broken * (rate / this.#rate - 1) : 0;
    const moved = Math.min(this.#aside, wanted);
    this.#aside -= moved;
    this.#broken += moved;
    this.#rate = rate;
  }
}

/** How many there were until when; asked in ascending order. */
class Count {
  readonly #at: number[] = [0];
  readonly #sum: number[] = [0];
  #place = 1;

  add(until: number, amount: number): void {
    this.#at.push(until);
    this.#sum.push((this.#sum.at(-1) ?? 0) + amount);
  }

  between(from: number, to: number): number {
    const before = this.#until(from);
    return Math.max(0, this.#until(to) - before);
  }

  #until(moment: number): number {
    if (moment <= 0) return 0;
    while (this.#place > 1 && (this.#at[this.#place - 1] ?? 0) > moment) this.#place -= 1;
    while (this.#place < this.#at.length && (this.#at[this.#place] ?? 0) < moment) this.#place += 1;
    const from = this.#at[this.#place - 1] ?? 0;
    const low = this.#sum[this.#place - 1] ?? 0;
    const high = this.#sum[this.#place] ?? low;
    const width = (this.#at[this.#place] ?? from) - from;
    return width > 0 ? low + (high - low) * Math.min(1, (moment - from) / width) : low;
  }
}
