import type { Clock } from '../../../common/clock.ts';
import { changedBounds } from '../../../lambda/scaling/autoScaling/bounds.ts';
import { parseSchedule, type Schedule } from '../../../lambda/scaling/autoScaling/schedule.ts';
import type { ScalableTarget, ScalableTargets } from '../store/scalableTargets.ts';
import type { ScalingActivities } from '../store/scalingActivities.ts';
import type { ActionDocument } from '../store/storedScalableTarget.ts';

export interface ScheduledRunsOptions {
  readonly targets: ScalableTargets;
  readonly activities: ScalingActivities;
  readonly clock: Pick<Clock, 'now'>;
}

interface Planned {
  readonly schedule: Schedule;
  next: number | undefined;
}

/** When scheduled actions run, and what they do to the bounds. What was due while the service did not run is not made up for. */
export class ScheduledRuns {
  readonly #options: ScheduledRunsOptions;
  /** By the document itself: one that is changed is another. */
  readonly #planned = new WeakMap<ActionDocument, Planned>();

  constructor(options: ScheduledRunsOptions) {
    this.#options = options;
  }

  /** Milliseconds since the epoch; Infinity where nothing is to come. */
  next({ document }: ScalableTarget): number {
    return Math.min(...document.actions.map((action) => this.#plan(action)?.next ?? Infinity), Infinity);
  }

  /** Sets the bounds by all that is due, in its order. Gives whether they were set. */
  async runDue(target: ScalableTarget): Promise<boolean> {
    const now = this.#options.clock.now();
    const due = target.document.actions.flatMap((action) => {
      const planned = this.#plan(action);
      return planned?.next === undefined || planned.next > now ? [] : [{ action, planned, at: planned.next }];
    });
    let set = false;
    for (const { action, planned } of due.sort((a, b) => a.at - b.at)) {
      planned.next = planned.schedule.next(now);
      if (!target.document.suspended.schedule) set = (await this.#run(target, action)) || set;
    }
    return set;
  }

  async #run(target: ScalableTarget, action: ActionDocument): Promise<boolean> {
    const { targets, activities, clock } = this.#options;
    const begun = { cause: `scheduled action name ${action.name} was triggered`, startedAt: clock.now() };
    let possible = false;
    await targets.changeInTurn(target, (before) => {
      const bounds = before && changedBounds(before, action);
      possible = bounds !== undefined;
      return before && { ...before, ...bounds };
    });
    const what = settingOf(action);
    const ended = possible
      ? ({ status: 'Successful', message: `Successfully set ${what}` } as const)
      : ({ status: 'Failed', message: `Failed to set ${what}. Reason: Maximum capacity cannot be less than minimum capacity` } as const);
    await activities.add(target.key, { ...begun, description: `Setting ${what}`, ...ended });
    return possible;
  }

  #plan(action: ActionDocument): Planned | undefined {
    const known = this.#planned.get(action);
    if (known !== undefined) return known;
    const schedule = parseSchedule(action);
    // A document of a time zone, say, that this machine's Node does not know.
    if (typeof schedule === 'string') return undefined;
    const planned = { schedule, next: schedule.next(this.#options.clock.now()) };
    this.#planned.set(action, planned);
    return planned;
  }
}

function settingOf({ minimum, maximum }: ActionDocument): string {
  const parts = [minimum === undefined ? [] : [`min capacity to ${minimum}`], maximum === undefined ? [] : [`max capacity to ${maximum}`]];
  return parts.flat().join(' and ');
}
