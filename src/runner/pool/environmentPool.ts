import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { type VersionCounters, versionCounters } from '../../lambda/scaling/rules/counters.ts';
import { type EnvironmentDependencies, type EnvironmentKind, ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Freezer } from './freezer.ts';
import { ProvisionedEnvironments } from './provisioned/provisionedEnvironments.ts';

/** What a timer can hold; it would go off at once beyond that. */
const longestTimerMs = 2 ** 31 - 1;

export interface PoolTimes {
  /** After how long without work an environment is retired. */
  readonly idleMs: () => number;
  /** How long a minute of Lambda's metrics lasts. */
  readonly minuteMs: () => number;
}

interface IdleEnvironment {
  readonly environment: ExecutionEnvironment;
  /** On the monotonic clock. */
  readonly since: number;
}

/**
 * The environments of one version of a function: those that wait, newest last and taken first, and those at work.
 * Whether one may be taken is decided elsewhere.
 */
export class EnvironmentPool {
  #version: FunctionVersion;
  readonly #deps: EnvironmentDependencies;
  readonly #clock: Clock;
  readonly #all = new Map<string, ExecutionEnvironment>();
  readonly #idle: IdleEnvironment[] = [];
  /** Those that end as soon as they are idle, and why. */
  readonly #leaving = new Map<string, string>();
  readonly #counters = versionCounters();
  readonly #idleMs: () => number;
  readonly #freezer: Freezer;
  /** They are among `environments`, but started, taken and given back here. */
  readonly provisioned: ProvisionedEnvironments;
  #sweep: Disposable | undefined;

  constructor(version: FunctionVersion, dependencies: EnvironmentDependencies, freezer: Freezer, { idleMs, minuteMs }: PoolTimes) {
    this.#version = version;
    this.#deps = dependencies;
    this.#clock = dependencies.clock;
    this.#freezer = freezer;
    this.#idleMs = idleMs;
    this.provisioned = new ProvisionedEnvironments({
      start: () => this.#startProvisioned(),
      now: () => this.#clock.now(),
      utilizationStepMs: () => minuteMs() / 60,
      end: (environment, reason, atWork) => (atWork ? void this.#leaving.set(environment.id, reason) : this.discard(environment, reason)),
    });
  }

  get version(): FunctionVersion {
    return this.#version;
  }

  /** Those that wait and may serve: of a tenant only where tenants are kept apart. */
  idleCount(tenantId: string | undefined): number {
    if (!this.#version.execution.perTenant) return this.#idle.length;
    return this.#idle.filter(({ environment }) => environment.tenantId === tenantId).length;
  }

  /** As admission counts them, for an invocation of this tenant. */
  counters(tenantId: string | undefined): VersionCounters {
    const { provisioned } = this;
    // One that initialised for nobody in particular serves no tenant: on Lambda the two do not go together.
    const { perTenant } = this.#version.execution;
    this.#counters.idle = this.idleCount(tenantId);
    this.#counters.provisionedReady = perTenant ? 0 : provisioned.ready;
    this.#counters.provisionedIdle = perTenant ? 0 : provisioned.idle;
    return this.#counters;
  }

  get environments(): readonly ExecutionEnvironment[] {
    return [...this.#all.values()];
  }

  /** Environments of another revision serve nothing more. */
  update(version: FunctionVersion): void {
    const updated = version.revision !== this.#version.revision;
    this.#version = version;
    if (!updated) return;
    this.#retireIdle('updated');
    this.provisioned.replaceAll('updated');
  }

  /**
   * The environment that was idle for the shortest time, of those that may serve the tenant: one whose runtime has asked for its next
   * event before one that has answered and is still at work.
   */
  takeIdle(tenantId: string | undefined): ExecutionEnvironment | undefined {
    const serves = ({ environment }: IdleEnvironment): boolean => !this.#version.execution.perTenant || environment.tenantId === tenantId;
    const asked = this.#idle.findLastIndex((idle) => !idle.environment.isBusy && serves(idle));
    const index = asked < 0 ? this.#idle.findLastIndex(serves) : asked;
    const [taken] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (taken === undefined) return undefined;
    this.#freezer.take(taken.environment);
    if (!taken.environment.isExpired) return taken.environment;
    this.discard(taken.environment, 'credentials expired');
    return this.takeIdle(tenantId);
  }

  start(tenantId: string | undefined): ExecutionEnvironment {
    return this.#add({ tenantId: this.#version.execution.perTenant ? tenantId : undefined });
  }

  /** One of the provisioned that waits. */
  takeProvisioned(): ExecutionEnvironment | undefined {
    const environment = this.provisioned.take();
    if (environment !== undefined) this.#freezer.take(environment);
    return environment;
  }

  /** Gives back what was taken or started: it waits for more work, or leaves. */
  release(environment: ExecutionEnvironment): void {
    if (!this.#all.has(environment.id)) return;
    if (this.provisioned.has(environment)) {
      this.provisioned.release(environment);
      return this.#freezer.settle(environment);
    }
    const reason = this.#leaving.get(environment.id);
    if (reason !== undefined) return this.discard(environment, reason);
    if (environment.version.revision !== this.#version.revision) return this.discard(environment, 'updated');
    this.#idle.push({ environment, since: this.#clock.monotonic() });
    this.#freezer.settle(environment);
    this.#sweep ??= this.#sweepAfter(this.#idleMs());
  }

  /** Ends one that must not be used again, as soon as its runtime is done with what it was given. */
  discard(environment: ExecutionEnvironment, reason: string): void {
    // It comes back here when it is none of the provisioned any more.
    if (this.provisioned.has(environment)) return this.provisioned.discard(environment, reason);
    this.#freezer.take(environment);
    void environment.retire(reason).finally(() => {
      this.#leaving.delete(environment.id);
      this.#all.delete(environment.id);
    });
  }

  /** Ends the environment now if it is idle, else when it has done its work. False where there is none of that id. */
  retire(id: string): boolean {
    if (!this.#all.has(id)) return false;
    if (this.provisioned.retire(id)) return true;
    const index = this.#idle.findIndex(({ environment }) => environment.id === id);
    const [idle] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (idle === undefined) this.#leaving.set(id, 'retired');
    else this.discard(idle.environment, 'retired');
    return true;
  }

  /** Ends all that are idle now, and the others when they have done their work. */
  retireAll(reason: string): void {
    this.#retireIdle(reason);
    this.provisioned.trim(0, reason);
    for (const id of this.#all.keys()) this.#leaving.set(id, reason);
  }

  /** Looks again when the next one is due, by the idle time as it is set now. */
  rescheduleSweep(): void {
    this.#sweep?.dispose();
    this.#sweep = undefined;
    this.#retireOld();
  }

  /** Ends all, busy or not. */
  async close(): Promise<void> {
    this.#sweep?.dispose();
    this.#idle.length = 0;
    this.provisioned.close();
    const { environments } = this;
    // What is given back from now on is not ours any more.
    this.#all.clear();
    await Promise.all(environments.map((environment) => environment.stop('shutdown')));
  }

  /** It freezes as soon as it has initialised, and waits for nobody. */
  #startProvisioned(): ExecutionEnvironment {
    const environment = this.#add({ provisioned: true });
    void environment.initialised.then((succeeded) => {
      if (succeeded && this.provisioned.has(environment)) this.#freezer.settle(environment);
    });
    return environment;
  }

  #add(kind: EnvironmentKind): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.#version, this.#deps, kind);
    this.#all.set(environment.id, environment);
    return environment;
  }

  #retireIdle(reason: string): void {
    for (const { environment } of this.#idle.splice(0)) this.discard(environment, reason);
  }

  #sweepAfter(ms: number): Disposable {
    return this.#clock.after(Math.min(ms, longestTimerMs), () => this.#retireOld());
  }

  #retireOld(): void {
    const idleMs = this.#idleMs();
    const due = this.#clock.monotonic() - idleMs;
    // The longest idle stand first.
    while (this.#idle[0] !== undefined && this.#idle[0].since <= due) {
      const oldest = this.#idle.shift();
      if (oldest !== undefined) this.discard(oldest.environment, 'idle');
    }
    const [next] = this.#idle;
    this.#sweep = next === undefined ? undefined : this.#sweepAfter(next.since - due);
  }
}
