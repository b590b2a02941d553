import { EventHeap } from './eventHeap.ts';

/** What happens at a moment that was set: with the number that was given, at the time (ms) it was set for. */
export type TimerHandler = (what: number, at: number) => void;

/** Everything that is due later, besides the ends of invocations: retries, polls, initialisations. */
export class Timers {
  readonly #heap = new EventHeap();
  readonly #handlers: TimerHandler[] = [];
  readonly #free: number[] = [];
  readonly #handler: number[] = [];
  readonly #what: number[] = [];

  get next(): number {
    return this.#heap.next;
  }

  /** A kind of event; what it answers sets one. `what` is a number that the handler knows. */
  kind(handler: TimerHandler): (at: number, what: number) => void {
    const index = this.#handlers.push(handler) - 1;
    return (at, what) => {
      const slot = this.#free.pop() ?? this.#handler.length;
      this.#handler[slot] = index;
      this.#what[slot] = what;
      this.#heap.push(at, slot);
    };
  }

  /** Lets the next event happen. There must be one. */
  fire(): void {
    const at = this.#heap.next;
    const slot = this.#heap.pop();
    this.#free.push(slot);
    this.#handlers[this.#handler[slot] ?? 0]?.(this.#what[slot] ?? 0, at);
  }
}
