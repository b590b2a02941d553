import type { Clock } from '../../common/clock.ts';

/** The answer of `work`, or `late` when it takes longer than `limitMs`. Work that is late is not awaited further. */
export function within<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(limitMs, () => resolve('late'));
    const inTime =
      <V>(settle: (value: V) => void) =>
      (value: V): void => {
        timer.dispose();
        settle(value);
      };
    work.then(inTime(resolve), inTime(reject));
  });
}
