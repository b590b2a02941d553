import type { Clock } from '../../../../src/common/clock.ts';
import { toDisposable } from '../../../../src/common/disposable.ts';

/** Time passes when the test says so. */
export class FakeClock implements Clock {
  #now = 0;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void) {
    const timer = { at: this.#now + delay, callback };
    this.#timers.push(timer);
    return toDisposable(() => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    });
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.#now = next.at;
      this.#timers = this.#timers.filter((each) => each !== next);
      next.callback();
    }
    this.#now = end;
  }
}
