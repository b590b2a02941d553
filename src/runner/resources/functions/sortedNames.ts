/** Names in the order of their characters, kept in order as they come and go. */
export class SortedNames {
  readonly #names: string[] = [];

  add(name: string): void {
    const at = this.#firstFrom(name);
    if (this.#names[at] !== name) this.#names.splice(at, 0, name);
  }

  delete(name: string): void {
    const at = this.#firstFrom(name);
    if (this.#names[at] === name) this.#names.splice(at, 1);
  }

  all(): readonly string[] {
    return this.#names;
  }

  /** Up to `count` names after one that need not be there (any more). */
  after(name: string, count: number): readonly string[] {
    const at = this.#firstFrom(name);
    const start = this.#names[at] === name ? at + 1 : at;
    return this.#names.slice(start, start + count);
  }

  #firstFrom(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle] ?? '') < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
