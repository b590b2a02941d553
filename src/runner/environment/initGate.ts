/**
 * Who waits for an initialisation: an invocation, or nobody yet, as with provisioned environments. Whom somebody waits for goes first.
 */
export type InitUrgency = 'awaited' | 'ahead';

/**
 * Lets so many environments initialise at once and no more. On Lambda each has processors of its own; here they share a few, and
 * hundreds that start together would all exceed the limit of their initialisation.
 */
export class InitGate {
  #free: number;
  readonly #waiting: Readonly<Record<InitUrgency, (() => void)[]>> = { awaited: [], ahead: [] };

  constructor(limit: number) {
    this.#free = limit;
  }

  /** Waits for its turn, in the order of asking by urgency. The answer must be called once, when the initialisation has ended. */
  async enter(urgency: InitUrgency = 'awaited'): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting[urgency].push(resolve));
    return () => this.#leave();
  }

  #leave(): void {
    const next = this.#waiting.awaited.shift() ?? this.#waiting.ahead.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
