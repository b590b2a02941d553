import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';

export interface RepeatedWritesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Between two tries, in ms: the disk may be full for a moment, or for hours. */
const waits = { first: 100, longest: 5_000 };

/** Writes what must be noted, however often the disk refuses it: what was done already is not done again for it. */
export class RepeatedWrites implements Disposable {
  readonly #options: RepeatedWritesOptions;
  readonly #waiting = new Set<() => void>();
  #disposed = false;

  constructor(options: RepeatedWritesOptions) {
    this.#options = options;
  }

  /** Whether it was written: it is not where this ends and the disk refuses it. `what` begins a sentence. */
  async run(what: string, write: () => Promise<void>): Promise<boolean> {
    for (let wait = waits.first; ; wait = Math.min(wait * 2, waits.longest)) {
      try {
        await write();
        return true;
      } catch (error) {
        if (this.#disposed) return false;
        if (wait === waits.first) this.#options.logger.error(`${what} could not be written, and is written again: ${messageOf(error)}`);
        await this.#pause(wait);
        if (this.#disposed) return false;
      }
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const go of this.#waiting) go();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      let timer: Disposable = toDisposable(() => {});
      const go = (): void => {
        this.#waiting.delete(go);
        timer.dispose();
        resolve();
      };
      this.#waiting.add(go);
      timer = this.#options.clock.after(ms, go);
    });
  }
}
