import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { type EnvironmentDependencies, ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';

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
  /** Those that end as soon as they are idle. */
  readonly #leaving = new Set<string>();
  readonly #idleMs: () => number;
  #sweep: Disposable | undefined;

  /** @param idleMs after how long without work an environment is retired. */
  constructor(version: FunctionVersion, dependencies: EnvironmentDependencies, idleMs: () => number) {
    this.#version = version;
    this.#deps = dependencies;
    this.#clock = dependencies.clock;
    this.#idleMs = idleMs;
  }

  get idleCount(): number {
    return this.#idle.length;
  }

  get environments(): readonly ExecutionEnvironment[] {
    return [...this.#all.values()];
  }

  /** Environments of another revision serve nothing more. */
  update(version: FunctionVersion): void {
    if (version.revision !== this.#version.revision) this.retireIdle('updated');
    this.#version = version;
  }

  /** The environment that was idle for the shortest time. */
  takeIdle(): ExecutionEnvironment | undefined {
    return this.#idle.pop()?.environment;
  }

  start(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.#version, this.#deps);
    this.#all.set(environment.id, environment);
    return environment;
  }

  /** Gives back what was taken or started: it waits for more work, or leaves. */
  release(environment: ExecutionEnvironment): void {
    if (!this.#all.has(environment.id)) return;
    if (this.#leaving.has(environment.id)) return this.discard(environment, 'retired');
    if (environment.version.revision !== this.#version.revision) return this.discard(environment, 'updated');
    this.#idle.push({ environment, since: this.#clock.monotonic() });
    this.#sweep ??= this.#clock.after(this.#idleMs(), () => this.#retireOld());
  }

  /** Ends one that must not be used again. */
  discard(environment: ExecutionEnvironment, reason: string): void {
    this.#leaving.delete(environment.id);
    void environment.stop(reason).finally(() => this.#all.delete(environment.id));
  }

  /** Ends the environment now if it is idle, else when it has done its work. False where there is none of that id. */
  retire(id: string): boolean {
    if (!this.#all.has(id)) return false;
    const index = this.#idle.findIndex(({ environment }) => environment.id === id);
    const [idle] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (idle === undefined) this.#leaving.add(id);
    else this.discard(idle.environment, 'retired');
    return true;
  }

  retireIdle(reason: string): void {
    for (const { environment } of this.#idle.splice(0)) this.discard(environment, reason);
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
    await Promise.all(this.environments.map((environment) => environment.stop('shutdown')));
    this.#all.clear();
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
    this.#sweep = next === undefined ? undefined : this.#clock.after(next.since - due, () => this.#retireOld());
  }
}
