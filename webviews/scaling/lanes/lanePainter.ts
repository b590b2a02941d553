import type { MetricsSource } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { Lane, Segment } from '../../../src/lambda/scaling/timeline/lane.ts';
import { type Hatch, hatched } from '../../shared/hatch.ts';
import type { ColorRole, Theme } from '../../shared/theme.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import { labelledHeight, type LaneRow } from './laneLayout.ts';

export interface LaneCanvas {
  /** What sources are called. */
  readonly sources: Readonly<Record<MetricsSource, string>>;
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly left: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

export interface SegmentLook {
  readonly color: ColorRole;
  readonly hatch?: Hatch;
}

/** How a segment is filled. */
export function segmentLook({ kind, outcome = 'success' }: Pick<Segment, 'kind'> & Partial<Pick<Segment, 'outcome'>>): SegmentLook {
  if (kind === 'init') return { color: 'yellow', hatch: 'rising' };
  if (kind === 'shutdown') return { color: 'muted', hatch: 'upright' };
  if (outcome === 'success') return { color: 'blue' };
  return outcome === 'timeout' ? { color: 'red', hatch: 'level' } : { color: 'orange', hatch: 'falling' };
}

/** Draws one row at `top` of the canvas. A lane: a thin line while it lives, bars while it works. */
export function drawRow(canvas: LaneCanvas, row: LaneRow, top: number, selected: boolean): void {
  if (row.kind === 'heading') drawHeading(canvas, row, top);
  else drawLane(canvas, row.lane, top, row.height, selected);
}

function drawHeading({ context, theme, left, sources }: LaneCanvas, { source, functionName, alive, height }: Extract<LaneRow, { kind: 'heading' }>, top: number): void {
  context.font = theme.font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.colors.foreground;
  const middle = top + height / 2 + 1;
  // What is not here and now says so.
  const title = source === 'local' ? functionName : `${sources[source]} · ${functionName}`;
  if (source !== 'local') context.fillStyle = theme.colors[sourceLooks[source].color];
  context.fillText(title, left + 6, middle);
  const { width } = context.measureText(title);
  context.fillStyle = theme.colors.muted;
  context.fillText(String(alive), left + 12 + width, middle);
}

function drawLane(canvas: LaneCanvas, lane: Lane, top: number, height: number, selected: boolean): void {
  const { context, theme, left, width, from, to } = canvas;
  const scale = width / (to - from);
  const x = (at: number): number => left + (Math.min(to, Math.max(from, at)) - from) * scale;
  const barHeight = height >= labelledHeight ? height - 5 : height - 2;
  const barTop = top + Math.floor((height - barHeight) / 2);
  if (selected) {
    context.fillStyle = theme.colors.selection;
    context.fillRect(0, top, left + width, height);
    if (theme.highContrast) outline(canvas, top, height);
  }
  if (height >= labelledHeight && lane.pid !== undefined) drawLabel(canvas, String(lane.pid), top, height);
  if (lane.provisioned) drawProvisioned(canvas, barTop, barHeight);
  context.fillStyle = lane.provisioned ? theme.colors.green : theme.colors.foreground;
  context.globalAlpha = theme.highContrast || lane.provisioned ? 0.7 : 0.35;
  const [begin, end] = [x(lane.startedAt), x(lane.endedAt)];
  context.fillRect(begin, barTop + Math.floor(barHeight / 2), end - begin, height >= labelledHeight ? 1.5 : 1);
  context.globalAlpha = 1;
  drawSegments(canvas, lane.segments, x, barTop, barHeight);
  if (lane.endedAt <= to && lane.endedAt >= from) {
    context.fillStyle = theme.colors.foreground;
    context.globalAlpha = 0.55;
    context.fillRect(end - 1, barTop, 1, barHeight);
    context.globalAlpha = 1;
  }
}

function drawSegments({ context, theme, from, to }: LaneCanvas, segments: readonly Segment[], x: (at: number) => number, top: number, height: number): void {
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const segment of segments) {
    if (segment.end < from || segment.start > to) continue;
    const [start, end] = [x(segment.start), x(segment.end)];
    const plain = segment.kind === 'invoke' && (segment.outcome ?? 'success') === 'success';
    // Many a warm invocation falls on one pixel, which is drawn once.
    if (plain && end <= drawnTo) continue;
    const { color, hatch } = segmentLook(segment);
    const width = Math.max(plain ? 1 : 2, end - start);
    context.fillStyle = hatch === undefined || width < 4 ? theme.colors[color] : hatched(context, hatch, theme.colors[color]);
    // A hair of space keeps one invocation apart from the next.
    context.fillRect(start, top, width > 3 ? width - 0.75 : width, height);
    drawnTo = start + width;
  }
}

/** A provisioned environment: a green block at the lane's beginning, and its line is green. */
function drawProvisioned({ context, theme, left }: LaneCanvas, top: number, height: number): void {
  context.fillStyle = theme.colors.green;
  context.fillRect(left - 6, top, 4, height);
}

function outline({ context, theme, left, width }: LaneCanvas, top: number, height: number): void {
  context.strokeStyle = theme.colors.foreground;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
}

function drawLabel({ context, theme, left }: LaneCanvas, text: string, top: number, height: number): void {
  context.font = theme.smallFont;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = theme.colors.muted;
  context.fillText(text, left - 8, top + height / 2 + 1);
}
