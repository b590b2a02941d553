/** Which environment variables the user has asked to see, by node id, until the window closes. Holds no values. */
export class RevealedValues {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  reveal(id: string): void {
    this.#ids.add(id);
  }

  hide(id: string): void {
    this.#ids.delete(id);
  }
}
