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
}

export interface TimelineFunction {
  readonly name: string;
  readonly reservedConcurrency?: number;
  readonly timeoutMs: number;
}

/** The limits in force from some moment on. */
export interface TimelineLimits {
  readonly accountConcurrency: number;
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
  | { readonly type: 'throttled'; readonly at: number; readonly functionName: string; readonly reason: string }
  | ({ readonly type: 'functionsChanged'; readonly at: number } & TimelineLimits);

export interface InvocationStarted {
  readonly type: 'invocationStarted';
  readonly at: number;
  readonly requestId: string;
  readonly functionName: string;
  readonly environmentId: string;
  /** Whether it waited for a new environment. */
  readonly cold: boolean;
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
