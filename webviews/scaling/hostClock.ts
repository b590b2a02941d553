/** The host's clock, as seen from the page: messages tell the time, each late by its way, so the one that was least late counts. */
export class HostClock {
  readonly #monotonic: () => number;
  #offset: number | undefined;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
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
    return this.#monotonic() + (this.#offset ?? 0);
  }
}
