import { assertNever } from '../../common/assertNever.ts';
import { lambdaErrors } from '../../lambda/lambdaError.ts';
import { type AccountConcurrency, admit } from '../../lambda/scaling/rules/admission.ts';
import type { EnvironmentDependencies, ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import type { Invocation, InvocationResult } from '../environment/invocation.ts';
import { regionStopping } from '../environment/regionStopping.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { EnvironmentPool } from './environmentPool.ts';
import { Freezer } from './freezer.ts';

/** The account's side of admission, as it is set now. */
export interface AccountLimits {
  readonly limit: number;
  /** Sum of what functions reserve. */
  readonly reserved: number;
}

export interface RegionPoolsOptions {
  readonly environment: EnvironmentDependencies;
  readonly account: () => AccountLimits;
  readonly idleMs: () => number;
}

/** All environments of the region: admits invocations by the rule book, runs them, and keeps count. */
export class RegionPools {
  readonly #options: RegionPoolsOptions;
  /** By ARN with version. */
  readonly #pools = new Map<string, EnvironmentPool>();
  /** Concurrency in use by function name, all versions together. */
  readonly #inUse = new Map<string, number>();
  /** In use by functions without a reservation. */
  #unreservedInUse = 0;
  #closed = false;
  readonly #freezer: Freezer;

  constructor(options: RegionPoolsOptions) {
    this.#options = options;
    this.#freezer = new Freezer(options.environment.clock);
  }

  get environments(): readonly ExecutionEnvironment[] {
    return [...this.#pools.values()].flatMap((pool) => pool.environments);
  }

  /** Throws LambdaError: 429 with its Reason, and where the runtime cannot be had. */
  async invoke(version: FunctionVersion, invocation: Invocation): Promise<InvocationResult> {
    if (this.#closed) throw regionStopping();
    const name = version.settings.FunctionName;
    const pool = this.#poolOf(version);
    const environment = this.#take(version, pool, invocation.tenantId);
    // Whether it counts against the pool of the account is settled when it is admitted.
    const unreserved = version.reservedConcurrency === undefined;
    this.#count(name, unreserved, 1);
    try {
      const result = await environment.run(invocation);
      pool.release(environment);
      return result;
    } catch (error) {
      pool.discard(environment, 'failed');
      throw error;
    } finally {
      this.#count(name, unreserved, -1);
    }
  }

  /**
   * Takes up what the functions are now: environments of older revisions, and of versions that are gone, are retired.
   * `current` gives what a version is now.
   */
  update(current: (version: FunctionVersion) => FunctionVersion | undefined): void {
    for (const [arn, pool] of this.#pools) {
      const version = current(pool.version);
      if (version !== undefined) pool.update(version);
      else if (pool.environments.length > 0) pool.retireAll('deleted');
      else this.#pools.delete(arn);
    }
  }

  /** False where there is none of that id. */
  retire(id: string): boolean {
    return [...this.#pools.values()].some((pool) => pool.retire(id));
  }

  /** Ends environments of functions that are chosen, now if they are idle, else when they have done their work. */
  retireAll(reason: string, chosen: (functionName: string) => boolean = () => true): void {
    for (const pool of this.#pools.values()) if (chosen(pool.version.settings.FunctionName)) pool.retireAll(reason);
  }

  /** The idle time was set anew. */
  rescheduleSweeps(): void {
    for (const pool of this.#pools.values()) pool.rescheduleSweep();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#freezer.dispose();
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  #take(version: FunctionVersion, pool: EnvironmentPool, tenantId: string | undefined): ExecutionEnvironment {
    const name = version.settings.FunctionName;
    const verdict = admit(
      { reserved: version.reservedConcurrency, inUse: this.#inUse.get(name) ?? 0, idle: pool.idleCount(tenantId) },
      this.#account(),
    );
    switch (verdict.type) {
      case 'throttle': {
        const { clock, sink } = this.#options.environment;
        sink.emit({ type: 'throttled', at: clock.now(), functionName: name, reason: verdict.reason });
        throw lambdaErrors.throttled(verdict.reason);
      }
      case 'reuse':
        return pool.takeIdle(tenantId) ?? pool.start(tenantId);
      case 'start':
        return pool.start(tenantId);
      default:
        return assertNever(verdict);
    }
  }

  #account(): AccountConcurrency {
    return { ...this.#options.account(), unreservedInUse: this.#unreservedInUse };
  }

  #poolOf(version: FunctionVersion): EnvironmentPool {
    let pool = this.#pools.get(version.arn);
    if (pool === undefined) {
      pool = new EnvironmentPool(version, this.#options.environment, this.#freezer, this.#options.idleMs);
      this.#pools.set(version.arn, pool);
    }
    pool.update(version);
    return pool;
  }

  #count(name: string, unreserved: boolean, change: 1 | -1): void {
    const inUse = (this.#inUse.get(name) ?? 0) + change;
    if (inUse === 0) this.#inUse.delete(name);
    else this.#inUse.set(name, inUse);
    if (unreserved) this.#unreservedInUse += change;
  }
}
