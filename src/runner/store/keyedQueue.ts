/** Runs tasks of the same key one after the other, in the order in which they came; those of different keys at once. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<void>>();

  async run<R>(key: string, task: () => Promise<R>): Promise<R> {
    const before = this.#last.get(key);
    let finish: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#last.set(key, mine);
    try {
      await before;
      return await task();
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
      finish();
    }
  }
}
