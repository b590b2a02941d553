import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';

/** How often something happened in the last seconds, by whole seconds: memory stays the same however often it does. */
export class RecentCount implements Disposable {
  readonly #clock: Clock;
  readonly #seconds: number;
  readonly #onChange: () => void;
  readonly #counts = new Map<number, number>();
  #timer: Disposable = new DisposableStore();

  constructor(clock: Clock, seconds: number, onChange: () => void) {
    this.#clock = clock;
    this.#seconds = seconds;
    this.#onChange = onChange;
  }

  get count(): number {
    this.#forget();
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  add(): void {
    const second = this.#second;
    if (this.#counts.size === 0) this.#watch();
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + 1);
    this.#onChange();
  }

  dispose(): void {
    this.#timer.dispose();
  }

  get #second(): number {
    return Math.floor(this.#clock.monotonic() / 1000);
  }

  #forget(): void {
    const oldest = this.#second - this.#seconds;
    for (const second of this.#counts.keys()) if (second <= oldest) this.#counts.delete(second);
  }

  /** Tells once a second for as long as there is something to forget. */
  #watch(): void {
    this.#timer = this.#clock.after(1000, () => {
      this.#forget();
      if (this.#counts.size > 0) this.#watch();
      this.#onChange();
    });
  }
}
