import { bounded, type Bounds } from '../../autoScaling/bounds.ts';
import { autoScalingFigures } from '../../autoScaling/figures.ts';
import { TargetTracker } from '../../autoScaling/targetTracking.ts';
import { provisioningLimit } from '../../rules/counters.ts';
import type { ProvisionedPlan } from '../scenario.ts';
import type { InitTurnsFlow } from './initTurnsFlow.ts';

const minuteSeconds = autoScalingFigures.minuteMs / 1000;

/** How long they take to initialise, and what keeps them waiting for it. */
export interface ProvisionedInits {
  readonly initQuantile: (q: number) => number;
  /** On average. */
  readonly initSeconds: number;
  readonly turns: InitTurnsFlow | undefined;
}

/** Provisioned environments of a function over time, as its plan has them. Seconds. */
export class FluidProvisioning {
  /** Asked for and paid for. */
  requested = 0;
  /** Usable. */
  ready = 0;
  readonly #plan: ProvisionedPlan | undefined;
  readonly #initQuantile: (q: number) => number;
  /** How many start at once, and in a second. */
  readonly #atOnce: number;
  readonly #perSecond: number;
  readonly #turns: InitTurnsFlow | undefined;
  readonly #initSeconds: number;
  readonly #tracker: TargetTracker | undefined;
  #bounds: Bounds = { minimum: 0, maximum: 0 };
  #scheduled = 0;
  /** When what is asked for will be usable; Infinity where it is. */
  readyAt = Number.POSITIVE_INFINITY;
  #requestedAt = 0;
  #minute = 1;
  #readyBefore: number | undefined;

  constructor(plan: ProvisionedPlan | undefined, { initQuantile, initSeconds, turns }: ProvisionedInits, rateScale: number) {
    this.#turns = turns;
    this.#initSeconds = initSeconds;
    this.#plan = plan;
    this.#initQuantile = initQuantile;
    const { capacity, perMs } = provisioningLimit(rateScale);
    this.#atOnce = capacity;
    this.#perSecond = (capacity * 1000) / perMs;
    if (plan === undefined) return;
    if (plan.type === 'fixed') {
      this.#request(plan.count, 0);
      return;
    }
    this.#bounds = { minimum: plan.minimum, maximum: plan.maximum };
    this.#tracker = plan.targetUtilization === undefined ? undefined : new TargetTracker({ target: plan.targetUtilization });
    this.#request(bounded(0, this.#bounds), 0);
  }

  /** Moments that are known before: when a schedule acts, and when what it asks for is there. */
  changes(): readonly number[] {
    if (this.#plan === undefined) return [];
    if (this.#plan.type === 'fixed') return [this.readyAt].filter(Number.isFinite);
    const times = (this.#plan.schedule ?? []).map(({ atSeconds }) => atSeconds);
    return [this.readyAt, ...times, ...times.map((at) => at + this.#initQuantile(0.99))].filter(Number.isFinite);
  }

  /** Goes on to `now`. `utilization` is asked for the average of each minute that ended: 0 to 1, null where none began to work. */
  advance(now: number, utilization: () => number | null): void {
    this.#open(now);
    if (this.#plan?.type !== 'autoScaling') return;
    const { schedule = [] } = this.#plan;
    for (; (schedule[this.#scheduled]?.atSeconds ?? Number.POSITIVE_INFINITY) <= now + 1e-9; this.#scheduled++) {
      this.#bounds = schedule[this.#scheduled] ?? this.#bounds;
      this.#request(bounded(this.requested, this.#bounds), now);
    }
    if (this.#tracker === undefined || now + 1e-9 < this.#minute * minuteSeconds) return;
    // What came in the middle of the minute was not there for all of it.
    const capacity = Math.min(this.#readyBefore ?? this.ready, this.ready);
    this.#readyBefore = this.ready;
    const at = this.#minute * autoScalingFigures.minuteMs;
    const minute = { at, utilization: utilization(), capacity, requested: this.requested };
    const adjustment = this.#tracker.observe({ ...this.#bounds, ...minute });
    this.#minute = Math.floor((now + 1e-9) / minuteSeconds) + 1;
    if (adjustment !== undefined) this.#request(adjustment.desired, now);
    this.#open(now);
  }

  /** Started until then: so many at once, and as many a second. */
  aliveAt(now: number): number {
    return this.readyAt === Number.POSITIVE_INFINITY ? this.requested : Math.min(this.requested, this.ready + this.#atOnce + this.#perSecond * (now - this.#requestedAt));
  }

  #request(count: number, now: number): void {
    if (count === this.requested) return;
    this.requested = count;
    this.#requestedAt = now;
    const missing = count - this.ready;
    if (missing <= 0) {
      this.ready = count;
      this.readyAt = Number.POSITIVE_INFINITY;
      return;
    }
    // The last of all decides.
    const starting = Math.max(0, missing - this.#atOnce) / this.#perSecond;
    this.readyAt = now + starting + this.#initQuantile(1 - 0.5615 / Math.min(missing, this.#perSecond * 2 + 1));
    if (this.#turns === undefined) return;
    this.readyAt = Math.max(this.readyAt, now + this.#turns.endOf(missing, this.#initSeconds));
    this.#turns.pass(this, missing, this.#initSeconds, now);
  }

  #open(now: number): void {
    if (now + 1e-9 < this.readyAt) return;
    this.ready = this.requested;
    this.readyAt = Number.POSITIVE_INFINITY;
  }
}
