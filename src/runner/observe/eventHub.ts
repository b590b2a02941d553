import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Listener } from '../../common/emitter.ts';
import type { RegionEvent } from '../../protocol/runner.ts';
import type { EventSink } from './eventSink.ts';

/** How many events a late watcher still gets: some minutes of a busy function. */
const historyLimit = 20_000;

/** Each tells all functions: more would be too large where there are thousands. */
const changesLimit = 200;
/** Of functions, in all changes together. */
const toldLimit = 100_000;

/** What tells those who come later nothing: they read how things are. */
const passing: ReadonlySet<RegionEvent['type']> = new Set(['logged', 'memorySampled', 'codeSigningChanged'] as const);

/** Passes events to those who watch, and remembers the last ones for those who come later. Logs are passed on, not kept. */
export class EventHub implements EventSink {
  readonly #emitter = new Emitter<RegionEvent>();
  #history: RegionEvent[] = [];
  #changes = 0;
  #told = 0;

  /** Oldest first. */
  get history(): readonly RegionEvent[] {
    return this.#history.slice(-historyLimit);
  }

  emit(event: RegionEvent): void {
    if (!passing.has(event.type)) this.#remember(event);
    this.#emitter.fire(event);
  }

  subscribe(listener: Listener<RegionEvent>): Disposable {
    return this.#emitter.event(listener);
  }

  #remember(event: RegionEvent): void {
    this.#history.push(event);
    if (event.type === 'functionsChanged') this.#boundChanges(event.functions.length);
    // Cut seldom: moving all of them at every event would cost more than the memory.
    if (this.#history.length >= historyLimit * 2) this.#history = this.#history.slice(-historyLimit);
  }

  /** The newest change stays, however many functions it tells. */
  #boundChanges(told: number): void {
    this.#changes += 1;
    this.#told += told;
    if (this.#changes < changesLimit * 2 && this.#told < toldLimit * 2) return;
    const kept: RegionEvent[] = [];
    [this.#changes, this.#told] = [0, 0];
    for (const event of this.#history.toReversed()) {
      if (event.type === 'functionsChanged') {
        if (this.#changes > 0 && (this.#changes >= changesLimit || this.#told + event.functions.length > toldLimit)) continue;
        this.#changes += 1;
        this.#told += event.functions.length;
      }
      kept.push(event);
    }
    this.#history = kept.reverse();
  }
}
