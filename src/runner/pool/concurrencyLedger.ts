import type { Clock } from '../../common/clock.ts';
import { admit, giveBack, take } from '../../lambda/scaling/rules/admission.ts';
import { accountCounters, type FunctionCounters, functionCounters, type VersionCounters } from '../../lambda/scaling/rules/counters.ts';
import type { Admitted, Lease, Verdict } from '../../lambda/scaling/rules/verdict.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';

/** The limits that hold now. Concurrency in environments. */
export interface RegionLimits {
  /** The account's concurrent executions. */
  readonly limit: number;
  /** Sum of what functions reserve. */
  readonly reserved: number;
  /** Sum of what is provisioned of functions that reserve nothing. */
  readonly provisionedUnreserved: number;
  /** What is provisioned of a function, its versions and aliases together. */
  readonly provisioned: (functionName: string) => number;
  /** How fast environments may be started against AWS: 1 as there. */
  readonly rateScale: number;
}

/** Keeps the rule book's counters for the region, and asks it. */
export class ConcurrencyLedger {
  readonly #clock: Clock;
  readonly #limits: () => RegionLimits;
  readonly #account = accountCounters(0);
  readonly #functions = new Map<string, FunctionCounters>();

  constructor(clock: Clock, limits: () => RegionLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Changes nothing. */
  ask(version: FunctionVersion, counters: Readonly<VersionCounters>): Verdict {
    return admit(counters, this.#functionOf(version), this.#account, this.#clock.monotonic());
  }

  /** Counts what was admitted just now. What is given back takes the answer. */
  take(admitted: Admitted, version: FunctionVersion, counters: VersionCounters): Lease {
    return take(admitted, counters, this.#functionOf(version), this.#account, this.#clock.monotonic());
  }

  giveBack(lease: Lease, functionName: string): void {
    const counters = this.#functions.get(functionName);
    if (counters !== undefined) giveBack(lease, counters, this.#account);
  }

  /** Of a function that is gone. One that still runs is kept. */
  forget(functionName: string): void {
    if (this.#functions.get(functionName)?.inUse === 0) this.#functions.delete(functionName);
  }

  /** With the limits as they are now. */
  #functionOf({ settings, reservedConcurrency }: FunctionVersion): FunctionCounters {
    const { limit, reserved, provisionedUnreserved, provisioned, rateScale } = this.#limits();
    const account = this.#account;
    account.limit = limit;
    account.reserved = reserved;
    account.provisionedUnreserved = provisionedUnreserved;
    account.rateScale = rateScale;
    const name = settings.FunctionName;
    let counters = this.#functions.get(name);
    if (counters === undefined) this.#functions.set(name, (counters = functionCounters()));
    counters.reserved = reservedConcurrency;
    counters.provisioned = provisioned(name);
    return counters;
  }
}
