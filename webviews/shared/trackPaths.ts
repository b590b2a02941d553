import { blocksOf, type Blocks } from './blocks.ts';
import { stepsWithin, type Track } from './track.ts';

/** Where moments and values lie: pixels of the drawing. */
export interface Projection {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly width: number;
  readonly y: (value: number) => number;
}

/** What a path is drawn into: a Path2D. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/**
 * Draws a track as a line in steps. Where several steps fall on one pixel it goes through the lowest and the highest of them, so that no
 * peak is lost and a line costs no more than the chart is wide.
 */
export function traceLine(track: Track, projection: Projection, sink: PathSink): void {
  const { from, to, left, width, y } = projection;
  const { start, periodMs, values } = track;
  const [first, last] = stepsWithin(track, from, to);
  const scale = width / (to - from);
  const origin = left + (start - from) * scale;
  const step = periodMs * scale;
  const right = left + width;
  const blocks = blocksOf(values, 1 / step);
  const size = blocks?.size ?? 1;
  // Where the line goes on once something changes, how high it was drawn last, and up to which step.
  let level: number | undefined;
  let penY = Number.NaN;
  let drawnTo = first;
  for (let index = first; index <= last; ) {
    const x = Math.max(left, origin + index * step);
    const next = nextPixel(index, last, x, origin, step, size);
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    let latest = Number.NaN;
    const whole = blocks !== undefined && index % size === 0 && next % size === 0;
    if (whole) {
      for (let block = index / size; block < next / size; block++) {
        const low = blocks.lowest[block] ?? Number.NaN;
        const high = blocks.highest[block] ?? Number.NaN;
        const end = blocks.latest[block] ?? Number.NaN;
        if (low < lowest) lowest = low;
        if (high > highest) highest = high;
        if (end === end) latest = end;
      }
    }
    for (let each = whole ? next : index; each < next; each++) {
      const value = values[each] ?? Number.NaN;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      // Of all values NaN alone is not itself.
      if (value === value) latest = value;
    }
    if (latest !== latest) {
      if (level !== undefined) sink.lineTo(x, level);
      level = undefined;
    } else {
      const [top, bottom] = [y(highest), y(lowest)];
      const flat = top === level && bottom === level;
      if (level !== undefined && !(flat && penY === level)) {
        // From one pixel to the next a corner would not be seen.
        if (flat || step >= 1 || drawnTo < index) sink.lineTo(x, level);
        if (!flat) sink.lineTo(x, top);
        penY = top;
        drawnTo = next;
      } else if (level === undefined) {
        sink.moveTo(x, top);
        penY = top;
        drawnTo = next;
      }
      if (bottom !== top) {
        sink.lineTo(x, bottom);
        penY = bottom;
      }
      level = y(latest);
    }
    index = next;
  }
  if (level !== undefined) sink.lineTo(Math.min(right, origin + (last + 1) * step), level);
}

/** The step after those that begin within a pixel, at least one; of whole blocks where there are any. */
function nextPixel(index: number, last: number, x: number, origin: number, step: number, size: number): number {
  if (step >= 1) return index + 1;
  const within = (x + 1 - origin) / step;
  const next = size === 1 ? Math.ceil(within) : Math.max(Math.round(within / size), Math.floor(index / size) + 1) * size;
  return Math.max(index + 1, Math.min(last + 1, next));
}

/** A pixel's or a step's place in a stack: from where to where, and how high each band ends there, from 0 up: when the whole was highest. */
export interface StackSample {
  readonly x0: number;
  readonly x1: number;
  readonly heights: readonly number[];
}

/** The samples of tracks that stand on one another and share one grid, in runs without gaps. */
export function stackRuns(tracks: readonly Track[], { from, to, left, width }: Projection): StackSample[][] {
  const base = tracks[0];
  if (base === undefined) return [];
  const values = tracks.map((track) => track.values);
  const total = totalOf(values);
  const [first, last] = stepsWithin(base, from, to);
  const scale = width / (to - from);
  const origin = left + (base.start - from) * scale;
  const step = base.periodMs * scale;
  const right = left + width;
  const blocks = blocksOf(total, 1 / step);
  const size = blocks?.size ?? 1;
  const runs: StackSample[][] = [];
  let run: StackSample[] | undefined;
  for (let index = first; index <= last; ) {
    const x0 = Math.max(left, origin + index * step);
    const next = nextPixel(index, last, x0, origin, step, size);
    const highest = highestOf(total, index, next, blocks);
    if (highest === -1) run = undefined;
    else {
      if (run === undefined) runs.push((run = []));
      run.push({ x0, x1: Math.min(right, origin + next * step), heights: heightsAt(values, highest) });
    }
    index = next;
  }
  return runs;
}

/** Sums by the first of their tracks: data that stay are added up once, not in every frame. */
const totals = new WeakMap<Float64Array, { readonly of: readonly Float64Array[]; readonly total: Float64Array }>();

function totalOf(values: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0), ...others] = values;
  if (others.length === 0) return first;
  const known = totals.get(first);
  if (known !== undefined && known.of.length === values.length && known.of.every((own, index) => own === values[index])) return known.total;
  const total = Float64Array.from(first);
  for (const other of others) {
    for (let index = 0; index < total.length; index++) {
      const [sum = Number.NaN, value = Number.NaN] = [total[index], other[index]];
      if (!Number.isNaN(value)) total[index] = Number.isNaN(sum) ? value : sum + value;
    }
  }
  totals.set(first, { of: values, total });
  return total;
}

/** -1 where nothing is known. */
function highestOf(total: Float64Array, from: number, to: number, blocks: Blocks | undefined): number {
  if (blocks !== undefined && from % blocks.size === 0 && to % blocks.size === 0) {
    const block = highestOf(blocks.highest, from / blocks.size, to / blocks.size, undefined);
    return block === -1 ? -1 : (blocks.highestAt[block] ?? -1);
  }
  let highest = Number.NEGATIVE_INFINITY;
  let found = -1;
  for (let index = from; index < to; index++) {
    const value = total[index] ?? Number.NaN;
    if (value > highest) {
      highest = value;
      found = index;
    }
  }
  return found;
}

function heightsAt(values: readonly Float64Array[], index: number): number[] {
  const heights: number[] = [];
  let sum = 0;
  for (let place = 0; place < values.length; place++) {
    const value = values[place]?.[index] ?? Number.NaN;
    if (value === value) sum += value;
    heights.push(sum);
  }
  return heights;
}

/** Samples as narrow as this, in pixels, are points: their steps would not be seen. */
const narrow = 1.25;

/** Outlines one of the bands: from where the one below it ends to where it ends itself. */
export function traceBand(runs: readonly (readonly StackSample[])[], place: number, y: Projection['y'], sink: PathSink & { closePath(): void }): void {
  for (const run of runs) {
    traceTop(run, place, y, sink);
    traceBottom(run, place, y, sink);
    sink.closePath();
  }
}

/** The upper edge of the whole. */
export function traceEdge(runs: readonly (readonly StackSample[])[], y: Projection['y'], sink: PathSink): void {
  for (const run of runs) traceTop(run, (run[0]?.heights.length ?? 0) - 1, y, sink);
}

/** Back along the band below; the lowest stands on a straight line. */
function traceBottom(run: readonly StackSample[], place: number, y: Projection['y'], sink: PathSink): void {
  if (place === 0) {
    sink.lineTo(run.at(-1)?.x1 ?? 0, y(0));
    sink.lineTo(run[0]?.x0 ?? 0, y(0));
    return;
  }
  for (let index = run.length - 1; index >= 0; index--) {
    const sample = run[index];
    if (sample === undefined) continue;
    const bottom = y(sample.heights[place - 1] ?? 0);
    if (index === run.length - 1 || sample.x1 - sample.x0 > narrow) sink.lineTo(sample.x1, bottom);
    sink.lineTo(sample.x0, bottom);
  }
}

function traceTop(run: readonly StackSample[], place: number, y: Projection['y'], sink: PathSink): void {
  for (let index = 0; index < run.length; index++) {
    const sample = run[index];
    if (sample === undefined) continue;
    const top = y(sample.heights[place] ?? 0);
    if (index === 0) sink.moveTo(sample.x0, top);
    else sink.lineTo(sample.x0, top);
    if (index === run.length - 1 || sample.x1 - sample.x0 > narrow) sink.lineTo(sample.x1, top);
  }
}
