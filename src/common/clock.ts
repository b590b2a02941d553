import { type Disposable, toDisposable } from './disposable.ts';

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds on a clock that never goes back; with fractions. */
  monotonic(): number;
  /** Calls back once after `delay` ms, unless disposed before. */
  after(delay: number, callback: () => void): Disposable;
}

declare const performance: { now(): number };
declare function setTimeout(callback: () => void, delay: number): unknown;
declare function clearTimeout(timer: unknown): void;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return toDisposable(() => clearTimeout(timer));
  },
};
