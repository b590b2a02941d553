import type { Clock } from '../common/clock.ts';

/** Ends early, and at once, where the signal aborts: what runs next sees it. */
export function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', early);
      resolve();
    });
    const early = (): void => {
      timer.dispose();
      resolve();
    };
    if (signal?.aborted === true) early();
    else signal?.addEventListener('abort', early, { once: true });
  });
}
