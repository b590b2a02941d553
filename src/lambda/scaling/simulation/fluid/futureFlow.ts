/** What is due later, in bins of time. */
export class FutureFlow {
  readonly #width: number;
  readonly #bins: Float64Array;
  /** All that is not due yet. */
  waiting = 0;

  constructor(seconds: number) {
    this.#width = Math.max(0.1, seconds / 50_000);
    this.#bins = new Float64Array(Math.ceil(seconds / this.#width) + 1);
  }

  /** An amount that is due evenly between two moments. What is due after the end of the scenario waits. */
  add(from: number, to: number, amount: number): void {
    this.waiting += amount;
    const first = Math.floor(from / this.#width);
    const last = Math.max(first, Math.floor(to / this.#width));
    const part = amount / (last - first + 1);
    for (let bin = first; bin <= last && bin < this.#bins.length; bin++) this.#bins[bin] = (this.#bins[bin] ?? 0) + part;
  }

  /** Takes out what is due before a moment. To be asked in the order of time. */
  take(to: number): number {
    let amount = 0;
    for (let bin = this.#next; bin * this.#width < to && bin < this.#bins.length; bin++) {
      const content = this.#bins[bin] ?? 0;
      const done = Math.min(1, (to / this.#width - bin) / (1 - (bin === this.#next ? this.#part : 0)));
      const share = bin === this.#next ? Math.min(1, (to / this.#width - bin - this.#part) / (1 - this.#part)) : Math.min(1, done);
      amount += content * share;
      this.#bins[bin] = content * (1 - share);
      if (share < 1) {
        this.#part = to / this.#width - bin;
        this.#next = bin;
        break;
      }
      this.#next = bin + 1;
      this.#part = 0;
    }
    this.waiting = Math.max(0, this.waiting - amount);
    return amount;
  }

  #next = 0;
  /** How much of the first bin's time is over. */
  #part = 0;
}
