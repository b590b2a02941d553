/**
 * How much time a graph shows, and in which steps: levels (environments) in fine ones, of which the peak is kept; flows (arrivals, durations)
 * in ones wide enough to count in. A flow step is a whole number of level steps. All in milliseconds.
 */
export interface TimelineWindow {
  readonly minutes: number;
  readonly lengthMs: number;
  readonly levelMs: number;
  readonly flowMs: number;
}

const minute = 60_000;

export const timelineWindows = [
  { minutes: 1, lengthMs: minute, levelMs: 100, flowMs: 1000 },
  { minutes: 5, lengthMs: 5 * minute, levelMs: 500, flowMs: 5000 },
  { minutes: 15, lengthMs: 15 * minute, levelMs: 1500, flowMs: 15_000 },
] as const satisfies readonly TimelineWindow[];

/** What is older than this is forgotten. */
export const timelineHorizonMs = Math.max(...timelineWindows.map(({ lengthMs }) => lengthMs));
