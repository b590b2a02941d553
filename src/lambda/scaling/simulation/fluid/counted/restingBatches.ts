/** What happens to a batch that rests when it is due. */
export const tryAgain = 0;
export const fail = 1;
export const returnAgain = 2;

/** Batches that were refused or fail: these few have a place each, as what becomes of them takes long. */
export class RestingBatches {
  count = new Int32Array(64);
  /** In ticks: since when its oldest message waits, when it was received. */
  since = new Float64Array(64);
  receivedAt = new Float64Array(64);
  refusals = new Uint8Array(64);
  next = new Uint8Array(64);
  /** Messages of those that wait. */
  waiting = 0;
  #waits = new Uint8Array(64);
  readonly #free: number[] = [];
  #used = 0;

  add(count: number, since: number, receivedAt: number): number {
    const place = this.#free.pop() ?? this.#used++;
    if (place === this.count.length) this.#grow();
    this.count[place] = count;
    this.since[place] = since;
    this.receivedAt[place] = receivedAt;
    this.refusals[place] = 0;
    return place;
  }

  remove(place: number): void {
    this.wait(place, false);
    this.#free.push(place);
  }

  wait(place: number, waits: boolean): void {
    const before = this.#waits[place] === 1;
    if (before === waits) return;
    this.#waits[place] = waits ? 1 : 0;
    this.waiting += (this.count[place] ?? 0) * (waits ? 1 : -1);
  }

  oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    if (this.waiting === 0) return oldest;
    for (let place = 0; place < this.#used; place++) {
      const since = this.since[place] ?? 0;
      if (since < oldest && this.#waits[place] === 1) oldest = since;
    }
    return oldest;
  }

  #grow(): void {
    const size = this.count.length * 2;
    const bytes = (old: Uint8Array): Uint8Array<ArrayBuffer> => {
      const grown = new Uint8Array(size);
      grown.set(old);
      return grown;
    };
    const numbers = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(size);
      grown.set(old);
      return grown;
    };
    const counts = new Int32Array(size);
    counts.set(this.count);
    this.count = counts;
    this.since = numbers(this.since);
    this.receivedAt = numbers(this.receivedAt);
    this.refusals = bytes(this.refusals);
    this.next = bytes(this.next);
    this.#waits = bytes(this.#waits);
  }
}
