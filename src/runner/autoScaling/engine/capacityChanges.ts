import type { Clock } from '../../../common/clock.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import { bounded } from '../../../lambda/scaling/autoScaling/bounds.ts';
import { functionKey } from '../../resources/functionKey.ts';
import type { ScaledResource } from '../api/resourceId.ts';
import type { CapacityState, ProvisionedCapacity } from '../provisionedCapacity.ts';
import type { ScalableTarget } from '../store/scalableTargets.ts';
import type { ScalingActivities } from '../store/scalingActivities.ts';
import type { ActivityDocument } from '../store/storedScalingActivities.ts';

export interface CapacityChangesOptions {
  readonly activities: ScalingActivities;
  readonly capacity: ProvisionedCapacity;
  readonly clock: Pick<Clock, 'now'>;
}

type Outcome = Pick<ActivityDocument, 'status' | 'message'>;

/** Asks for capacities, and keeps their scaling activities up with what comes of them, in Application Auto Scaling's words. */
export class CapacityChanges {
  readonly #options: CapacityChangesOptions;

  constructor(options: CapacityChangesOptions) {
    this.#options = options;
  }

  /** What Lambda refuses is an activity that failed. */
  async set(resource: ScaledResource, desired: number, cause: string): Promise<void> {
    const { activities, capacity, clock } = this.#options;
    const key = functionKey(resource.name, resource.qualifier);
    const begun = { description: `Setting desired concurrency to ${desired}.`, cause, startedAt: clock.now(), desired };
    try {
      await capacity.provision(resource.name, resource.qualifier, desired);
    } catch (error) {
      if (!(error instanceof LambdaError)) throw error;
      await activities.add(key, { ...begun, endedAt: clock.now(), ...failed(desired, error.message) });
      return;
    }
    await activities.add(key, { ...begun, ...inProgress(desired) });
    await this.settle(resource);
  }

  /** Where the bounds were set anew. */
  async bringIntoBounds({ name, qualifier, document }: ScalableTarget): Promise<void> {
    const requested = this.#options.capacity.of(name, qualifier)?.requested ?? 0;
    const desired = bounded(requested, document);
    if (desired === requested) return;
    await this.set({ name, qualifier }, desired, `${desired > requested ? 'minimum' : 'maximum'} capacity was set to ${desired}`);
  }

  /** Ends the activity in progress once it is known what came of it. */
  async settle({ name, qualifier }: ScaledResource): Promise<void> {
    const { activities, capacity } = this.#options;
    const key = functionKey(name, qualifier);
    const running = activities.running(key);
    if (running?.desired === undefined) return;
    const outcome = outcomeOf(running.desired, capacity.of(name, qualifier));
    if (outcome.status !== 'InProgress') await activities.end(key, running.id, outcome);
  }
}

function outcomeOf(desired: number, state: CapacityState | undefined): Outcome {
  // Somebody else asked for another capacity.
  if ((state?.requested ?? 0) !== desired) return { ...inProgress(desired), status: 'Overridden' };
  if (state === undefined || state.status === 'READY') return successful(desired);
  return state.status === 'FAILED' ? failed(desired, state.reason ?? 'FUNCTION_ERROR_INIT_FAILURE') : inProgress(desired);
}

const successful = (desired: number): Outcome => ({
  status: 'Successful',
  message: `Successfully set desired concurrency to ${desired}. Change successfully fulfilled by lambda.`,
});

const inProgress = (desired: number): Outcome => ({
  status: 'InProgress',
  message: `Successfully set desired concurrency to ${desired}. Waiting for change to be fulfilled by lambda.`,
});

const failed = (desired: number, reason: string): Outcome => ({
  status: 'Failed',
  message: `Failed to set desired concurrency to ${desired}. Reason: ${reason}`,
});
