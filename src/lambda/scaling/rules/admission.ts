import {
  type AccountCounters,
  type FunctionCounters,
  onDemandLimit,
  requestLimit,
  startLimit,
  type VersionCounters,
} from './counters.ts';
import { leftOf, takeOne } from './rate.ts';
import type { Admitted, Lease, Throttled, Verdict } from './verdict.ts';

/** Verdicts are the same few objects: admission makes nothing, as simulations ask millions of times. */
const provisioned: Admitted = { type: 'provisioned', spillover: false };
const reuse: Admitted = { type: 'reuse', spillover: false };
const start: Admitted = { type: 'start', spillover: false };
const reuseBeyond: Admitted = { type: 'reuse', spillover: true };
const startBeyond: Admitted = { type: 'start', spillover: true };

/**
 * Which reason tells of the scaling rate is not documented; it is the one rate that belongs to a function, so it has the reason of a
 * function's rate.
 */
const throttles = {
  reservedConcurrency: { type: 'throttle', rule: 'reservedConcurrency', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  unreservedConcurrency: { type: 'throttle', rule: 'unreservedConcurrency', reason: 'ConcurrentInvocationLimitExceeded' },
  reservedRequests: { type: 'throttle', rule: 'reservedRequests', reason: 'ReservedFunctionInvocationRateLimitExceeded' },
  unreservedRequests: { type: 'throttle', rule: 'unreservedRequests', reason: 'FunctionInvocationRateLimitExceeded' },
  reservedScaling: { type: 'throttle', rule: 'scalingRate', reason: 'ReservedFunctionInvocationRateLimitExceeded' },
  unreservedScaling: { type: 'throttle', rule: 'scalingRate', reason: 'FunctionInvocationRateLimitExceeded' },
} as const satisfies Readonly<Record<string, Throttled>>;

/**
 * Whether an invocation runs in a provisioned environment, in an idle one, starts one, or is throttled, and by which rule. Changes nothing.
 * `now`: milliseconds, on the clock of the counters' rates.
 * Source: AWS Lambda Developer Guide, "Understanding Lambda function scaling", "Configuring reserved concurrency", "Configuring provisioned
 * concurrency": provisioned environments first; what is beyond them, in number or in requests a second, spills over to the function's
 * reservation or else to what is unreserved, where concurrency, requests a second and the scaling rate hold.
 */
export function admit(
  version: Readonly<VersionCounters>,
  fn: Readonly<FunctionCounters>,
  account: Readonly<AccountCounters>,
  now: number,
): Verdict {
  const { provisionedReady } = version;
  if (version.provisionedIdle > 0 && leftOf(version.provisionedRequests, now, requestLimit(provisionedReady)) >= 1) return provisioned;
  const limit = onDemandLimit(fn, account);
  const reserved = fn.reserved !== undefined;
  if ((reserved ? fn.inUse : account.unreservedInUse) >= limit) return reserved ? throttles.reservedConcurrency : throttles.unreservedConcurrency;
  if (leftOf(reserved ? fn.requests : account.requests, now, requestLimit(limit)) < 1) {
    return reserved ? throttles.reservedRequests : throttles.unreservedRequests;
  }
  if (version.idle > 0) return provisionedReady > 0 ? reuseBeyond : reuse;
  if (leftOf(fn.starts, now, startLimit(account)) < 1) return reserved ? throttles.reservedScaling : throttles.unreservedScaling;
  return provisionedReady > 0 ? startBeyond : start;
}

/**
 * Counts what was admitted. Idle environments are not counted here: whoever keeps them takes one out.
 */
export function take({ type }: Admitted, version: VersionCounters, fn: FunctionCounters, account: AccountCounters, now: number): Lease {
  if (type === 'provisioned') {
    takeOne(version.provisionedRequests, now, requestLimit(version.provisionedReady));
    return 'provisioned';
  }
  const limit = requestLimit(onDemandLimit(fn, account));
  if (type === 'start') takeOne(fn.starts, now, startLimit(account));
  fn.inUse += 1;
  if (fn.reserved !== undefined) {
    takeOne(fn.requests, now, limit);
    return 'reserved';
  }
  takeOne(account.requests, now, limit);
  account.unreservedInUse += 1;
  return 'unreserved';
}

/** Counts the end of what was admitted. */
export function giveBack(lease: Lease, fn: FunctionCounters, account: AccountCounters): void {
  if (lease === 'provisioned') return;
  fn.inUse -= 1;
  if (lease === 'unreserved') account.unreservedInUse -= 1;
}
