import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { longWindows, timelineHorizonMs, type TimelineWindow, timelineWindows } from '../../../src/lambda/scaling/timeline/timelineWindows.ts';
import { fitted, panned, type RangeBounds, type TimeRange, zoomed } from './timeRange.ts';

export interface TimeModelOptions {
  /** Whether there are figures for longer than the Local region remembers. */
  readonly long: () => boolean;
  /** Milliseconds since the epoch: now, and from when on the Local region is known. */
  readonly newest: () => number;
  readonly since: () => number | undefined;
  /** Where the cursor is, as a share of the width. */
  readonly cursorShare: () => number | undefined;
  readonly changed: () => void;
  /** Another window was chosen, which is kept. */
  readonly chosen: () => void;
}

/** Which stretch of time shows: one of the windows up to now, or whatever one zoomed and moved to. */
export class TimeModel {
  readonly window = signal<TimelineWindow>(timelineWindows[0]);
  readonly range = signal<TimeRange>({ lengthMs: timelineWindows[0].lengthMs, end: undefined });
  /** Whether the range is another than the chosen window up to now. */
  readonly moved: ReadonlySignal<boolean> = computed(() => this.range.value.end !== undefined || this.range.value.lengthMs !== this.window.value.lengthMs);
  /** The windows that there are data for. */
  readonly windows: ReadonlySignal<readonly TimelineWindow[]> = computed(() => (this.#options.long() ? [...timelineWindows, ...longWindows] : timelineWindows));
  readonly #options: TimeModelOptions;

  constructor(options: TimeModelOptions) {
    this.#options = options;
  }

  /** The ends of what shows. */
  ends(): readonly [from: number, to: number] {
    const { lengthMs, end = this.#options.newest() } = this.range.value;
    return [end - lengthMs, end];
  }

  show(window: TimelineWindow): void {
    this.restore(window);
    this.#options.chosen();
  }

  /** A window that was kept; where there are no data for it, the shortest. */
  restore(window: TimelineWindow | undefined): void {
    const own = this.windows.value.find((each) => each === window) ?? timelineWindows[0];
    this.window.value = own;
    this.range.value = { lengthMs: own.lengthMs, end: undefined };
  }

  /** Shows `factor` times as much time, around a share of the width: the cursor, or the right edge. */
  zoom(factor: number, share = this.#options.cursorShare() ?? 1): void {
    this.#move(zoomed(this.range.value, this.#bounds(), factor, share));
  }

  /** Moves by a share of what shows. */
  pan(share: number): void {
    this.#move(panned(this.range.value, this.#bounds(), share * this.range.value.lengthMs));
  }

  fit(from: number, to: number): void {
    this.#move(fitted(from, to, this.#bounds()));
  }

  reset(): void {
    this.show(this.window.value);
  }

  #move(range: TimeRange): void {
    this.range.value = range;
    this.#options.changed();
  }

  #bounds(): RangeBounds {
    const newest = this.#options.newest();
    const longestMs = Math.max(...this.windows.value.map(({ lengthMs }) => lengthMs));
    // A second before the beginning shows that it is the beginning.
    const known = Math.max(newest - timelineHorizonMs, (this.#options.since() ?? newest) - 1000);
    return { oldest: this.#options.long() ? newest - longestMs : known, newest, longestMs };
  }
}
