import type { Clock } from './clock.ts';
import type { Disposable } from './disposable.ts';

export interface DebouncerOptions {
  readonly clock: Clock;
  /** Milliseconds without a further call after which it runs. */
  readonly quietMs: number;
  /** Milliseconds after the first call after which it runs however many calls come. */
  readonly longestMs: number;
  run(): void;
}

/** Turns a burst of calls into one run. */
export class Debouncer implements Disposable {
  readonly #options: DebouncerOptions;
  #pending: { readonly since: number; timer: Disposable } | undefined;

  constructor(options: DebouncerOptions) {
    this.#options = options;
  }

  call(): void {
    const { clock, quietMs, longestMs } = this.#options;
    const now = clock.monotonic();
    const since = this.#pending?.since ?? now;
    this.#pending?.timer.dispose();
    const delay = Math.max(0, Math.min(quietMs, since + longestMs - now));
    this.#pending = { since, timer: clock.after(delay, () => this.#fire()) };
  }

  dispose(): void {
    this.#pending?.timer.dispose();
    this.#pending = undefined;
  }

  #fire(): void {
    this.#pending = undefined;
    this.#options.run();
  }
}
