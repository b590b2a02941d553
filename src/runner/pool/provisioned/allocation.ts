import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { fullRate, leftOf, nextAfter, type RateLimit, takeOne } from '../../../lambda/scaling/rules/rate.ts';
import { provisioningLimit } from '../../../lambda/scaling/rules/counters.ts';
import type { ProvisionedEnvironments, ProvisionedOwner } from './provisionedEnvironments.ts';

/** Of a version's provisioned environments, what allocating them needs. */
export type AllocatedEnvironments = Pick<ProvisionedEnvironments, 'size' | 'allocated' | 'ready' | 'closed' | 'start' | 'open' | 'trim' | 'owner'>;

/** So many environments of a version. */
export interface Share {
  readonly count: number;
  readonly environments: AllocatedEnvironments;
}

export type AllocationStatus = 'IN_PROGRESS' | 'READY' | 'FAILED';

export interface AllocationOptions {
  readonly shares: readonly Share[];
  readonly clock: Clock;
  /** How long Lambda prepares before environments start, in milliseconds. */
  readonly preparationMs: number;
  /** How fast environments may be started against AWS: 1 as there. */
  readonly rateScale: () => number;
  /** Its status, or what is allocated, changed. */
  readonly onChange: () => void;
}

/** After which a replacement that did not initialise is tried again. */
const retryMs = 10_000;

/** As Lambda's StatusReason has it. */
const initFailed = 'FUNCTION_ERROR_INIT_FAILURE';

/**
 * Provisions what one configuration asks for: after a preparation it starts environments, as fast as Lambda does, and lets them serve
 * once all have initialised. It fails where one does not initialise. What is lost later is replaced.
 */
export class Allocation implements Disposable {
  readonly shares: readonly Share[];
  readonly #options: AllocationOptions;
  readonly #starts = fullRate();
  #status: AllocationStatus = 'IN_PROGRESS';
  #timer: Disposable | undefined;
  #disposed = false;
  readonly #owner: ProvisionedOwner = { initialised: (succeeded) => this.#initialised(succeeded), lost: () => this.resume() };

  constructor(options: AllocationOptions) {
    this.#options = options;
    this.shares = options.shares;
    // Those that are there may be starting still, for an allocation before.
    for (const { environments } of options.shares) environments.owner = this.#owner;
    if (this.#missing === undefined) this.#fill();
    else this.#timer = options.clock.after(options.preparationMs, () => this.#fill());
  }

  get status(): AllocationStatus {
    return this.#status;
  }

  get statusReason(): string | undefined {
    return this.#status === 'FAILED' ? initFailed : undefined;
  }

  get allocated(): number {
    return sum(this.shares, ({ environments, count }) => Math.min(count, environments.allocated));
  }

  get available(): number {
    return sum(this.shares, ({ environments, count }) => Math.min(count, environments.ready));
  }

  /** Whether it has environments that cannot be started any more. */
  get isClosed(): boolean {
    return this.shares.some(({ environments }) => environments.closed);
  }

  /** Starts what is missing, unless it is preparing, or is to wait. */
  resume(): void {
    if (this.#timer === undefined) this.#fill();
  }

  /** Ends no environment: another allocation may take them over. */
  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
    for (const { environments } of this.shares) if (environments.owner === this.#owner) environments.owner = undefined;
  }

  /** The first of whose environments there are too few. */
  get #missing(): Share | undefined {
    return this.shares.find(({ environments, count }) => environments.size < count && !environments.closed);
  }

  get #rate(): RateLimit {
    return provisioningLimit(this.#options.rateScale());
  }

  #fill(): void {
    const { clock } = this.#options;
    this.#timer?.dispose();
    this.#timer = undefined;
    while (!this.#disposed && this.#status !== 'FAILED') {
      const share = this.#missing;
      if (share === undefined) return this.#settle();
      const now = clock.monotonic();
      if (leftOf(this.#starts, now, this.#rate) < 1) {
        this.#timer = clock.after(nextAfter(this.#starts, now, this.#rate), () => this.#fill());
        return;
      }
      takeOne(this.#starts, now, this.#rate);
      share.environments.start();
    }
  }

  #initialised(succeeded: boolean): void {
    if (!succeeded) this.#fail();
    else this.#settle();
    this.#options.onChange();
  }

  /** Lets them serve when all are there; one that replaces another serves at once. */
  #settle(): void {
    if (this.#status === 'FAILED') return;
    const complete = this.shares.every(({ environments, count }) => environments.allocated >= count);
    if (!complete && this.#status === 'IN_PROGRESS') return;
    this.#status = 'READY';
    for (const { environments } of this.shares) environments.open();
  }

  /** Where a replacement fails, the others go on serving, and it is tried again; what is asked for anew is given up. */
  #fail(): void {
    if (this.#status === 'READY') {
      this.#timer?.dispose();
      this.#timer = this.#options.clock.after(retryMs, () => this.#fill());
      return;
    }
    this.#status = 'FAILED';
    this.#timer?.dispose();
    // What served before goes on.
    for (const { environments } of this.shares) environments.trim(environments.ready, 'provisioning failed');
  }
}

function sum(shares: readonly Share[], of: (share: Share) => number): number {
  return shares.reduce((total, share) => total + of(share), 0);
}
