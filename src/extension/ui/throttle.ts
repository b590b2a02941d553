import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';

/** Does the action at once when asked, then at most once per interval, with the last request never lost. */
export class Throttle implements Disposable {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #action: () => void;
  #pause = new DisposableStore();
  #paused = false;
  #asked = false;

  constructor(clock: Clock, intervalMs: number, action: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#action = action;
  }

  ask(): void {
    if (this.#pause.disposed) return;
    if (this.#paused) {
      this.#asked = true;
      return;
    }
    this.#act();
  }

  dispose(): void {
    this.#pause.dispose();
  }

  #act(): void {
    this.#asked = false;
    this.#paused = true;
    this.#pause.dispose();
    this.#pause = new DisposableStore();
    this.#pause.add(this.#clock.after(this.#intervalMs, () => this.#resume()));
    this.#action();
  }

  #resume(): void {
    this.#paused = false;
    if (this.#asked) this.#act();
  }
}
