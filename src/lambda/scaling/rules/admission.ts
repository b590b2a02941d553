import type { ThrottleReason } from '../../lambdaError.ts';

/** Concurrency of one function, all versions together: environments that run an invocation or start for one. */
export interface FunctionConcurrency {
  /** Its reserved concurrency: ceiling and guarantee; undefined where it draws on the unreserved pool. */
  readonly reserved: number | undefined;
  readonly inUse: number;
  /** Environments of the version asked for that wait for work. */
  readonly idle: number;
}

/** Concurrency of the account in its Region. */
export interface AccountConcurrency {
  readonly limit: number;
  /** Sum of what functions reserve. */
  readonly reserved: number;
  /** In use by functions that reserve nothing. */
  readonly unreservedInUse: number;
}

export type Verdict =
  | { readonly type: 'reuse' }
  | { readonly type: 'start' }
  | { readonly type: 'throttle'; readonly reason: ThrottleReason; readonly limit: number };

/** What functions without a reservation share. */
export function unreservedLimit(account: Pick<AccountConcurrency, 'limit' | 'reserved'>): number {
  return Math.max(0, account.limit - account.reserved);
}

/**
 * Whether an invocation runs in an idle environment, starts one, or is throttled, and by which limit.
 * Source: AWS Lambda Developer Guide, "Understanding Lambda function scaling": a reservation is both ceiling and guarantee.
 */
export function admit(fn: FunctionConcurrency, account: AccountConcurrency): Verdict {
  const throttle = fn.reserved === undefined ? byAccount(account) : byReservation(fn.inUse, fn.reserved);
  if (throttle !== undefined) return throttle;
  return { type: fn.idle > 0 ? 'reuse' : 'start' };
}

function byReservation(inUse: number, reserved: number): Verdict | undefined {
  if (inUse < reserved) return undefined;
  return { type: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', limit: reserved };
}

function byAccount(account: AccountConcurrency): Verdict | undefined {
  const limit = unreservedLimit(account);
  if (account.unreservedInUse < limit) return undefined;
  return { type: 'throttle', reason: 'ConcurrentInvocationLimitExceeded', limit };
}
