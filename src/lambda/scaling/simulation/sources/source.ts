/** Who invokes a function: takes what arrives, and tries again by its rules. */
export interface Source {
  /** A request, message or record comes. */
  arrive(now: number): void;
  /** The run for `job` has ended, by its outcome's number in `outcomes`. */
  ended(job: number, outcome: number, now: number): void;
  /** What waits for its first run, or for another. */
  readonly waiting: number;
  /** Given up. */
  readonly dropped: number;
  /** Since when the oldest waits, in ms; Infinity where nothing does. */
  oldest(): number;
}

/** Gives a job to the function: false where it is throttled. */
export type Attempt = (job: number, now: number) => boolean;

/** Callers that do not try again, and whom nothing waits for. */
export function syncSource(attempt: Attempt, noJob: number): Source {
  return {
    arrive: (now) => void attempt(noJob, now),
    ended: () => {},
    waiting: 0,
    dropped: 0,
    oldest: () => Number.POSITIVE_INFINITY,
  };
}
