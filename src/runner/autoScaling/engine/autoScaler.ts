import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../../common/disposable.ts';
import type { Logger } from '../../../common/logger.ts';
import { partsOfKey } from '../../resources/functionKey.ts';
import type { FunctionStore } from '../../resources/functions/functionStore.ts';
import { alarmName } from '../api/arns.ts';
import type { ProvisionedCapacity, ProvisionedUtilization } from '../provisionedCapacity.ts';
import type { ScalableTarget, ScalableTargets } from '../store/scalableTargets.ts';
import type { ScalingActivities } from '../store/scalingActivities.ts';
import { CapacityChanges } from './capacityChanges.ts';
import { ScheduledRuns } from './scheduledRuns.ts';
import { type Decision, type EngineMinute, TrackedPolicies } from './trackedPolicies.ts';

export interface AutoScalerOptions {
  readonly targets: ScalableTargets;
  readonly activities: ScalingActivities;
  readonly functions: Pick<FunctionStore, 'exists'>;
  readonly capacity: ProvisionedCapacity;
  readonly utilization: ProvisionedUtilization;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a minute of the metrics lasts, in milliseconds: 60,000 as in AWS. Schedules go by the clock on the wall. */
  readonly minuteMs: () => number;
}

/** Where waiting times are not to be waited for. */
const shortestMinuteMs = 100;
/** How often it is looked how far an allocation is. */
const lookMs = 1000;

/**
 * Scales what is registered: minute by minute for policies, at their times for scheduled actions. Waits for nothing where nothing is
 * registered.
 */
export class AutoScaler implements Disposable {
  readonly #options: AutoScalerOptions;
  readonly #changes: CapacityChanges;
  readonly #schedules: ScheduledRuns;
  readonly #policies: TrackedPolicies;
  readonly #owned = new DisposableStore();
  /** Keys of targets whose bounds were set by users. */
  readonly #registered = new Set<string>();
  #minute: { readonly number: number; readonly from: number } | undefined;
  #timer: Disposable = toDisposable(() => {});
  #turn: Promise<void> = Promise.resolve();
  /** Whether a turn is to come that sees all that changes until it does. */
  #woken = false;

  constructor(options: AutoScalerOptions) {
    this.#options = options;
    this.#changes = new CapacityChanges(options);
    this.#schedules = new ScheduledRuns(options);
    this.#policies = new TrackedPolicies(options);
    this.#owned.add(toDisposable(() => this.#timer.dispose()));
    this.#owned.add(options.targets.onDidChange(() => this.#wake()));
    this.#wake();
  }

  /** A target is to be brought into its bounds. */
  registered(key: string): void {
    this.#registered.add(key);
    this.#wake();
  }

  /** Resolves when nothing is being done. */
  idle(): Promise<void> {
    return this.#turn;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    const run = (): Promise<void> => {
      this.#woken = false;
      return this.#run();
    };
    this.#turn = this.#turn.then(run).catch((error: unknown) => this.#tell('Auto scaling', error));
  }

  async #run(): Promise<void> {
    if (this.#owned.disposed) return;
    const { targets, clock } = this.#options;
    const now = clock.now();
    const ended = this.#endedMinute(now);
    const all = targets.all();
    // Of thousands, most have nothing to do in the middle of a minute.
    const due = ended === undefined ? all.filter((target) => this.#registered.has(target.key) || this.#schedules.next(target) <= now) : all;
    for (const target of due) await this.#guarded(target, () => this.#serve(target, ended));
    await this.#settleAll();
    if (ended !== undefined) this.#policies.keepOnly(new Set(all.map(({ key }) => key)));
    this.#waitOn(now);
  }

  async #serve(target: ScalableTarget, ended: EngineMinute | undefined): Promise<void> {
    if (!this.#isThere(target)) return;
    const scheduled = await this.#schedules.runDue(target);
    const current = this.#options.targets.get(target);
    if (current === undefined) return;
    if (this.#registered.delete(target.key) || scheduled) await this.#changes.bringIntoBounds(current);
    const decision = ended && this.#policies.observe(current, ended);
    if (decision !== undefined) await this.#changes.set(current, decision.adjustment.desired, causeOf(current, decision));
  }

  /** Of deregistered targets too. */
  async #settleAll(): Promise<void> {
    for (const key of this.#options.activities.runningKeys()) await this.#guarded({ key }, () => this.#changes.settle(partsOfKey(key)));
  }

  async #guarded({ key }: Pick<ScalableTarget, 'key'>, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const { name, qualifier } = partsOfKey(key);
      this.#tell(`Auto scaling of ${name}:${qualifier}`, error);
    }
  }

  #tell(what: string, error: unknown): void {
    // The store closes before what is under way has ended.
    if (this.#owned.disposed) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.logger.error(`${what} failed: ${text}`);
  }

  /** The minute that is over now; undefined in the middle of one. */
  #endedMinute(now: number): EngineMinute | undefined {
    const minute = this.#minute;
    // A clock that was put back begins another minute.
    if (minute === undefined || now < minute.from) {
      this.#minute = { number: minute?.number ?? 0, from: now };
      return undefined;
    }
    if (now < minute.from + this.#minuteMs()) return undefined;
    this.#minute = { number: minute.number + 1, from: now };
    return { number: minute.number + 1, from: minute.from, to: now };
  }

  #waitOn(now: number): void {
    this.#timer.dispose();
    const { targets, activities, clock } = this.#options;
    const all = targets.all();
    const running = activities.runningKeys().length > 0;
    if (this.#owned.disposed) return;
    if (all.length === 0 && !running) {
      this.#minute = undefined;
      return;
    }
    const endOfMinute = (this.#minute?.from ?? now) + this.#minuteMs();
    const nextRun = Math.min(...all.map((target) => (this.#isThere(target) ? this.#schedules.next(target) : Infinity)), Infinity);
    const at = Math.min(endOfMinute, nextRun, running ? now + lookMs : Infinity);
    this.#timer = clock.after(Math.max(0, at - clock.now()), () => this.#wake());
  }

  /** A template that is broken for the moment hides its functions. */
  #isThere({ name, qualifier }: ScalableTarget): boolean {
    return this.#options.functions.exists(name, qualifier);
  }

  #minuteMs(): number {
    return Math.max(shortestMinuteMs, this.#options.minuteMs());
  }
}

function causeOf(target: ScalableTarget, { policy, adjustment }: Decision): string {
  const id = adjustment.alarm === 'high' ? policy.highAlarm : (policy.lowAlarm ?? '');
  return `monitor alarm ${alarmName(target, adjustment.alarm, id)} in state ALARM triggered policy ${policy.name}`;
}
