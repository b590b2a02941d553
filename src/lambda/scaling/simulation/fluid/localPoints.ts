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
  readonly #processes = new Map<string, LocalProcess>();
  #spent = 0;

  /** `load` is asked once for each `key`. Undefined where there are too many already. */
  at(key: string, load: () => LocalLoad): LocalProcess | undefined {
    const known = this.#processes.get(key);
    if (known === undefined) return this.#spent > lastBudget ? undefined : this.#begin(key, new LocalProcess(load()));
    if (this.#spent < budget && known.arrivals < most && known.limited < enough) this.#go(known, Math.ceil(known.come * growth));
    return known;
  }

  #begin(key: string, process: LocalProcess): LocalProcess {
    this.#processes.set(key, process);
    this.#spent += process.settling;
    this.#go(process, first);
    return process;
  }

  #go(process: LocalProcess, count: number): void {
    process.advance(count);
    this.#spent += count;
  }
}
