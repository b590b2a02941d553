import type { TimelineEvent } from '../../../src/lambda/scaling/timeline/timelineEvent.ts';

/** Events that wait while the page is paused. Past its capacity it lets them all go: then the page asks for everything again. */
export class HeldEvents {
  readonly #capacity: number;
  #events: TimelineEvent[] = [];
  #overflown = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(events: readonly TimelineEvent[]): void {
    if (this.#overflown || this.#events.length + events.length > this.#capacity) this.invalidate();
    else this.#events.push(...events);
  }

  /** What was held is of no use any more: another region has begun. */
  invalidate(): void {
    this.#overflown = true;
    this.#events = [];
  }

  /** What was held; undefined where some were let go. */
  release(): readonly TimelineEvent[] | undefined {
    const released = this.#overflown ? undefined : this.#events;
    this.#events = [];
    this.#overflown = false;
    return released;
  }
}
