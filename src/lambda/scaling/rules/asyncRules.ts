/** How asynchronous events are tried again. What is absent is Lambda's default. */
export interface RetryConfig {
  /** 0 to 2. */
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
}

/** Of an event, what the rules go by. */
export interface Aged {
  /** Milliseconds, on the clock of the moment. */
  readonly enqueuedAt: number;
  /** How often it has run. */
  readonly attempts: number;
  /** How often in a row it could not run. */
  readonly backOffs: number;
}

/**
 * Lambda's figures for events that fail, in ms: the waits after a function's first and second error, and those after throttles
 * and failures of the service itself.
 * Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
const retryDelays = [60_000, 120_000];
const backOff = { first: 1_000, longest: 300_000 };
const defaults = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 21_600 };

/**
 * However short Lambda's times are made, what cannot run now is not tried in a circle: at least these waits, in ms, doubled
 * from the first to the longest.
 */
const shortest = { first: 50, longest: 1_000 };

/** What the rules are applied with. */
export interface RetryMoment {
  readonly config: RetryConfig | undefined;
  /** Milliseconds since the epoch, or since a simulation began. */
  readonly now: number;
  /**
   * Waits and ages last so many times AWS's. At 0, retries after errors of the function come at once, and its age is what the
   * waits would have added up to; an event that cannot run is not dropped for its age, but waits until it can.
   */
  readonly scale: number;
  /** 0 to 1: how much of the half by which a back-off may be shorter. Events that were throttled together come back one by one. */
  readonly spread: number;
}

export type NextStep =
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'failed'; readonly condition: 'RetriesExhausted' | 'EventAgeExceeded' };

/** Whether it may not run any more. */
export function isTooOld(event: Aged, moment: RetryMoment): boolean {
  return moment.scale > 0 && remainingMs(event, moment) <= 0;
}

/** `attempts` has the failed one in it. An event that would be too old for its next attempt does not wait for that. */
export function afterFunctionError(event: Aged, moment: RetryMoment): NextStep {
  const { config, now, scale } = moment;
  const delay = retryDelays[event.attempts - 1];
  if (delay === undefined || event.attempts > (config?.maximumRetryAttempts ?? defaults.maximumRetryAttempts)) {
    return { type: 'failed', condition: 'RetriesExhausted' };
  }
  const age = scale > 0 ? (now - event.enqueuedAt) / scale : sum(retryDelays.slice(0, event.attempts - 1));
  if (age + delay >= maximumAgeMs(config)) return { type: 'failed', condition: 'EventAgeExceeded' };
  return { type: 'wait', ms: delay * scale };
}

/** After a throttle, or a failure of the service. `backOffs` has it in it. */
export function afterRefusal(event: Aged, moment: RetryMoment): NextStep {
  if (isTooOld(event, moment)) return { type: 'failed', condition: 'EventAgeExceeded' };
  const ms = backOffMs(event.backOffs, moment.scale) * (1 - moment.spread / 2);
  return { type: 'wait', ms: moment.scale > 0 ? Math.min(ms, remainingMs(event, moment)) : ms };
}

/** The wait after so many refusals in a row. */
export function backOffMs(count: number, scale: number): number {
  return Math.max(doubled(backOff, count) * scale, doubled(shortest, count));
}

/** Of an event whose function is not there; no time of Lambda's, so it is not scaled. */
export function isAbandoned(event: Aged, now: number): boolean {
  return now - event.enqueuedAt > defaults.maximumEventAgeInSeconds * 1000;
}

function remainingMs({ enqueuedAt }: Aged, { config, now, scale }: RetryMoment): number {
  return enqueuedAt + maximumAgeMs(config) * scale - now;
}

function maximumAgeMs(config: RetryConfig | undefined): number {
  return (config?.maximumEventAgeInSeconds ?? defaults.maximumEventAgeInSeconds) * 1000;
}

function doubled({ first, longest }: { readonly first: number; readonly longest: number }, count: number): number {
  return Math.min(first * 2 ** (count - 1), longest);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
