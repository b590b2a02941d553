import type { Clock } from '../../src/common/clock.ts';
import { toDisposable } from '../../src/common/disposable.ts';

/** A clock whose time passes as soon as somebody waits for it. */
export function hastyClock(now = 1_700_000_000_000): Clock {
  let time = now;
  return {
    now: () => time,
    monotonic: () => time,
    after(delay, callback) {
      const waiting = setImmediate(() => {
        time += delay;
        callback();
      });
      return toDisposable(() => clearImmediate(waiting));
    },
  };
}
