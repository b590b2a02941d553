/** What is due later, in bins of time. */
export class FutureFlow {
  readonly #width: number;
  readonly #bins: Float64Array;
  /** The first bin that is not over, and how much of its time is. */
  #next = 0;
  #part = 0;
  /** All that is not due yet. */
  waiting = 0;

  constructor(seconds: number) {
    this.#width = Math.max(0.1, seconds / 50_000);
    this.#bins = new Float64Array(Math.ceil(seconds / this.#width) + 1);
  }

  /** An amount that is due evenly between two moments. What is due after the end of the scenario waits. */
  add(from: number, to: number, amount: number): void {
    this.waiting += amount;
    // What would have been due already is due now.
    const first = Math.max(this.#next, Math.floor(from / this.#width));
    const last = Math.max(first, Math.floor(to / this.#width));
    const part = amount / (last - first + 1);
    for (let bin = first; bin <= last && bin < this.#bins.length; bin++) this.#bins[bin] = (this.#bins[bin] ?? 0) + part;
  }

  /** Takes out what is due before a moment. To be asked in the order of time. */
  take(to: number): number {
    const end = to / this.#width;
    let amount = 0;
    while (this.#next < end && this.#next < this.#bins.length) {
      const content = this.#bins[this.#next] ?? 0;
      const share = Math.min(1, (end - this.#next - this.#part) / (1 - this.#part));
      amount += content * share;
      this.#bins[this.#next] = content * (1 - share);
      if (share < 1) {
        this.#part = end - this.#next;
        break;
      }
      this.#next += 1;
      this.#part = 0;
    }
    this.waiting = Math.max(0, this.waiting - amount);
    return amount;
  }
}
