import type { Clock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/codedError.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Logger } from '../../../common/logger.ts';
import type { FunctionVersion } from '../../resources/functionVersion.ts';
import { type AllocatedEnvironments, Allocation, type Share } from './allocation.ts';
import type { AllocationState, ProvisionedAllocations } from './provisionedAllocations.ts';

/** What a version or alias is to have. */
export interface ProvisionedConfiguration {
  readonly key: string;
  readonly requested: number;
  /** Another with every request. */
  readonly revision: number;
  /** What it runs: of an alias with two versions both, by their shares, which add up to 1. */
  readonly versions: readonly { readonly version: string; readonly share: number }[];
  /** Undefined where it is gone, or cannot be read. */
  readonly find: (version: string) => Promise<FunctionVersion | undefined>;
}

export interface ProvisionedAllocatorOptions {
  readonly configurations: () => readonly ProvisionedConfiguration[];
  readonly pools: ProvisionedPools;
  /** How long Lambda prepares what is asked for. */
  readonly preparationMs: () => number;
  /** What was asked for before is there again without a preparation: milliseconds since the epoch. */
  readonly startedAt: number;
  readonly rateScale: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where the provisioned environments are. */
export interface ProvisionedPools {
  provisionedOf(version: FunctionVersion): AllocatedEnvironments;
  /** Those of every version that has any. */
  readonly provisioned: readonly AllocatedEnvironments[];
}

interface Known {
  readonly identity: string;
  readonly allocation: Allocation;
  /** What served before, and does until this is ready. */
  readonly before: readonly AllocatedEnvironments[];
}

/** Has every configuration of provisioned concurrency allocated, one allocation each. */
export class ProvisionedAllocator implements ProvisionedAllocations, Disposable {
  readonly #options: ProvisionedAllocatorOptions;
  readonly #known = new Map<string, Known>();
  #following: Promise<void> = Promise.resolve();
  /** What has not begun yet takes up all that changes until it does. */
  #next: Promise<void> | undefined;
  readonly #changes = new Emitter<void>();
  #disposed = false;

  /** How far one is has changed. */
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(options: ProvisionedAllocatorOptions) {
    this.#options = options;
  }

  follow(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#following.then(() => {
      this.#next = undefined;
      return this.#follow();
    });
    this.#following = next.catch((error: unknown) => this.#tell(error));
    this.#next = this.#following;
    return this.#following;
  }

  stateOf(key: string): AllocationState | undefined {
    const allocation = this.#known.get(key)?.allocation;
    if (allocation === undefined) return undefined;
    const { status, statusReason, allocated, available } = allocation;
    return { status, allocated, available, ...(statusReason !== undefined && { statusReason }) };
  }

  dispose(): void {
    this.#disposed = true;
    this.#changes.dispose();
    for (const { allocation } of this.#known.values()) allocation.dispose();
    this.#known.clear();
  }

  async #follow(): Promise<void> {
    const configurations = this.#options.configurations();
    const keys = new Set(configurations.map(({ key }) => key));
    for (const [key, { allocation }] of this.#known) {
      if (keys.has(key)) continue;
      allocation.dispose();
      this.#known.delete(key);
    }
    // One that cannot be taken up keeps no other from it.
    for (const configuration of configurations) await this.#take(configuration).catch((error: unknown) => this.#tell(error));
    this.#release();
  }

  #tell(error: unknown): void {
    this.#options.logger.error(`Provisioned concurrency could not be taken up: ${messageOf(error)}`);
  }

  async #take({ key, requested, revision, versions, find }: ProvisionedConfiguration): Promise<void> {
    const identity = JSON.stringify([requested, revision, versions]);
    const known = this.#known.get(key);
    if (known?.identity === identity && !known.allocation.isClosed) return known.allocation.resume();
    const { clock, preparationMs, startedAt, rateScale } = this.#options;
    const shares: Share[] = [];
    for (const { version, count } of countsOf(requested, versions)) {
      const found = await find(version);
      // It is looked for again when something changes.
      if (found === undefined || this.#disposed) return;
      shares.push({ count, environments: this.#options.pools.provisionedOf(found) });
    }
    known?.allocation.dispose();
    const before = known === undefined ? [] : servingOf(known);
    const onChange = (): void => this.#changed();
    const allocation = new Allocation({ shares, clock, preparationMs: known === undefined && revision < startedAt ? 0 : preparationMs(), rateScale, onChange });
    this.#known.set(key, { identity, allocation, before });
  }

  #changed(): void {
    this.#release();
    this.#changes.fire();
  }

  /** Ends environments that no configuration wants: what served before one that moves on, only when its new ones are ready. */
  #release(): void {
    const wanted = new Map<AllocatedEnvironments, number>();
    for (const { allocation, before } of this.#known.values()) {
      const own = new Map(allocation.shares.map(({ environments, count }) => [environments, count]));
      if (allocation.status === 'IN_PROGRESS') for (const environments of before) own.set(environments, Math.max(own.get(environments) ?? 0, environments.ready));
      for (const [environments, count] of own) wanted.set(environments, (wanted.get(environments) ?? 0) + count);
    }
    for (const environments of this.#options.pools.provisioned) environments.trim(wanted.get(environments) ?? 0, 'no longer provisioned');
  }
}

/** Shares are fractions of two's powers: 0.29 of a hundred is 29, and not one less. */
const rounding = 1e-9;

/** Each once: a configuration may change again and again. */
function servingOf({ allocation, before }: Known): readonly AllocatedEnvironments[] {
  const own = allocation.shares.map(({ environments }) => environments);
  const all = allocation.status === 'IN_PROGRESS' ? [...own, ...before] : own;
  return [...new Set(all)].filter(({ ready }) => ready > 0);
}

/** Whole environments by share; what is left over goes to the first. */
function countsOf(requested: number, versions: ProvisionedConfiguration['versions']): { version: string; count: number }[] {
  const [first, ...others] = versions.map(({ version, share }) => ({ version, count: Math.floor(requested * share + rounding) }));
  if (first === undefined) return [];
  const rest = others.reduce((sum, { count }) => sum + count, 0);
  return [{ ...first, count: requested - rest }, ...others].filter(({ count }) => count > 0);
}
