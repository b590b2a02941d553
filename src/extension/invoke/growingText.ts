import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** Each drawing hands over the whole text: a long one is drawn less often. In characters and ms. */
const pace = { long: 256 * 1024, shortMs: 150, longMs: 2_000 };

/** A text that is added to, and drawn now and then: the first addition at once. */
export class GrowingText implements Disposable {
  readonly #clock: Clock;
  readonly #onDraw: () => void;
  #parts: string[] = [];
  #length = 0;
  #pause: Disposable | undefined;
  #waiting = false;
  #disposed = false;

  constructor(clock: Clock, onDraw: () => void) {
    this.#clock = clock;
    this.#onDraw = onDraw;
  }

  get length(): number {
    return this.#length;
  }

  append(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#pause === undefined) this.draw();
    else this.#waiting = true;
  }

  /** Has it drawn at once: what was appended last is the end. */
  draw(): void {
    if (this.#disposed) return;
    this.#pause?.dispose();
    this.#waiting = false;
    this.#pause = this.#clock.after(this.#length > pace.long ? pace.longMs : pace.shortMs, () => {
      this.#pause = undefined;
      if (this.#waiting) this.draw();
    });
    this.#onDraw();
  }

  toString(): string {
    const whole = this.#parts.join('');
    this.#parts = [whole];
    return whole;
  }

  dispose(): void {
    this.#disposed = true;
    this.#pause?.dispose();
  }
}
