import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Listener } from '../../common/emitter.ts';
import type { RegionEvent } from '../../protocol/runner.ts';
import type { EventSink } from './eventSink.ts';

/** How many events a late watcher still gets: some minutes of a busy function. */
const historyLimit = 20_000;

/** Each tells all functions: more would be too large where there are thousands. */
const changesLimit = 200;

/** Passes events to those who watch, and remembers the last ones for those who come later. Logs are passed on, not kept. */
export class EventHub implements EventSink {
  readonly #emitter = new Emitter<RegionEvent>();
  #history: RegionEvent[] = [];
  #changes = 0;

  /** Oldest first. */
  get history(): readonly RegionEvent[] {
    return this.#history.slice(-historyLimit);
  }

  emit(event: RegionEvent): void {
    if (event.type !== 'logged' && event.type !== 'memorySampled') this.#remember(event);
    this.#emitter.fire(event);
  }

  subscribe(listener: Listener<RegionEvent>): Disposable {
    return this.#emitter.event(listener);
  }

  #remember(event: RegionEvent): void {
    this.#history.push(event);
    if (event.type === 'functionsChanged') this.#boundChanges();
    // Cut seldom: moving all of them at every event would cost more than the memory.
    if (this.#history.length >= historyLimit * 2) this.#history = this.#history.slice(-historyLimit);
  }

  #boundChanges(): void {
    this.#changes += 1;
    if (this.#changes < changesLimit * 2) return;
    let left = this.#changes - changesLimit;
    this.#history = this.#history.filter(({ type }) => type !== 'functionsChanged' || left-- <= 0);
    this.#changes = changesLimit;
  }
}
