/** Places (of lanes, of batches) by the tick they are due: a ring of lists. A place is in one list at most. */
export class TickLists {
  readonly #heads: Int32Array;
  readonly #mask: number;
  #size = 0;
  #next = new Int32Array(64);

  /** `furthest`: so many ticks ahead at most. */
  constructor(furthest: number) {
    const size = 2 ** Math.ceil(Math.log2(furthest + 2));
    this.#heads = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  add(tick: number, place: number): void {
    if (place >= this.#next.length) {
      const grown = new Int32Array(Math.max(place + 1, this.#next.length * 2));
      grown.set(this.#next);
      this.#next = grown;
    }
    this.#size += 1;
    this.#next[place] = this.#heads[tick & this.#mask] ?? -1;
    this.#heads[tick & this.#mask] = place;
  }

  /** Places in all lists; what `take` gives has to be told by `gone`. */
  get size(): number {
    return this.#size;
  }

  gone(): void {
    this.#size -= 1;
  }

  /** Takes the list of a tick: the place that was added first, -1 where there is none. */
  take(tick: number): number {
    let place = this.#heads[tick & this.#mask] ?? -1;
    if (place === -1) return -1;
    this.#heads[tick & this.#mask] = -1;
    const next = this.#next;
    let first = -1;
    while (place !== -1) {
      const following = next[place] ?? -1;
      next[place] = first;
      first = place;
      place = following;
    }
    return first;
  }

  /** The one after it; to be asked before it is added anew. */
  after(place: number): number {
    return this.#next[place] ?? -1;
  }
}
