import type { MetricsSource } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { Lane } from '../../../src/lambda/scaling/timeline/lane.ts';

/** One row of the environments' panel, from the top in CSS pixels. */
export type LaneRow =
  | { readonly kind: 'heading'; readonly top: number; readonly height: number; readonly source: MetricsSource; readonly functionName: string; readonly alive: number }
  | { readonly kind: 'lane'; readonly top: number; readonly height: number; readonly lane: Lane };

/** The environments of one source. */
export interface LaneSection {
  readonly source: MetricsSource;
  readonly lanes: Iterable<Lane>;
}

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

export interface LaneRange {
  readonly from: number;
  readonly to: number;
  /** Undefined: all. */
  readonly functionName: string | undefined;
}

interface Group {
  readonly source: MetricsSource;
  readonly functionName: string;
  readonly lanes: Lane[];
}

/**
 * Rows of the lanes that live in a range, by source and, where all are shown, by function. What is alive comes first, in the order of
 * starting; then what has ended, the last first. Headings are left out where there is nothing to tell apart.
 */
export function layOutLanes(sections: readonly LaneSection[], range: LaneRange, available: number): LaneLayout {
  const { to, functionName } = range;
  const groups = sections.flatMap((section) => groupsOf(section, range));
  const headed = functionName === undefined || sections.length > 1 || sections.some(({ source }) => source !== 'local');
  const count = groups.reduce((sum, { lanes }) => sum + lanes.length, 0);
  const headings = headed ? groups.length * groupHeight : 0;
  const height = laneHeights.find((candidate) => count * candidate + headings <= available) ?? laneHeights.at(-1) ?? 7;
  const rows: LaneRow[] = [];
  let top = 0;
  for (const { source, functionName: name, lanes } of groups) {
    if (headed) {
      rows.push({ kind: 'heading', top, height: groupHeight, source, functionName: name, alive: lanes.filter(({ endedAt }) => endedAt > to).length });
      top += groupHeight;
    }
    for (const lane of lanes.sort((a, b) => inOrder(a, b, to))) {
      rows.push({ kind: 'lane', top, height, lane });
      top += height;
    }
  }
  return { rows, height: top, lanes: count };
}

function groupsOf({ source, lanes }: LaneSection, { from, to, functionName }: LaneRange): Group[] {
  const groups = new Map<string, Group>();
  for (const lane of lanes) {
    if (lane.endedAt < from || lane.startedAt > to || (functionName !== undefined && lane.functionName !== functionName)) continue;
    const group = groups.get(lane.functionName);
    if (group === undefined) groups.set(lane.functionName, { source, functionName: lane.functionName, lanes: [lane] });
    else group.lanes.push(lane);
  }
  return [...groups.values()].sort((a, b) => a.functionName.localeCompare(b.functionName));
}

function inOrder(a: Lane, b: Lane, now: number): number {
  if (a.provisioned !== b.provisioned) return a.provisioned ? -1 : 1;
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
