/** How much time a graph shows. */
export interface TimelineWindow {
  readonly minutes: number;
  readonly lengthMs: number;
}

const minute = 60_000;
const windowOf = (minutes: number): TimelineWindow => ({ minutes, lengthMs: minutes * minute });

/** Windows that what happens here and now fills. */
export const timelineWindows = [windowOf(1), windowOf(5), windowOf(15)] as const satisfies readonly TimelineWindow[];

/** Windows for metrics of whole minutes, which are kept for longer. */
export const longWindows = [windowOf(60), windowOf(360), windowOf(1440)] as const satisfies readonly TimelineWindow[];

/** What is older than this is forgotten. */
export const timelineHorizonMs = Math.max(...timelineWindows.map(({ lengthMs }) => lengthMs));

/** The step of all series. */
export const stepMs = 1000;
/** The step of levels (environments at work) in the newest `fineHorizonMs`. */
export const fineStepMs = 100;
export const fineHorizonMs = 2 * minute;
