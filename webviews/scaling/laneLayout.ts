import type { Lane } from '../../src/lambda/scaling/timeline/lane.ts';

/** One row of the environments' panel, from the top in CSS pixels. */
export type LaneRow =
  | { readonly kind: 'function'; readonly top: number; readonly height: number; readonly functionName: string; readonly alive: number }
  | { readonly kind: 'lane'; readonly top: number; readonly height: number; readonly lane: Lane };

export interface LaneLayout {
  readonly rows: readonly LaneRow[];
  readonly height: number;
  readonly lanes: number;
}

const groupHeight = 18;
/** As high as lets all lanes show; no lower than a lane can be seen. */
const laneHeights = [16, 12, 9, 7];
/** From this height on, lanes have room for a label. */
export const labelledHeight = 12;

/** Rows of the lanes that live between `from` and `to`, by function where all are shown. What is alive comes first, in the order of starting; then what has ended, the last first. */
export function layOutLanes(all: Iterable<Lane>, from: number, to: number, functionName: string | undefined, available: number): LaneLayout {
  const groups = new Map<string, Lane[]>();
  for (const lane of all) {
    if (lane.endedAt < from || lane.startedAt > to || (functionName !== undefined && lane.functionName !== functionName)) continue;
    const group = groups.get(lane.functionName);
    if (group === undefined) groups.set(lane.functionName, [lane]);
    else group.push(lane);
  }
  const count = [...groups.values()].reduce((sum, { length }) => sum + length, 0);
  const headings = functionName === undefined ? groups.size * groupHeight : 0;
  const height = laneHeights.find((candidate) => count * candidate + headings <= available) ?? laneHeights.at(-1) ?? 7;
  const rows: LaneRow[] = [];
  let top = 0;
  for (const [name, lanes] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    if (functionName === undefined) {
      rows.push({ kind: 'function', top, height: groupHeight, functionName: name, alive: lanes.filter(({ endedAt }) => endedAt > to).length });
      top += groupHeight;
    }
    for (const lane of lanes.sort((a, b) => inOrder(a, b, to))) {
      rows.push({ kind: 'lane', top, height, lane });
      top += height;
    }
  }
  return { rows, height: top, lanes: count };
}

function inOrder(a: Lane, b: Lane, now: number): number {
  const [aliveA, aliveB] = [a.endedAt > now, b.endedAt > now];
  if (aliveA !== aliveB) return aliveA ? -1 : 1;
  return aliveA ? a.startedAt - b.startedAt : b.endedAt - a.endedAt;
}

/** The rows that show between `top` and `top + height`, wholly or in part. */
export function rowsWithin({ rows }: LaneLayout, top: number, height: number): readonly LaneRow[] {
  const first = firstAfter(rows, top);
  let last = first;
  while (last < rows.length && (rows[last]?.top ?? 0) < top + height) last++;
  return rows.slice(first, last);
}

export function rowAt({ rows }: LaneLayout, y: number): LaneRow | undefined {
  const row = rows[firstAfter(rows, y)];
  return row !== undefined && y >= row.top ? row : undefined;
}

/** The first row that ends below `y`. */
function firstAfter(rows: readonly LaneRow[], y: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && row.top + row.height <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}
