import type { Ticks } from './ticks.ts';

/** Of so many parts of a second it is told how old the oldest event is. */
const partsPerSecond = 8;

/** Events that were refused, or whose run fails: each has a place, as what becomes of it goes by its age and its past. */
export class WaitingEvents {
  /** The tick in which it came. */
  since = new Int32Array(64);
  /** How often it ran, and how often in a row it could not. */
  attempts = new Uint8Array(64);
  backOffs = new Uint8Array(64);
  /** How many wait. */
  size = 0;
  readonly #ticksOfPart: number;
  /** How many wait, by the part of a second in which they came; none came before `#oldest`. */
  readonly #byPart: Int32Array;
  #oldest = 0;
  readonly #free: number[] = [];
  #used = 0;

  constructor({ perSecond, count }: Ticks) {
    this.#ticksOfPart = perSecond / partsPerSecond;
    this.#byPart = new Int32Array(Math.ceil(count / this.#ticksOfPart) + 1);
  }

  add(since: number): number {
    const place = this.#free.pop() ?? this.#used++;
    if (place === this.since.length) this.#grow();
    this.since[place] = since;
    this.attempts[place] = 0;
    this.backOffs[place] = 0;
    return place;
  }

  remove(place: number): void {
    this.#free.push(place);
  }

  wait(place: number): void {
    const part = this.#partOf(place);
    this.size += 1;
    this.#byPart[part] = (this.#byPart[part] ?? 0) + 1;
    if (part < this.#oldest) this.#oldest = part;
  }

  goOn(place: number): void {
    const part = this.#partOf(place);
    this.size -= 1;
    this.#byPart[part] = (this.#byPart[part] ?? 0) - 1;
  }

  /** Since which tick the oldest waits, within a part of a second; Infinity where none does. */
  oldest(): number {
    if (this.size === 0) return Number.POSITIVE_INFINITY;
    while (this.#byPart[this.#oldest] === 0) this.#oldest += 1;
    return (this.#oldest + 0.5) * this.#ticksOfPart;
  }

  #partOf(place: number): number {
    return Math.floor((this.since[place] ?? 0) / this.#ticksOfPart);
  }

  #grow(): void {
    const size = this.since.length * 2;
    const { since, attempts, backOffs } = this;
    this.since = new Int32Array(size);
    this.since.set(since);
    this.attempts = new Uint8Array(size);
    this.attempts.set(attempts);
    this.backOffs = new Uint8Array(size);
    this.backOffs.set(backOffs);
  }
}
