import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { Timeline } from '../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineEvent } from '../../src/lambda/scaling/timeline/timelineEvent.ts';
import { readFrame, type TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import { type TimelineWindow, timelineWindows } from '../../src/lambda/scaling/timeline/timelineWindows.ts';
import type { ScalingFromPage, ScalingPageState, ScalingPhase, ScalingStrings, ScalingToPage } from '../../src/protocol/webview/scaling.ts';
import { Formats } from '../shared/format.ts';
import { HeldEvents } from './heldEvents.ts';
import { HostClock } from './hostClock.ts';
import { readPageState } from './pageState.ts';

/** How far the right edge lags behind the clock: a batch and its way, so that what shows there is complete. */
const edgeLagMs = 150;
const heldCapacity = 50_000;

/** Where the crosshair is: under the pointer, as a share of the width; or put by keys at a moment. */
export type Cursor = { readonly by: 'pointer'; readonly share: number } | { readonly by: 'keys'; readonly at: number };

export interface ModelPort {
  post(message: ScalingFromPage): void;
  save(state: ScalingPageState): void;
  restore(): unknown;
}

/** What the page knows and what the user chose. Views read its signals; it draws nothing. */
export class ScalingModel {
  readonly strings = signal<ScalingStrings | undefined>(undefined);
  readonly formats = signal(new Formats('en'));
  readonly phase = signal<ScalingPhase | undefined>(undefined);
  readonly functionName = signal<string | undefined>(undefined);
  readonly functionNames = signal<readonly string[]>([]);
  readonly window = signal<TimelineWindow>(timelineWindows[0]);
  readonly table = signal(false);
  readonly paused = signal(false);
  readonly cursor = signal<Cursor | undefined>(undefined);
  /** What is drawn; undefined until anything has run. */
  readonly frame = signal<TimelineFrame | undefined>(undefined);
  /** Whether the page has heard from a region, running or not any more. */
  readonly known = signal(false);

  /** The moment under the crosshair. */
  readonly cursorAt: ReadonlySignal<number | undefined> = computed(() => {
    const [cursor, frame] = [this.cursor.value, this.frame.value];
    if (cursor === undefined || frame === undefined) return undefined;
    const { from, to } = frame;
    return cursor.by === 'pointer' ? from + cursor.share * (to - from) : Math.min(to, Math.max(from, cursor.at));
  });

  readonly live: ReadonlySignal<boolean> = computed(() => !this.paused.value && this.phase.value === 'running');

  readonly #port: ModelPort;
  readonly #clock: HostClock;
  readonly #held = new HeldEvents(heldCapacity);
  readonly #changed: () => void;
  #timeline: Timeline | undefined;
  /** The right edge while it stands still. */
  #frozenAt: number | undefined;

  /** `changed` is called when there is something new to draw. */
  constructor(port: ModelPort, monotonic: () => number, changed: () => void) {
    this.#port = port;
    this.#clock = new HostClock(monotonic);
    this.#changed = changed;
    const saved = readPageState(port.restore());
    this.functionName.value = saved.functionName;
    this.window.value = timelineWindows.find(({ minutes }) => minutes === saved.minutes) ?? timelineWindows[0];
    this.table.value = saved.table ?? false;
  }

  get timeline(): Timeline | undefined {
    return this.#timeline;
  }

  /** Asks for everything. */
  begin(): void {
    this.#clock.reset();
    this.#port.post({ type: 'ready' });
  }

  receive(message: ScalingToPage): void {
    switch (message.type) {
      case 'hello':
        return batch(() => {
          this.strings.value = message.strings;
          this.formats.value = new Formats(message.locale);
          this.#enter(message.phase);
        });
      case 'phase':
        this.#clock.heard(message.now);
        return this.#enter(message.phase);
      case 'snapshot':
        this.#clock.heard(message.now);
        if (this.paused.value) return this.#held.invalidate();
        this.#timeline = new Timeline(message.snapshot);
        this.#frozenAt = undefined;
        this.known.value = true;
        return this.#changed();
      case 'events':
        this.#clock.heard(message.now);
        if (this.paused.value) return this.#held.add(message.events);
        return this.#append(message.events);
      case 'select':
        return this.select(message.functionName);
    }
  }

  /** Computes the frame of this moment. */
  refresh(): void {
    const timeline = this.#timeline;
    batch(() => {
      const names = timeline?.functionNames ?? [];
      if (names.join('\n') !== this.functionNames.value.join('\n')) this.functionNames.value = names;
      if (timeline === undefined || timeline.empty) {
        this.frame.value = undefined;
        return;
      }
      const to = this.#frozenAt ?? Math.max(this.#clock.now() - edgeLagMs, timeline.since);
      this.frame.value = readFrame(timeline, { functionName: this.functionName.value, window: this.window.value, to });
    });
  }

  select(functionName: string | undefined): void {
    this.functionName.value = functionName;
    this.#saved();
  }

  show(window: TimelineWindow): void {
    this.window.value = window;
    this.#saved();
  }

  /** One step closer (1) or farther away (-1). */
  zoom(step: 1 | -1): void {
    const next = timelineWindows[timelineWindows.findIndex((window) => window === this.window.value) - step];
    if (next !== undefined) this.show(next);
  }

  showTable(table: boolean): void {
    this.table.value = table;
    this.#saved();
  }

  togglePause(): void {
    if (this.phase.value !== 'running' && !this.paused.value) return;
    this.paused.value = !this.paused.value;
    if (this.paused.value) this.#frozenAt = this.frame.value?.to;
    else this.#resume();
    this.#changed();
  }

  invoke(): void {
    const functionName = this.functionName.value;
    this.#port.post({ type: 'invoke', ...(functionName !== undefined && { functionName }) });
  }

  start(): void {
    this.#port.post({ type: 'start' });
  }

  #resume(): void {
    const held = this.#held.release();
    // A region that has ended meanwhile stays as it was when the page was paused.
    if (this.phase.value !== 'running') return;
    this.#frozenAt = undefined;
    if (held === undefined) this.begin();
    else this.#append(held);
  }

  #append(events: readonly TimelineEvent[]): void {
    for (const event of events) this.#timeline?.append(event);
    this.#changed();
  }

  #enter(phase: ScalingPhase): void {
    this.phase.value = phase;
    this.#freezeUnlessRunning();
    this.#changed();
  }

  /** What is left of a region that has ended stays, as it was when it ended. */
  #freezeUnlessRunning(): void {
    const phase = this.phase.value;
    if (phase === 'running' || phase === 'stopping' || this.#timeline === undefined) return;
    this.#frozenAt ??= this.#clock.now();
    this.#timeline.stop(this.#frozenAt);
  }

  #saved(): void {
    const functionName = this.functionName.value;
    this.#port.save({
      ...(functionName !== undefined && { functionName }),
      minutes: this.window.value.minutes,
      table: this.table.value,
    });
    this.#changed();
  }
}
