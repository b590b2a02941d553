/** Within which Application Auto Scaling keeps a capacity: whole numbers, 0 and more. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** What a schedule or a user sets: both, or one. */
export interface BoundsChange {
  readonly minimum?: number;
  readonly maximum?: number;
}

export function bounded(capacity: number, { minimum, maximum }: Bounds): number {
  return Math.max(minimum, Math.min(maximum, capacity));
}

/** Undefined where the maximum would come below the minimum: such a change is refused as a whole. */
export function changedBounds(bounds: Bounds, change: BoundsChange): Bounds | undefined {
  const { minimum = bounds.minimum, maximum = bounds.maximum } = change;
  return minimum > maximum ? undefined : { minimum, maximum };
}
