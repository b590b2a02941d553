import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

export interface Freezable {
  readonly isBusy: boolean;
  freeze(): void;
}

/**
 * On Lambda an environment freezes when it is done; what a handler left running goes on in its next invocation. Here a moment later:
 * stopping and continuing processes costs more than a short invocation, and those that follow at once need neither.
 */
const graceMs = 25;

/** Freezes environments that have nothing to do. */
export class Freezer implements Disposable {
  readonly #clock: Clock;
  #settling = new Set<Freezable>();
  #due = new Set<Freezable>();
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** It was given back. */
  settle(environment: Freezable): void {
    this.#settling.add(environment);
    this.#timer ??= this.#clock.after(graceMs, () => this.#turn());
  }

  /** It has work again, or ends. */
  take(environment: Freezable): void {
    this.#settling.delete(environment);
    this.#due.delete(environment);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#settling.clear();
    this.#due.clear();
  }

  /** Who was given back before the last turn freezes now, unless its runtime is still at work. */
  #turn(): void {
    for (const environment of this.#due) {
      if (environment.isBusy) this.#settling.add(environment);
      else environment.freeze();
    }
    this.#due = this.#settling;
    this.#settling = new Set();
    this.#timer = this.#due.size === 0 ? undefined : this.#clock.after(graceMs, () => this.#turn());
  }
}
