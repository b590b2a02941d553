import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Throttle } from '../ui/throttle.ts';

/** Gathers text and hands it on in pieces: the first at once, the rest once per interval. */
export class TextBuffer implements Disposable {
  readonly #throttle: Throttle;
  #text: string[] = [];

  constructor(clock: Clock, intervalMs: number, write: (text: string) => void) {
    this.#throttle = new Throttle(clock, intervalMs, () => {
      const text = this.#text.join('');
      this.#text = [];
      write(text);
    });
  }

  append(text: string): void {
    this.#text.push(text);
    this.#throttle.ask();
  }

  /** Forgets what is not written yet. */
  drop(): void {
    this.#text = [];
  }

  dispose(): void {
    this.#throttle.dispose();
  }
}
