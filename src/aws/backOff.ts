import type { Clock } from '../common/clock.ts';
import { pause } from './pause.ts';

export interface BackOffOptions {
  readonly clock: Clock;
  /** From 0 to 1, 1 not included. */
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  /** Whether another attempt may do better. */
  readonly worthwhile: (error: unknown) => boolean;
}

const attempts = 6;
/** The longest pause before the second attempt; it doubles with each further one, up to `longestMs`. */
const firstMs = 200;
const longestMs = 5_000;

/**
 * Runs what may be done again, with pauses of random length between attempts, so that windows which were throttled together do not come
 * back together. A signal that aborts ends a pause at once with its reason.
 */
export async function withBackOff<T>(run: () => Promise<T>, { clock, random, signal, worthwhile }: BackOffOptions): Promise<T> {
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!worthwhile(error)) throw error;
    }
    await pause(clock, random() * Math.min(longestMs, firstMs * 2 ** (attempt - 1)), signal);
    signal?.throwIfAborted();
  }
  return run();
}
