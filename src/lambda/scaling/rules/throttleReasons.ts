import type { ThrottleReason } from '../../lambdaError.ts';

/** How a throttle is drawn apart: by which limit, and whether of concurrency or of rate. */
export const throttleReasons = [
  'ReservedFunctionConcurrentInvocationLimitExceeded',
  'ConcurrentInvocationLimitExceeded',
  'ReservedFunctionInvocationRateLimitExceeded',
  'FunctionInvocationRateLimitExceeded',
  'other',
] as const satisfies readonly (ThrottleReason | 'other')[];
export type DrawnThrottleReason = (typeof throttleReasons)[number];

/** The reason's place in `throttleReasons`; that of `other` where it is none of them. */
export function throttleIndex(reason: string): number {
  const index = throttleReasons.findIndex((known) => known === reason);
  return index === -1 ? throttleReasons.length - 1 : index;
}
