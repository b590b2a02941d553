import type { Clock } from '../common/clock.ts';
import { pause } from './pause.ts';

export interface RetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Whether another attempt may do better. */
  readonly worthwhile: (error: unknown) => boolean;
}

/** The pauses before further attempts: Lambda's control plane allows 15 calls a second in all. */
const pausesMs = [200, 600];

/** Runs what may be done again, up to three times. */
export async function withRetries<T>(run: () => Promise<T>, { clock, signal, worthwhile }: RetryOptions): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await run();
    } catch (error) {
      if (signal?.aborted === true || !worthwhile(error)) throw error;
    }
    await pause(clock, pauseMs, signal);
  }
  return run();
}
