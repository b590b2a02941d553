/** Of environments without work, the one that worked last on top, whether a timeout broke them. */
export class IdleBroken {
  #flags = new Uint8Array(256);
  #size = 0;

  push(broken: boolean): void {
    if (this.#size === this.#flags.length) {
      const grown = new Uint8Array(this.#size * 2);
      grown.set(this.#flags);
      this.#flags = grown;
    }
    this.#flags[this.#size++] = broken ? 1 : 0;
  }

  pop(): boolean {
    if (this.#size === 0) return false;
    return this.#flags[--this.#size] === 1;
  }

  /** The one at the bottom ends. */
  shift(): void {
    if (this.#size === 0) return;
    this.#flags.copyWithin(0, 1, this.#size);
    this.#size -= 1;
  }
}
