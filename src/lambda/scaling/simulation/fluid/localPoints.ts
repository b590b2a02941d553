import { LocalProcess, type LocalLoad } from './localProcess.ts';

/** Arrivals of a process when it is looked at first; by which share of them it goes on whenever it is looked at again; and at most. */
const first = 30_000;
const growth = 0.1;
const most = 2_000_000;
/** So many refusals say enough. */
const enough = 100_000;
/** Arrivals of all processes, until which they go on, and until which new ones begin. */
const budget = 2_500_000;
const lastBudget = 4_000_000;

/**
 * Local processes by what they are for. Each goes on a little whenever it is looked at, so that what is needed often is known best, and what
 * many look at evens out among them.
 */
export class LocalPoints {
  readonly #processes = new Map<string, LocalProcess | undefined>();
  readonly #patience: number;
  #spent = 0;

  /** `patience`: so many times as many arrivals. */
  constructor(patience = 1) {
    this.#patience = patience;
  }

  /** `load` is asked once for each `key`. Undefined where there are too many already, or it takes too long until it is at rest. */
  at(key: string, load: () => LocalLoad): LocalProcess | undefined {
    const patience = this.#patience;
    if (!this.#processes.has(key)) {
      if (this.#spent > lastBudget * patience) return undefined;
      const process = new LocalProcess(load());
      const bearable = process.settling <= lastBudget * patience - this.#spent;
      this.#processes.set(key, bearable ? process : undefined);
      if (!bearable) return undefined;
      this.#spent += process.settling;
      this.#go(process, first);
      return process;
    }
    const known = this.#processes.get(key);
    if (known === undefined) return undefined;
    if (this.#spent < budget * patience && known.arrivals < most * patience && known.limited < enough * patience) this.#go(known, Math.ceil(known.come * growth));
    return known;
  }

  #go(process: LocalProcess, count: number): void {
    process.advance(count);
    this.#spent += count;
  }
}
