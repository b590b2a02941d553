import { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineEvent, TimelineSnapshot } from '../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { fineTimelineSeries, timelineSeries } from '../../../src/lambda/scaling/timeline/timelineSeries.ts';
import { Figures } from './figures.ts';
import { HeldEvents } from './heldEvents.ts';
import type { HostClock } from './hostClock.ts';

/** How far the right edge lags behind the clock: a batch and its way, so that what shows there is complete. */
const edgeLagMs = 150;
const heldCapacity = 50_000;

/** What the page knows of the Local region: its timeline, and where on it the present is, which stands still in a pause and at its end. */
export class LocalRegion {
  readonly #clock: HostClock;
  readonly #held = new HeldEvents(heldCapacity);
  #timeline: Timeline | undefined;
  #frozenAt: number | undefined;

  constructor(clock: HostClock) {
    this.#clock = clock;
  }

  get timeline(): Timeline | undefined {
    return this.#timeline;
  }

  get frozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  /** The right edge, in milliseconds since the epoch. */
  newest(): number {
    return this.#frozenAt ?? Math.max(this.#clock.now() - edgeLagMs, this.#timeline?.since ?? 0);
  }

  replace(snapshot: TimelineSnapshot): void {
    this.#timeline = new Timeline(snapshot);
    this.#frozenAt = undefined;
  }

  append(events: readonly TimelineEvent[]): void {
    for (const event of events) this.#timeline?.append(event);
  }

  /** In a pause: what comes is kept for later. */
  hold(events: readonly TimelineEvent[]): void {
    this.#held.add(events);
  }

  /** In a pause, another region has begun. */
  invalidate(): void {
    this.#held.invalidate();
  }

  freeze(at: number): void {
    this.#frozenAt ??= at;
  }

  /** What is left of a region that has ended stays, as it was when it ended. */
  end(): void {
    if (this.#timeline === undefined) return;
    this.#frozenAt ??= this.#clock.now();
    this.#timeline.stop(this.#frozenAt);
  }

  /** Goes on after a pause. False where too much has happened meanwhile: everything must be asked for again. */
  resume(running: boolean): boolean {
    const held = this.#held.release();
    // A region that has ended meanwhile stays as it was when the page was paused.
    if (!running) return true;
    this.#frozenAt = undefined;
    if (held !== undefined) this.append(held);
    return held !== undefined;
  }

  /** Undefined before anything has run. */
  figures(functionName: string | undefined, from: number, to: number): Figures | undefined {
    const timeline = this.#timeline;
    if (timeline === undefined || timeline.empty) return undefined;
    const range = { functionName, from, to, now: Math.max(to, this.newest()), partial: this.frozen };
    return new Figures(timelineSeries(timeline, range), fineTimelineSeries(timeline, range));
  }
}
