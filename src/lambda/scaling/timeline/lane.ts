import type { EnvironmentPhase, InvocationResult } from './timelineEvent.ts';

export type SegmentKind = 'init' | 'invoke' | 'shutdown';

/** A stretch of an environment's life; between segments it is idle. Times in milliseconds since the epoch. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly start: number;
  /** Infinity while it lasts. */
  readonly end: number;
  /** Invocations in it: more than one where close ones were joined. */
  readonly count: number;
  readonly cold: boolean;
  readonly requestId?: string;
  readonly outcome?: InvocationResult;
  readonly durationMs?: number;
}

/** The life of one environment. */
export interface Lane {
  readonly id: string;
  readonly functionName: string;
  readonly version: string;
  readonly pid?: number;
  /** It started for no invocation, and stays. */
  readonly provisioned: boolean;
  readonly startedAt: number;
  /** Infinity while it lives. */
  readonly endedAt: number;
  readonly reason?: string;
  readonly state: EnvironmentPhase | 'stopped';
  readonly invocations: number;
  readonly segments: readonly Segment[];
}
