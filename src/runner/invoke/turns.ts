interface Waiting {
  readonly begin: () => void;
  next: Waiting | undefined;
}

/** Runs so many tasks at once and no more, in the order in which they came. */
export class Turns {
  readonly #limit: number;
  #free: number;
  /** A chain, not an array: a hundred thousand may wait, and what is taken from the front of an array moves all the others. */
  #first: Waiting | undefined;
  #last: Waiting | undefined;

  constructor(limit: number) {
    this.#limit = limit;
    this.#free = limit;
  }

  /** Whether nothing runs or waits. */
  get idle(): boolean {
    return this.#free === this.#limit;
  }

  async run<R>(task: () => Promise<R>): Promise<R> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#wait(resolve));
    try {
      return await task();
    } finally {
      const next = this.#next();
      if (next === undefined) this.#free += 1;
      else next.begin();
    }
  }

  #wait(begin: () => void): void {
    const waiting: Waiting = { begin, next: undefined };
    if (this.#last === undefined) this.#first = waiting;
    else this.#last.next = waiting;
    this.#last = waiting;
  }

  #next(): Waiting | undefined {
    const next = this.#first;
    this.#first = next?.next;
    if (this.#first === undefined) this.#last = undefined;
    return next;
  }
}
