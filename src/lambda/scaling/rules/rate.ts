/** A rate that is refilled evenly: `capacity` at once, and as much again over `perMs` milliseconds. What is not used is not saved up. */
export interface RateLimit {
  readonly capacity: number;
  readonly perMs: number;
}

/** What was taken from a rate, as of a moment in milliseconds. It is never above the capacity of a limit that did not change. */
export interface RateLevel {
  taken: number;
  at: number;
}

/** A rate of which nothing was taken yet. */
export function fullRate(): RateLevel {
  return { taken: 0, at: 0 };
}

/** How much may be taken at `now`: at most the capacity, with fractions; below 0 where the limit was lowered meanwhile. */
export function leftOf({ taken, at }: Readonly<RateLevel>, now: number, { capacity, perMs }: RateLimit): number {
  const refilled = now > at ? ((now - at) * capacity) / perMs : 0;
  return refilled >= taken ? capacity : capacity - taken + refilled;
}

/** Takes one at `now`. Whether there was one is for the caller to know. */
export function takeOne(level: RateLevel, now: number, limit: RateLimit): void {
  level.taken = limit.capacity - leftOf(level, now, limit) + 1;
  if (now > level.at) level.at = now;
}

/** When one may be taken again, in milliseconds from `now`; 0 where it may at once, Infinity where the rate never has one. */
export function nextAfter(level: Readonly<RateLevel>, now: number, limit: RateLimit): number {
  const left = leftOf(level, now, limit);
  if (left >= 1) return 0;
  if (limit.capacity < 1) return Number.POSITIVE_INFINITY;
  let wait = ((1 - left) * limit.perMs) / limit.capacity;
  // Rounding takes off so little that who came a billionth too early would wait for it in a circle.
  for (let step = (now + wait) * Number.EPSILON; leftOf(level, now + wait, limit) < 1; step *= 2) wait += step;
  return wait;
}
