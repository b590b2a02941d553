import type { Segment } from './lane.ts';

const open = Number.POSITIVE_INFINITY;

/**
 * Joins old invocations that follow each other closely, ever less closely, until no more than `target` segments are left.
 * What stays as it is: the newer half of the target, invocations that failed, init and shutdown.
 */
export function coalesce(segments: readonly Segment[], target: number): Segment[] {
  const kept = Math.floor(target / 2);
  const recent = segments.slice(-kept);
  let old = segments.slice(0, -kept);
  for (let gap = 1; old.length > kept && gap < 3_600_000; gap *= 2) old = joinWithin(old, gap);
  // Failures alone can be too many: then the oldest go.
  return [...old.slice(-kept), ...recent];
}

function joinWithin(segments: readonly Segment[], gap: number): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const before = joined.at(-1);
    if (before === undefined || !joinable(before) || !joinable(segment) || segment.start - before.end > gap) {
      joined.push(segment);
      continue;
    }
    const { requestId: _, durationMs: __, ...rest } = before;
    joined[joined.length - 1] = { ...rest, end: segment.end, count: before.count + segment.count, cold: before.cold || segment.cold };
  }
  return joined;
}

function joinable({ kind, end, outcome = 'success' }: Segment): boolean {
  return kind === 'invoke' && end !== open && outcome === 'success';
}
