interface Waiting<T> {
  readonly items: readonly T[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs one commit at a time; what is handed in meanwhile goes together into the next. A disk flushes about as fast for a
 * hundred documents as for one. Items that are handed in together stay together, and the order is kept.
 */
export class GroupCommit<T> {
  readonly #commit: (items: readonly T[]) => Promise<void>;
  readonly #groupBytes: number;
  #waiting: Waiting<T>[] = [];
  #running: Promise<void> | undefined;

  /** `groupBytes`: a group takes no more once it is this large, so that none waits long. */
  constructor(commit: (items: readonly T[]) => Promise<void>, groupBytes = 8 * 1024 * 1024) {
    this.#commit = commit;
    this.#groupBytes = groupBytes;
  }

  /** Resolves when the items are committed; rejects with what their commit threw. */
  add(items: readonly T[], bytes: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#waiting.push({ items, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // What else the caller hands in during this turn joins the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      try {
        await this.#commit(group.flatMap((one) => one.items));
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    this.#running = undefined;
  }

  #nextGroup(): readonly Waiting<T>[] {
    let bytes = 0;
    let count = 0;
    for (const one of this.#waiting) {
      if (count > 0 && bytes + one.bytes > this.#groupBytes) break;
      bytes += one.bytes;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
