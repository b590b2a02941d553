import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';

/** Watchers of files tell what happens only from some time after they were made: seconds, in a large workspace. */
const secondLookMs = 5_000;

/** What was found last. What appears between the first search and the beginning of the watch is found by a second search. */
export class FoundTemplates implements Disposable {
  readonly #search: () => Promise<readonly string[]>;
  readonly #clock: Clock;
  readonly #onOthers: () => void;
  readonly #owned = new DisposableStore();
  #known: ReadonlySet<string> = new Set();
  #hasLooked = false;

  /** @param onOthers told when the second search has found others than were known. */
  constructor(search: () => Promise<readonly string[]>, clock: Clock, onOthers: () => void) {
    this.#search = search;
    this.#clock = clock;
    this.#onOthers = onOthers;
  }

  has(path: string): boolean {
    return this.#known.has(path);
  }

  /** Each once, in a stable order. */
  async find(): Promise<readonly string[]> {
    if (!this.#hasLooked) this.#owned.add(this.#clock.after(secondLookMs, () => void this.#lookAgain()));
    this.#hasLooked = true;
    this.#known = new Set(await this.#search());
    return [...this.#known].sort();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #lookAgain(): Promise<void> {
    // A search that fails is told to whoever asks for templates, not here.
    const found = new Set(await this.#search().catch(() => this.#known));
    const isSame = found.size === this.#known.size && [...found].every((path) => this.#known.has(path));
    if (!isSame && !this.#owned.disposed) this.#onOthers();
  }
}
