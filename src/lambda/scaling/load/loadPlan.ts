import type { Traffic } from '../traffic/traffic.ts';

/** Invocations that are sent when they are due, whether or not those before have been answered. */
export interface LoadPlan {
  readonly functionName: string;
  readonly qualifier?: string;
  readonly traffic: Traffic;
  readonly seconds: number;
  /** At most so many in all. */
  readonly maximumInvocations: number;
  /** The event, as JSON. */
  readonly payload: string;
  readonly seed: number;
}

/** How one invocation of a load ended. `failed`: not answered, such as a refused connection. */
export type LoadOutcome =
  | { readonly type: 'succeeded' | 'functionError' }
  | { readonly type: 'throttled'; readonly reason: string | undefined }
  | { readonly type: 'failed'; readonly code: string };
