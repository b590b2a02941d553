/** Keys in the order of their characters, kept in order as they come and go. */
export class SortedKeys {
  readonly #keys: string[] = [];

  get size(): number {
    return this.#keys.length;
  }

  add(key: string): void {
    const at = this.#firstFrom(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  delete(key: string): void {
    const at = this.#firstFrom(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  all(): readonly string[] {
    return this.#keys;
  }

  /** Up to `count` keys that begin with `prefix` and come after one that need not be there (any more). */
  page(prefix: string, after: string, count: number): readonly string[] {
    const from = after > prefix ? after : prefix;
    const at = this.#firstFrom(from);
    const start = after !== '' && this.#keys[at] === after ? at + 1 : at;
    const end = Math.min(start + count, this.#endOf(prefix));
    return this.#keys.slice(start, end);
  }

  /** Where the keys that begin with `prefix` end. */
  #endOf(prefix: string): number {
    return prefix === '' ? this.#keys.length : this.#firstFrom(prefix + lastCharacter);
  }

  #firstFrom(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const lastCharacter = '\uFFFF';
