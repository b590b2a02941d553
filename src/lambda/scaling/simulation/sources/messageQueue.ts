/** Messages in the order they came, in groups that came together: a ring that grows. */
export class MessageQueue {
  #since = new Float64Array(64);
  #counts = new Int32Array(64);
  #head = 0;
  #groups = 0;
  #size = 0;

  /** Messages. */
  get size(): number {
    return this.#size;
  }

  /** When the first came, in ms; Infinity where there is none. */
  get oldest(): number {
    return this.#groups === 0 ? Number.POSITIVE_INFINITY : (this.#since[this.#head] ?? 0);
  }

  push(since: number, count = 1): void {
    if (this.#groups === this.#since.length) this.#grow();
    const place = (this.#head + this.#groups) & (this.#since.length - 1);
    this.#since[place] = since;
    this.#counts[place] = count;
    this.#groups += 1;
    this.#size += count;
  }

  /** So many more come with the last group. There must be one. */
  join(count: number): void {
    const place = (this.#head + this.#groups - 1) & (this.#since.length - 1);
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
    this.#size += count;
  }

  /** Takes up to so many of the first ones; answers how many. */
  take(most: number): number {
    let taken = 0;
    while (taken < most && this.#groups > 0) {
      const count = this.#counts[this.#head] ?? 0;
      const part = Math.min(count, most - taken);
      taken += part;
      if (part < count) {
        this.#counts[this.#head] = count - part;
      } else {
        this.#head = (this.#head + 1) & (this.#since.length - 1);
        this.#groups -= 1;
      }
    }
    this.#size -= taken;
    return taken;
  }

  #grow(): void {
    const { length } = this.#since;
    const since = new Float64Array(length * 2);
    const counts = new Int32Array(length * 2);
    for (let index = 0; index < length; index++) {
      since[index] = this.#since[(this.#head + index) & (length - 1)] ?? 0;
      counts[index] = this.#counts[(this.#head + index) & (length - 1)] ?? 0;
    }
    this.#since = since;
    this.#counts = counts;
    this.#head = 0;
  }
}
