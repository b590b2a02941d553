/** Environments without work, the one that worked last on top: it is taken first, and the one at the bottom ends first. */
export class IdleStack {
  #places = new Int32Array(64);
  #since = new Float64Array(64);
  #bottom = 0;
  #top = 0;

  get size(): number {
    return this.#top - this.#bottom;
  }

  /** Since when the one at the bottom waits, in ms; Infinity where there is none. */
  get oldestSince(): number {
    return this.#top === this.#bottom ? Number.POSITIVE_INFINITY : (this.#since[this.#bottom] ?? 0);
  }

  push(place: number, now: number): void {
    if (this.#top === this.#places.length) this.#makeRoom();
    this.#places[this.#top] = place;
    this.#since[this.#top] = now;
    this.#top += 1;
  }

  /** There must be one. */
  pop(): number {
    this.#top -= 1;
    const place = this.#places[this.#top] ?? 0;
    if (this.#top === this.#bottom) this.#top = this.#bottom = 0;
    return place;
  }

  /** Takes the one at the bottom. There must be one. */
  shift(): number {
    const place = this.#places[this.#bottom] ?? 0;
    this.#bottom += 1;
    if (this.#top === this.#bottom) this.#top = this.#bottom = 0;
    return place;
  }

  /** Moves what is there to the beginning, of larger arrays where it fills more than half. */
  #makeRoom(): void {
    const { length } = this.#places;
    const size = this.size > length / 2 ? length * 2 : length;
    const places = new Int32Array(size);
    const since = new Float64Array(size);
    places.set(this.#places.subarray(this.#bottom, this.#top));
    since.set(this.#since.subarray(this.#bottom, this.#top));
    this.#top -= this.#bottom;
    this.#bottom = 0;
    this.#places = places;
    this.#since = since;
  }
}
