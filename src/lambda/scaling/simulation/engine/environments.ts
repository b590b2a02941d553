import type { Lease } from '../../rules/verdict.ts';

/** How a run ends, by its number. */
export const outcomes = ['success', 'error', 'timeout'] as const;
export const succeeded = 0;
export const failed = 1;
export const timedOut = 2;

export const leases = ['provisioned', 'reserved', 'unreserved'] as const satisfies readonly Lease[];
export const leaseIndex: Readonly<Record<Lease, number>> = { provisioned: 0, reserved: 1, unreserved: 2 };

/** What an environment's run is for where nobody waits for its end but the caller. */
export const noJob = -1;

/** All environments that live, each a place in typed arrays; places of ended ones are taken again. */
export class Environments {
  /** Whose it is. */
  owner = new Int32Array(256);
  lease = new Uint8Array(256);
  /** Of its run: how it will end, whether it is beyond provisioned ones, for what, and how long it takes (ms). */
  outcome = new Uint8Array(256);
  spillover = new Uint8Array(256);
  job = new Int32Array(256);
  runMs = new Float64Array(256);
  /** Its process is gone after a timeout: the next run initialises once more. */
  broken = new Uint8Array(256);
  provisioned = new Uint8Array(256);
  /** How long its initialisation takes, in ms. */
  initMs = new Float64Array(256);
  /** When its run was admitted, where it waits for its turn to initialise. */
  since = new Float64Array(256);
  /** It runs its first invocation, having initialised for it. */
  cold = new Uint8Array(256);
  /** Counted from 1 over the whole simulation; never taken again. */
  number = new Float64Array(256);
  readonly #free: number[] = [];
  #used = 0;
  #begun = 0;

  get begun(): number {
    return this.#begun;
  }

  get alive(): number {
    return this.#used - this.#free.length;
  }

  begin(owner: number): number {
    const place = this.#free.pop() ?? this.#used++;
    if (place === this.owner.length) this.#grow();
    this.owner[place] = owner;
    this.job[place] = noJob;
    this.broken[place] = 0;
    this.provisioned[place] = 0;
    this.cold[place] = 0;
    this.spillover[place] = 0;
    this.#begun += 1;
    this.number[place] = this.#begun;
    return place;
  }

  end(place: number): void {
    this.#free.push(place);
  }

  #grow(): void {
    const size = this.owner.length * 2;
    const ints = (old: Int32Array<ArrayBuffer>) => copied(new Int32Array(size), old);
    const bytes = (old: Uint8Array<ArrayBuffer>) => copied(new Uint8Array(size), old);
    const floats = (old: Float64Array<ArrayBuffer>) => copied(new Float64Array(size), old);
    this.owner = ints(this.owner);
    this.job = ints(this.job);
    this.lease = bytes(this.lease);
    this.outcome = bytes(this.outcome);
    this.spillover = bytes(this.spillover);
    this.broken = bytes(this.broken);
    this.provisioned = bytes(this.provisioned);
    this.cold = bytes(this.cold);
    this.runMs = floats(this.runMs);
    this.since = floats(this.since);
    this.cold = bytes(this.cold);
    this.provisioned = bytes(this.provisioned);
    this.initMs = floats(this.initMs);
    this.number = floats(this.number);
  }
}

function copied<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(to: T, from: T): T {
  to.set(from);
  return to;
}
