/** Lets so many environments initialise at once and no more, in the order of asking, as a machine of few processors must. */
export class InitTurns {
  #free: number;
  readonly #begin: (place: number, now: number) => void;
  #waiting: number[] = [];
  #head = 0;

  constructor(limit: number, begin: (place: number, now: number) => void) {
    this.#free = limit;
    this.#begin = begin;
  }

  enter(place: number, now: number): void {
    if (this.#free > 0) {
      this.#free -= 1;
      this.#begin(place, now);
    } else {
      this.#waiting.push(place);
    }
  }

  leave(now: number): void {
    const next = this.#waiting[this.#head];
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    this.#begin(next, now);
  }
}
