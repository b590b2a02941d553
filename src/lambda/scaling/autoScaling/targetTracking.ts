import { Alarm } from './alarm.ts';
import { bounded, type Bounds } from './bounds.ts';
import { autoScalingFigures } from './figures.ts';

export interface TargetTrackingPolicy {
  /** Share of what is provisioned that shall be in use, such as 0.7. */
  readonly target: number;
  /** 0 where left out, as for Lambda on AWS. */
  readonly scaleOutCooldownMs?: number;
  readonly scaleInCooldownMs?: number;
  readonly scaleInDisabled?: boolean;
}

/** A minute that has passed. */
export interface Observation extends Bounds {
  /** Its end, in milliseconds of any clock that the cooldowns are measured by. */
  readonly at: number;
  /** Share of `capacity` that was in use, 0 to 1; null where nothing was invoked: the metric is absent then. */
  readonly utilization: number | null;
  /** What was allocated. */
  readonly capacity: number;
  /** What is asked for; another than `capacity` while a change is under way. */
  readonly requested: number;
}

export interface Adjustment {
  /** The capacity to ask for. */
  readonly desired: number;
  /** Which alarm brought it about: out by the high one, in by the low one. */
  readonly alarm: 'high' | 'low';
}

/**
 * One target tracking policy, fed minute by minute. The new capacity is what would have brought the utilization to the target. Idle
 * minutes have no data, so that what nobody uses is not scaled in. An alarm acts in each minute in which it holds.
 */
export class TargetTracker {
  readonly scalesIn: boolean;
  readonly #policy: TargetTrackingPolicy;
  readonly #high: Alarm;
  readonly #low: Alarm;
  /** Of the latest minute with data. */
  #latest: { readonly inUse: number; readonly capacity: number } | undefined;
  #lastOut: { at: number; readonly step: number } | undefined;
  #lastIn: { at: number } | undefined;

  constructor(policy: TargetTrackingPolicy) {
    const { target, scaleInDisabled = false } = policy;
    const { highMinutes, lowMinutes, lowRatio } = autoScalingFigures;
    this.#policy = policy;
    this.scalesIn = !scaleInDisabled;
    this.#high = new Alarm(highMinutes, (value) => value > target);
    this.#low = new Alarm(lowMinutes, (value) => value < lowRatio * target);
  }

  /** To be called once for each minute. Undefined: leave the capacity as it is. */
  observe(observation: Observation): Adjustment | undefined {
    const adjustment = this.propose(observation);
    if (adjustment !== undefined) this.accept(adjustment, observation);
    return adjustment;
  }

  /** What it would do, where several policies must agree; `accept` tells that it is done. */
  propose(observation: Observation): Adjustment | undefined {
    const { at, utilization, capacity, requested } = observation;
    if (utilization !== null) this.#latest = { inUse: utilization * capacity, capacity };
    const high = this.#high.push(utilization);
    const low = this.#low.push(utilization);
    if (requested !== capacity) this.#holdCooldowns(at);
    if (this.#latest === undefined) return undefined;
    // What rounding leaves of a whole number is not one more.
    const needed = Math.ceil(this.#latest.inUse / this.#policy.target - 1e-9);
    if (high === 'ALARM') return this.#out(needed, this.#latest.capacity, observation);
    return low === 'ALARM' && this.scalesIn ? this.#in(needed, observation) : undefined;
  }

  accept({ desired, alarm }: Adjustment, { at, requested }: Pick<Observation, 'at' | 'requested'>): void {
    if (alarm === 'low') {
      this.#lastIn = { at };
      return;
    }
    this.#lastOut = { at, step: desired - requested };
    // A scale-out ends the wait for the next scale-in.
    this.#lastIn = undefined;
  }

  /** While the last change cools down, only what a larger one adds to it counts. Source: API reference, ScaleOutCooldown. */
  #out(needed: number, capacity: number, { at, requested, ...bounds }: Observation): Adjustment | undefined {
    const { scaleOutCooldownMs = autoScalingFigures.cooldownMs } = this.#policy;
    const cooling = this.#lastOut !== undefined && at - this.#lastOut.at < scaleOutCooldownMs;
    const wanted = cooling ? requested + (needed - capacity) - (this.#lastOut?.step ?? 0) : needed;
    const desired = bounded(wanted, bounds);
    return desired > requested ? { desired, alarm: 'high' } : undefined;
  }

  #in(needed: number, { at, capacity, requested, ...bounds }: Observation): Adjustment | undefined {
    const { scaleInCooldownMs = autoScalingFigures.cooldownMs } = this.#policy;
    const cooling = this.#lastIn !== undefined && at - this.#lastIn.at < scaleInCooldownMs;
    if (cooling || requested !== capacity) return undefined;
    const desired = bounded(needed, bounds);
    return desired < requested ? { desired, alarm: 'low' } : undefined;
  }

  /** Cooldowns run from when a change is complete. */
  #holdCooldowns(at: number): void {
    if (this.#lastOut !== undefined) this.#lastOut.at = at;
    if (this.#lastIn !== undefined) this.#lastIn.at = at;
  }
}

/** A policy with its minute; several may go by other statistics of it. */
export interface ObservedPolicy {
  readonly tracker: TargetTracker;
  readonly observation: Observation;
}

/**
 * Several policies of one capacity: the one that asks for most wins; in only where all that may scale in want to.
 * Source: Application Auto Scaling User Guide, "Multiple scaling policies". Gives which of them acts.
 */
export function observeAll<T extends ObservedPolicy>(
  policies: readonly T[],
): { readonly policy: T; readonly adjustment: Adjustment } | undefined {
  const proposed = policies.flatMap((policy) => {
    const adjustment = policy.tracker.propose(policy.observation);
    return adjustment === undefined ? [] : [{ policy, adjustment }];
  });
  const outs = proposed.filter(({ adjustment }) => adjustment.alarm === 'high');
  const mayScaleIn = proposed.length === policies.filter(({ tracker }) => tracker.scalesIn).length;
  const candidates = outs.length > 0 ? outs : mayScaleIn ? proposed : [];
  const [chosen] = candidates.toSorted((a, b) => b.adjustment.desired - a.adjustment.desired);
  chosen?.policy.tracker.accept(chosen.adjustment, chosen.policy.observation);
  return chosen;
}
