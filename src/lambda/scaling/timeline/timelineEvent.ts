export type EnvironmentPhase = 'starting' | 'idle' | 'busy' | 'stopping';
export type InvocationResult = 'success' | 'error' | 'timeout' | 'crash' | 'initError';

/** Of an execution environment, what the graph draws. Times are milliseconds since the epoch. */
export interface TimelineEnvironment {
  readonly id: string;
  readonly functionName: string;
  readonly version: string;
  readonly state: EnvironmentPhase;
  readonly startedAt: number;
  readonly pid?: number;
  readonly initDurationMs?: number;
  /** It started for no invocation, and stays. */
  readonly provisioned?: boolean;
}

export interface TimelineFunction {
  readonly name: string;
  readonly reservedConcurrency?: number;
  readonly timeoutMs: number;
  readonly memoryMegabytes: number;
  readonly architecture: 'x86_64' | 'arm64';
  /** Of `$LATEST`: another with every change of code or settings. */
  readonly revision: string;
  readonly provisioned: readonly TimelineProvisioned[];
  readonly aliases: readonly TimelineAlias[];
}

/** Provisioned concurrency of a version or alias, in environments. */
export interface TimelineProvisioned {
  readonly qualifier: string;
  readonly requested: number;
  readonly allocated: number;
  readonly available: number;
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED';
}

/** What an alias routes to; `weight` is the share of the second version, 0 to 1. */
export interface TimelineAlias {
  readonly name: string;
  readonly version: string;
  readonly additional?: { readonly version: string; readonly weight: number };
}

/** The limits in force from some moment on. */
export interface TimelineLimits {
  readonly accountConcurrency: number;
  /** How fast environments start against AWS: 1 as there. */
  readonly rateScale: number;
  readonly functions: readonly TimelineFunction[];
}

/**
 * What happens to functions and their environments; `at` in milliseconds since the epoch, with fractions.
 * `invocationStarted` makes its environment busy and `invocationEnded` makes it idle, with or without an `environmentChanged` that says so too.
 */
export type TimelineEvent =
  | { readonly type: 'environmentChanged'; readonly at: number; readonly environment: TimelineEnvironment }
  | { readonly type: 'environmentStopped'; readonly at: number; readonly id: string; readonly functionName: string; readonly reason: string }
  | InvocationStarted
  | InvocationEnded
  | { readonly type: 'throttled'; readonly at: number; readonly functionName: string; readonly reason: string; readonly rule: string }
  | ({ readonly type: 'functionsChanged'; readonly at: number } & TimelineLimits);

export interface InvocationStarted {
  readonly type: 'invocationStarted';
  readonly at: number;
  readonly requestId: string;
  readonly functionName: string;
  readonly environmentId: string;
  /** Whether it waited for a new environment. */
  readonly cold: boolean;
  /** Whether it runs on demand because all provisioned environments of its version were at work. */
  readonly spillover?: boolean;
}

export interface InvocationEnded {
  readonly type: 'invocationEnded';
  readonly at: number;
  readonly requestId: string;
  readonly functionName: string;
  readonly environmentId: string;
  readonly durationMs: number;
  readonly initDurationMs?: number;
  readonly outcome: InvocationResult;
}

/** Everything at one moment: the state, and the events that led there, oldest first. */
export interface TimelineSnapshot extends TimelineLimits {
  /** From when on the history is complete. */
  readonly since: number;
  readonly environments: readonly TimelineEnvironment[];
  readonly history: readonly TimelineEvent[];
}
