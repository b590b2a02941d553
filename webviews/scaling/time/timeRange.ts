/** What the graph shows: so much time up to `end`, or (undefined) up to now, going on with it. Milliseconds. */
export interface TimeRange {
  readonly lengthMs: number;
  readonly end: number | undefined;
}

export interface RangeBounds {
  readonly oldest: number;
  readonly newest: number;
  readonly longestMs: number;
}

export const shortestMs = 1000;

export function endOf({ end }: TimeRange, { newest }: RangeBounds): number {
  return end ?? newest;
}

/** Shows `factor` times as much time; what lies at `share` of the width stays there. One that goes on with time goes on. */
export function zoomed(range: TimeRange, bounds: RangeBounds, factor: number, share: number): TimeRange {
  const lengthMs = Math.min(bounds.longestMs, Math.max(shortestMs, range.lengthMs * factor));
  if (range.end === undefined && share > 0.98) return { lengthMs, end: undefined };
  const anchor = endOf(range, bounds) - range.lengthMs * (1 - share);
  return within({ lengthMs, end: anchor + lengthMs * (1 - share) }, bounds);
}

/** Moved by so much time; at the newest it goes on with time again. */
export function panned(range: TimeRange, bounds: RangeBounds, byMs: number): TimeRange {
  return within({ lengthMs: range.lengthMs, end: endOf(range, bounds) + byMs }, bounds);
}

export function fitted(from: number, to: number, bounds: RangeBounds): TimeRange {
  const lengthMs = Math.min(bounds.longestMs, Math.max(shortestMs, to - from));
  return within({ lengthMs, end: to }, bounds);
}

function within({ lengthMs, end = 0 }: TimeRange, { oldest, newest }: RangeBounds): TimeRange {
  if (end >= newest) return { lengthMs, end: undefined };
  return { lengthMs, end: Math.max(end, Math.min(newest, oldest + lengthMs)) };
}
