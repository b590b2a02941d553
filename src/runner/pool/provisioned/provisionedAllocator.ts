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
  readonly preparationMs: () => number;
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
  readonly before: readonly Share[];
}

/** Has every configuration of provisioned concurrency allocated, one allocation each. */
export class ProvisionedAllocator implements ProvisionedAllocations, Disposable {
  readonly #options: ProvisionedAllocatorOptions;
  readonly #known = new Map<string, Known>();
  #following: Promise<void> = Promise.resolve();
  readonly #changes = new Emitter<void>();
  #disposed = false;

  /** How far one is has changed. */
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(options: ProvisionedAllocatorOptions) {
    this.#options = options;
  }

  follow(): Promise<void> {
    this.#following = this.#following.then(() => this.#follow()).catch((error: unknown) => {
      this.#options.logger.error(`Provisioned concurrency could not be taken up: ${messageOf(error)}`);
    });
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
    for (const configuration of configurations) await this.#take(configuration);
    this.#release();
  }

  async #take({ key, requested, revision, versions, find }: ProvisionedConfiguration): Promise<void> {
    const identity = JSON.stringify([requested, revision, versions]);
    const known = this.#known.get(key);
    if (known?.identity === identity) return;
    const { clock, preparationMs, rateScale } = this.#options;
    const shares: Share[] = [];
    for (const { version, count } of countsOf(requested, versions)) {
      const found = await find(version);
      if (found !== undefined) shares.push({ count, environments: this.#options.pools.provisionedOf(found) });
    }
    if (this.#disposed) return;
    known?.allocation.dispose();
    const before = known === undefined ? [] : [...known.allocation.shares, ...known.before];
    const onChange = (): void => this.#changed();
    const allocation = new Allocation({ shares, clock, preparationMs: preparationMs(), rateScale, onChange });
    this.#known.set(key, { identity, allocation, before });
  }

  #changed(): void {
    this.#release();
    this.#changes.fire();
  }

  /** Ends environments that no configuration wants: of one that moves on only when its new ones are ready. */
  #release(): void {
    const wanted = new Map<AllocatedEnvironments, number>();
    for (const { allocation, before } of this.#known.values()) {
      const own = new Map(allocation.shares.map(({ environments, count }) => [environments, count]));
      if (allocation.status === 'IN_PROGRESS') for (const { environments } of before) if (!own.has(environments)) own.set(environments, environments.size);
      for (const [environments, count] of own) wanted.set(environments, (wanted.get(environments) ?? 0) + count);
    }
    for (const environments of this.#options.pools.provisioned) environments.trim(wanted.get(environments) ?? 0, 'no longer provisioned');
  }
}

/** Whole environments by share; what is left over goes to the first. */
function countsOf(requested: number, versions: ProvisionedConfiguration['versions']): { version: string; count: number }[] {
  const [first, ...others] = versions.map(({ version, share }) => ({ version, count: Math.floor(requested * share) }));
  if (first === undefined) return [];
  const rest = others.reduce((sum, { count }) => sum + count, 0);
  return [{ ...first, count: requested - rest }, ...others].filter(({ count }) => count > 0);
}
