import { assertNever } from '../../common/assertNever.ts';
import { functionArn } from '../../lambda/arn.ts';
import { type LambdaError, lambdaErrors } from '../../lambda/lambdaError.ts';
import type { Admitted, Lease, Throttled } from '../../lambda/scaling/rules/verdict.ts';
import type { EnvironmentDependencies, ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import type { Invocation, InvocationResult } from '../environment/invocation.ts';
import { regionStopping } from '../environment/regionStopping.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { ConcurrencyLedger, type RegionLimits } from './concurrencyLedger.ts';
import { EnvironmentPool, type PoolTimes } from './environmentPool.ts';
import { Freezer } from './freezer.ts';
import type { ProvisionedEnvironments } from './provisioned/provisionedEnvironments.ts';
import type { UtilizationLog } from './provisioned/utilizationLog.ts';

export interface RegionPoolsOptions {
  readonly environment: EnvironmentDependencies;
  readonly limits: () => RegionLimits;
  readonly idleMs: PoolTimes['idleMs'];
  readonly minuteMs: PoolTimes['minuteMs'];
}

/** What an admitted invocation has until it ends. */
interface Taken {
  readonly environment: ExecutionEnvironment;
  readonly lease: Lease;
  readonly spillover: boolean;
}

/** All environments of the region: admits invocations by the rule book, runs them, and keeps count. */
export class RegionPools {
  readonly #options: RegionPoolsOptions;
  /** By ARN with version. */
  readonly #pools = new Map<string, EnvironmentPool>();
  readonly #ledger: ConcurrencyLedger;
  #closed = false;
  readonly #freezer: Freezer;

  constructor(options: RegionPoolsOptions) {
    this.#options = options;
    this.#freezer = new Freezer(options.environment.clock);
    this.#ledger = new ConcurrencyLedger(options.environment.clock, options.limits);
  }

  get environments(): readonly ExecutionEnvironment[] {
    return [...this.#pools.values()].flatMap((pool) => pool.environments);
  }

  /** Throws LambdaError: 429 with its Reason, and where the runtime cannot be had. */
  async invoke(version: FunctionVersion, invocation: Invocation): Promise<InvocationResult> {
    if (this.#closed) throw regionStopping();
    const pool = this.#poolOf(version);
    const { environment, lease, spillover } = this.#take(version, pool, invocation.tenantId);
    const giveBack = (): void => this.#ledger.giveBack(lease, version.settings.FunctionName);
    const free = (): void => {
      environment.noteFreed();
      pool.release(environment);
      giveBack();
    };
    try {
      const result = await environment.run(spillover ? { ...invocation, spillover: true } : invocation);
      const { lingering } = environment;
      if (lingering === undefined) free();
      else void lingering.then(free);
      return result;
    } catch (error) {
      pool.discard(environment, 'failed');
      giveBack();
      throw error;
    }
  }

  /** The provisioned environments of a version. */
  provisionedOf(version: FunctionVersion): ProvisionedEnvironments {
    return this.#poolOf(version).provisioned;
  }

  /** How much of what is provisioned of a version was at work; undefined where it never had any work. */
  utilizationOf(functionName: string, version: string): UtilizationLog | undefined {
    return this.#pools.get(functionArn(this.#options.environment.identity, functionName, version))?.provisioned.utilization;
  }

  /** Those of every version. */
  get provisioned(): readonly ProvisionedEnvironments[] {
    return [...this.#pools.values()].map(({ provisioned }) => provisioned);
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
      else this.#forget(arn, pool);
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

  #take(version: FunctionVersion, pool: EnvironmentPool, tenantId: string | undefined): Taken {
    for (;;) {
      const counters = pool.counters(tenantId);
      const verdict = this.#ledger.ask(version, counters);
      if (verdict.type === 'throttle') throw this.#throttled(version, verdict);
      const environment = this.#environment(verdict, pool, tenantId);
      // Those that waited had expired, and are gone: what is left may be another verdict.
      if (environment === undefined) continue;
      const lease = this.#ledger.take(verdict, version, counters);
      return { environment, lease, spillover: verdict.spillover };
    }
  }

  #environment(verdict: Admitted, pool: EnvironmentPool, tenantId: string | undefined): ExecutionEnvironment | undefined {
    switch (verdict.type) {
      case 'provisioned':
        return pool.takeProvisioned();
      case 'reuse':
        return pool.takeIdle(tenantId);
      case 'start':
        return pool.start(tenantId);
      default:
        return assertNever(verdict);
    }
  }

  #throttled(version: FunctionVersion, { reason, rule }: Throttled): LambdaError {
    const { clock, sink } = this.#options.environment;
    sink.emit({ type: 'throttled', at: clock.now(), functionName: version.settings.FunctionName, reason, rule });
    return lambdaErrors.throttled(reason);
  }

  #forget(arn: string, pool: EnvironmentPool): void {
    this.#pools.delete(arn);
    pool.provisioned.close();
    const { FunctionName } = pool.version.settings;
    // What other versions of it used counts on.
    const others = [...this.#pools.values()].some(({ version }) => version.settings.FunctionName === FunctionName);
    if (!others) this.#ledger.forget(FunctionName);
  }

  #poolOf(version: FunctionVersion): EnvironmentPool {
    let pool = this.#pools.get(version.arn);
    if (pool === undefined) {
      pool = new EnvironmentPool(version, this.#options.environment, this.#freezer, this.#options);
      this.#pools.set(version.arn, pool);
    }
    pool.update(version);
    return pool;
  }
}
