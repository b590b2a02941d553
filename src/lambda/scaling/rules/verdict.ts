import type { ThrottleReason } from '../../lambdaError.ts';

/** The rule that an invocation was throttled by. */
export type ThrottleRule = 'reservedConcurrency' | 'unreservedConcurrency' | 'reservedRequests' | 'unreservedRequests' | 'scalingRate';

export const throttleRules = [
  'reservedConcurrency',
  'unreservedConcurrency',
  'scalingRate',
  'reservedRequests',
  'unreservedRequests',
] as const satisfies readonly ThrottleRule[];

/** Where an admitted invocation runs. `spillover`: its version has provisioned concurrency, all of which is at work. */
export type Admitted =
  | { readonly type: 'provisioned'; readonly spillover: false }
  | { readonly type: 'reuse'; readonly spillover: boolean }
  | { readonly type: 'start'; readonly spillover: boolean };

export interface Throttled {
  readonly type: 'throttle';
  readonly rule: ThrottleRule;
  /** As the answer tells it. */
  readonly reason: ThrottleReason;
}

export type Verdict = Admitted | Throttled;

/** What an admitted invocation holds until it ends: its reservation may come or go meanwhile. */
export type Lease = 'provisioned' | 'reserved' | 'unreserved';
