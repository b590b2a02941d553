import { fullRate, type RateLevel, type RateLimit } from './rate.ts';
import { scalingFigures } from './figures.ts';

/**
 * What admission counts, of the account in its Region, of a function with all its versions, and of one version. Concurrency in environments.
 * Whoever admits keeps them (the Local region, the simulator) and changes them by `take` and `giveBack` alone.
 */
export interface AccountCounters {
  /** The account's concurrent executions. */
  limit: number;
  /** Sum of what functions reserve. */
  reserved: number;
  /** Sum of what is provisioned of functions that reserve nothing: held in the unreserved pool, used or not. */
  provisionedUnreserved: number;
  /** On-demand environments in use of functions that reserve nothing. */
  unreservedInUse: number;
  /** Requests of functions that reserve nothing. */
  readonly requests: RateLevel;
  /** How fast environments may be started against AWS: 1 as there. */
  rateScale: number;
}

export interface FunctionCounters {
  /** Its reserved concurrency: ceiling and guarantee; undefined where it draws on the unreserved pool. */
  reserved: number | undefined;
  /** Provisioned of its versions and aliases together: held, used or not. */
  provisioned: number;
  /** On-demand environments that run an invocation or start for one. */
  inUse: number;
  /** On-demand environments that it started. */
  readonly starts: RateLevel;
  /** On-demand requests, where it has a reservation. */
  readonly requests: RateLevel;
}

export interface VersionCounters {
  /** On-demand environments that wait for work. */
  idle: number;
  /** Provisioned environments of it; 0 until all that were asked for are initialised. */
  provisionedReady: number;
  /** Of those, the ones that wait for work. */
  provisionedIdle: number;
  /** Requests that provisioned environments took. */
  readonly provisionedRequests: RateLevel;
}

export function accountCounters(limit: number, rateScale = 1): AccountCounters {
  return { limit, reserved: 0, provisionedUnreserved: 0, unreservedInUse: 0, requests: fullRate(), rateScale };
}

export function functionCounters(reserved?: number): FunctionCounters {
  return { reserved, provisioned: 0, inUse: 0, starts: fullRate(), requests: fullRate() };
}

export function versionCounters(): VersionCounters {
  return { idle: 0, provisionedReady: 0, provisionedIdle: 0, provisionedRequests: fullRate() };
}

/** What functions without a reservation share, provisioned environments among it. */
export function unreservedLimit({ limit, reserved }: Pick<AccountCounters, 'limit' | 'reserved'>): number {
  return Math.max(0, limit - reserved);
}

/** How many environments of a function may run on demand: of its reservation or of what is unreserved, without what is provisioned. */
export function onDemandLimit({ reserved, provisioned }: Readonly<FunctionCounters>, account: Readonly<AccountCounters>): number {
  const pool = reserved === undefined ? unreservedLimit(account) - account.provisionedUnreserved : reserved - provisioned;
  return Math.max(0, pool);
}

/** How fast a function may start environments on demand. */
export function startLimit({ rateScale }: Pick<AccountCounters, 'rateScale'>): RateLimit {
  const { capacity, perMs } = scalingFigures.environmentStarts;
  return { capacity: capacity * rateScale, perMs };
}

/** How fast provisioned environments start: a second's worth at once, or one, as a minute's would come all at once. */
export function provisioningLimit(rateScale: number): RateLimit {
  const perSecond = (scalingFigures.provisionedPerMinute / 60) * rateScale;
  const capacity = Math.max(1, perSecond);
  return { capacity, perMs: (capacity * 1000) / perSecond };
}

/** How many requests so much concurrency takes. */
export function requestLimit(concurrency: number): RateLimit {
  return { capacity: concurrency * scalingFigures.requestsPerConcurrency, perMs: 1000 };
}
