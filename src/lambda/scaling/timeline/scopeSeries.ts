import { type Counted, FlowSeries } from './flowSeries.ts';
import { PeakSeries } from './peakSeries.ts';
import { type TimelineWindow, timelineWindows } from './timelineWindows.ts';

/** Invocations since the beginning: `started` = `ended` + `running` + `lost`. */
export interface InvocationTotals {
  readonly started: number;
  readonly ended: number;
  readonly running: number;
  /** Of environments that stopped without a word of how the invocation ended. */
  readonly lost: number;
  /** Ends of invocations whose start was not seen; in no other total. */
  readonly unseen: number;
}

interface Tier {
  /** Busy and starting environments. */
  readonly executing: PeakSeries;
  /** All environments, idle and stopping ones too. */
  readonly environments: PeakSeries;
  readonly flow: FlowSeries;
}

/** The series of one function, or of all together, at the resolution of every window. */
export class ScopeSeries {
  readonly totals = { started: 0, ended: 0, running: 0, lost: 0, unseen: 0 } satisfies InvocationTotals;
  readonly #tiers = new Map<TimelineWindow, Tier>(timelineWindows.map((window) => [window, tierOf(window)]));
  #executing = 0;
  #environments = 0;

  get executing(): number {
    return this.#executing;
  }

  get environments(): number {
    return this.#environments;
  }

  tier(window: TimelineWindow): Tier | undefined {
    return this.#tiers.get(window);
  }

  begin(at: number): void {
    for (const { executing, environments, flow } of this.#tiers.values()) {
      executing.begin(at);
      environments.begin(at);
      flow.begin(at);
    }
  }

  addExecuting(at: number, change: number): void {
    this.#executing += change;
    for (const { executing } of this.#tiers.values()) executing.set(at, this.#executing);
  }

  addEnvironments(at: number, change: number): void {
    this.#environments += change;
    for (const { environments } of this.#tiers.values()) environments.set(at, this.#environments);
  }

  count(at: number, column: Counted): void {
    for (const { flow } of this.#tiers.values()) flow.count(at, column);
  }

  countThrottle(at: number, reason: number): void {
    for (const { flow } of this.#tiers.values()) flow.countThrottle(at, reason);
  }

  addDuration(at: number, ms: number): void {
    for (const { flow } of this.#tiers.values()) flow.addDuration(at, ms);
  }
}

function tierOf({ lengthMs, levelMs, flowMs }: TimelineWindow): Tier {
  // One flow step more than the window at either end, as windows seldom begin where a step does.
  const levels = (lengthMs + 2 * flowMs) / levelMs;
  const flows = lengthMs / flowMs + 2;
  return { executing: new PeakSeries(levelMs, levels), environments: new PeakSeries(levelMs, levels), flow: new FlowSeries(flowMs, flows) };
}
