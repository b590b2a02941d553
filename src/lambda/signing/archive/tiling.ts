/**
 * Collects what entries occupy and tells whether they cover the archive from its first byte to its directory, each byte once. Entries
 * that overlap could be read differently, and what belongs to none could be taken for an entry by who goes from header to header.
 */
export class Tiling {
  /** Archives whose entries lie in the directory's order, as nearly all do, need no memory for it. */
  #inOrder = 0;
  #starts = new Float64Array(0);
  #ends = new Float64Array(0);
  #apart = 0;

  add(start: number, end: number): void {
    if (start === this.#inOrder) {
      this.#inOrder = end;
      return;
    }
    if (this.#apart === this.#starts.length) {
      this.#starts = larger(this.#starts);
      this.#ends = larger(this.#ends);
    }
    this.#starts[this.#apart] = start;
    this.#ends[this.#apart] = end;
    this.#apart += 1;
  }

  /** As many begin as end at every border: then each byte is covered once. */
  covers(size: number): boolean {
    const starts = this.#starts.subarray(0, this.#apart).toSorted();
    const ends = this.#ends.subarray(0, this.#apart).toSorted();
    let covered = this.#inOrder;
    for (const [index, start] of starts.entries()) {
      if (start !== covered) return false;
      covered = ends[index] ?? 0;
    }
    return covered === size;
  }
}

function larger(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(Math.max(1024, numbers.length * 2));
  grown.set(numbers);
  return grown;
}
