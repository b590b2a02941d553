/**
 * Numbers (such as an environment's place) by the moment they are due, earliest first: a heap of four children in typed arrays, so that
 * nothing is allocated by an event.
 */
export class EventHeap {
  #at = new Float64Array(1024);
  #what = new Int32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** When the first is due; Infinity where there is none. */
  get next(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#at[0] ?? 0);
  }

  /** The first one; 0 where there is none. */
  get first(): number {
    return this.#what[0] ?? 0;
  }

  push(at: number, what: number): void {
    if (this.#size === this.#at.length) this.#grow();
    const times = this.#at;
    const whats = this.#what;
    let place = this.#size++;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const above = times[parent] ?? 0;
      if (above <= at) break;
      times[place] = above;
      whats[place] = whats[parent] ?? 0;
      place = parent;
    }
    times[place] = at;
    whats[place] = what;
  }

  /** Takes the first one out. There must be one. */
  pop(): number {
    const first = this.#what[0] ?? 0;
    const last = --this.#size;
    if (last > 0) this.#sink(this.#at[last] ?? 0, this.#what[last] ?? 0, last);
    return first;
  }

  /** Puts another in the place of the first one, in fewer steps than taking out and putting in. */
  replaceFirst(at: number, what: number): void {
    this.#sink(at, what, this.#size);
  }

  #sink(at: number, what: number, size: number): void {
    const times = this.#at;
    const whats = this.#what;
    let place = 0;
    for (;;) {
      const child = place * 4 + 1;
      if (child >= size) break;
      const end = child + 4 < size ? child + 4 : size;
      let least = child;
      let time = times[child] ?? 0;
      for (let other = child + 1; other < end; other++) {
        const candidate = times[other] ?? 0;
        if (candidate < time) {
          time = candidate;
          least = other;
        }
      }
      if (time >= at) break;
      times[place] = time;
      whats[place] = whats[least] ?? 0;
      place = least;
    }
    times[place] = at;
    whats[place] = what;
  }

  #grow(): void {
    const at = new Float64Array(this.#at.length * 2);
    const what = new Int32Array(at.length);
    at.set(this.#at);
    what.set(this.#what);
    this.#at = at;
    this.#what = what;
  }
}
