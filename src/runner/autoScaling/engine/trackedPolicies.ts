import { autoScalingFigures } from '../../../lambda/scaling/autoScaling/figures.ts';
import { type Adjustment, type Observation, observeAll, TargetTracker } from '../../../lambda/scaling/autoScaling/targetTracking.ts';
import { trackedStatistic } from '../api/trackingRules.ts';
import type { ProvisionedCapacity, ProvisionedUtilization } from '../provisionedCapacity.ts';
import type { ScalableTarget } from '../store/scalableTargets.ts';
import type { PolicyDocument } from '../store/storedScalableTarget.ts';

export interface TrackedPoliciesOptions {
  readonly capacity: ProvisionedCapacity;
  readonly utilization: ProvisionedUtilization;
}

/** A minute of the engine, which lasts as long as its setting says. */
export interface EngineMinute {
  /** Counts up by one. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

export interface Decision {
  readonly policy: PolicyDocument;
  readonly adjustment: Adjustment;
}

/** What the policies of targets want. Their alarms begin anew when the service does, and when a policy changes. */
export class TrackedPolicies {
  readonly #options: TrackedPoliciesOptions;
  /** By the document itself: one that is changed is another. */
  readonly #trackers = new WeakMap<PolicyDocument, TargetTracker>();
  /** What was available when the minute before ended, by target. */
  readonly #availableBefore = new Map<string, number>();

  constructor(options: TrackedPoliciesOptions) {
    this.#options = options;
  }

  /** To be called once for each minute of a target. */
  observe({ name, qualifier, key, document }: ScalableTarget, { number, from, to }: EngineMinute): Decision | undefined {
    const { requested = 0, available = 0 } = this.#options.capacity.of(name, qualifier) ?? {};
    // What came in the middle of the minute was not there for all of it.
    const capacity = Math.min(this.#availableBefore.get(key) ?? available, available);
    this.#availableBefore.set(key, available);
    const point = this.#options.utilization.between(name, qualifier, from, to);
    const minute = { at: number * autoScalingFigures.minuteMs, capacity, requested, minimum: document.minimum, maximum: document.maximum };
    const policies = document.policies.map((policy) => {
      const observation: Observation = { ...minute, utilization: point?.[trackedStatistic(policy.configuration)] ?? null };
      return { document: policy, tracker: this.#tracker(policy), observation };
    });
    const chosen = observeAll(policies);
    if (chosen === undefined) return undefined;
    const { suspended } = document;
    const held = chosen.adjustment.alarm === 'high' ? suspended.scaleOut : suspended.scaleIn;
    return held ? undefined : { policy: chosen.policy.document, adjustment: chosen.adjustment };
  }

  /** Of targets that are no more. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#availableBefore.keys()) if (!keys.has(key)) this.#availableBefore.delete(key);
  }

  #tracker(policy: PolicyDocument): TargetTracker {
    const known = this.#trackers.get(policy);
    if (known !== undefined) return known;
    const { TargetValue, ScaleOutCooldown = 0, ScaleInCooldown = 0, DisableScaleIn = false } = policy.configuration;
    const tracker = new TargetTracker({
      target: TargetValue,
      scaleOutCooldownMs: ScaleOutCooldown * 1000,
      scaleInCooldownMs: ScaleInCooldown * 1000,
      scaleInDisabled: DisableScaleIn,
    });
    this.#trackers.set(policy, tracker);
    return tracker;
  }
}
