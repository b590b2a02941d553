/** When invocations arrived, accepted or not, one by one: the most recent ones. */
export class ArrivalLog {
  readonly #capacity: number;
  readonly #at: Float64Array;
  readonly #function: Uint32Array;
  #added = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#at = new Float64Array(capacity);
    this.#function = new Uint32Array(capacity);
  }

  add(at: number, functionIndex: number): void {
    const slot = this.#added++ % this.#capacity;
    this.#at[slot] = at;
    this.#function[slot] = functionIndex;
  }

  /** Whether every arrival since `from` is still here. */
  covers(from: number): boolean {
    return this.#added <= this.#capacity || (this.#at[this.#added % this.#capacity] ?? 0) <= from;
  }

  /** Those of a function from `from` up to before `to`, ascending. */
  read(from: number, to: number, functionIndex: number): number[] {
    const arrivals: number[] = [];
    for (let index = Math.max(0, this.#added - this.#capacity); index < this.#added; index++) {
      const slot = index % this.#capacity;
      const at = this.#at[slot] ?? 0;
      if (this.#function[slot] === functionIndex && at >= from && at < to) arrivals.push(at);
    }
    return arrivals.sort((a, b) => a - b);
  }
}
