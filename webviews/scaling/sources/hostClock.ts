/** The host's clock, as seen from the page: messages tell the time, each late by its way, so the one that was least late counts. */
export class HostClock {
  readonly #monotonic: () => number;
  readonly #guess: number;
  #offset: number | undefined;

  /** `guess`: the page's own clock when `monotonic` was 0, for as long as the host has said nothing. */
  constructor(monotonic: () => number, guess: number) {
    this.#monotonic = monotonic;
    this.#guess = guess;
  }

  /** A message said that it was `now` when it was sent. */
  heard(now: number): void {
    const offset = now - this.#monotonic();
    this.#offset = this.#offset === undefined ? offset : Math.max(this.#offset, offset);
  }

  reset(): void {
    this.#offset = undefined;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#monotonic() + (this.#offset ?? this.#guess);
  }
}
