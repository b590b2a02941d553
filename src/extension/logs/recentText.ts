interface Piece {
  readonly at: number;
  readonly text: string;
}

/** The latest of what a log said, with when its oldest part was said, in ms since the epoch. */
export class RecentText {
  readonly #mostCharacters: number;
  #pieces: Piece[] = [];
  #length = 0;

  constructor(mostCharacters: number) {
    this.#mostCharacters = mostCharacters;
  }

  /** Undefined where nothing was said. */
  get since(): number | undefined {
    return this.#pieces[0]?.at;
  }

  add(text: string, at: number): void {
    this.#pieces.push({ at, text });
    this.#length += text.length;
    // Cut seldom, as taking from the front of a long list costs.
    if (this.#length > 2 * this.#mostCharacters) this.#cut();
  }

  toString(): string {
    return this.#pieces.map(({ text }) => text).join('');
  }

  #cut(): void {
    let kept = this.#pieces.length;
    this.#length = 0;
    while (kept > 0) {
      const length = this.#pieces[kept - 1]?.text.length ?? 0;
      if (this.#length + length > this.#mostCharacters) break;
      this.#length += length;
      kept -= 1;
    }
    this.#pieces = this.#pieces.slice(kept);
  }
}
