/** How far lists were read, by node id: what is read anew is read as far again. */
export class ListLengths {
  readonly #lengths = new Map<string, number>();

  /** 1 where it was not read yet. */
  of(id: string): number {
    return this.#lengths.get(id) ?? 1;
  }

  set(id: string, length: number): void {
    this.#lengths.set(id, Math.max(length, 1));
  }
}
