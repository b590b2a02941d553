/** How many invocations a second arrive over time. Seconds count from the beginning of a scenario. */
export type TrafficShape =
  | { readonly type: 'constant'; readonly rps: number }
  /** From one rate to another, evenly, over the whole scenario or `overSeconds` of it; then it stays. */
  | { readonly type: 'ramp'; readonly fromRps: number; readonly toRps: number; readonly overSeconds?: number }
  /** Each rate holds from its second on; nothing before the first. In the order of time. */
  | { readonly type: 'step'; readonly steps: readonly { readonly atSeconds: number; readonly rps: number }[] }
  | { readonly type: 'spike'; readonly baseRps: number; readonly peakRps: number; readonly atSeconds: number; readonly forSeconds: number }
  /** A day as a cosine between its lowest and its highest rate; the scenario begins at `startHour` (0 to 24, 0 where it is left out). */
  | { readonly type: 'daily'; readonly lowRps: number; readonly highRps: number; readonly highHour: number; readonly startHour?: number }
  /** Counted arrivals, such as a metric's: so many in each step. What is beyond the last has none. */
  | { readonly type: 'trace'; readonly stepSeconds: number; readonly counts: readonly number[] }
  /** Recorded arrivals, one by one, in milliseconds from the beginning, in order. */
  | { readonly type: 'arrivals'; readonly atMs: readonly number[] };

export interface Traffic {
  readonly shape: TrafficShape;
  /** How arrivals lie within the rate: at random, as from many independent callers (Poisson), or evenly. Of recorded arrivals it says nothing. */
  readonly spacing: 'poisson' | 'even';
}

/** How long something takes, in milliseconds. */
export type Distribution =
  | { readonly type: 'constant'; readonly ms: number }
  /** Half of all take at most `medianMs`, 99 of 100 at most `p99Ms`. */
  | { readonly type: 'logNormal'; readonly medianMs: number; readonly p99Ms: number }
  /** Drawn from what was measured, each value as likely as the others. Not empty. */
  | { readonly type: 'empirical'; readonly valuesMs: readonly number[] };
