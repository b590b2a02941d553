import type { Clock } from '../../common/clock.ts';

/** The answer of `work`, or `late` when it takes longer than `limitMs`. Work that is late is not awaited further. */
export async function within<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T | 'late'> {
  let timer = { dispose() {} };
  const late = new Promise<'late'>((resolve) => {
    timer = clock.after(limitMs, () => resolve('late'));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.dispose();
  }
}
