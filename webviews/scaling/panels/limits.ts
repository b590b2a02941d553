import type { GraphMetric } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Painter } from '../../shared/painter.ts';
import type { Formats } from '../../shared/format.ts';
import type { LineLook } from '../../shared/layers.ts';
import { lastValue, type Track } from '../../shared/track.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';

export const limitMetrics = ['accountLimit', 'unreservedLimit', 'reservedLimit', 'scalingCeiling', 'provisioned'] as const satisfies readonly GraphMetric[];
export type LimitMetric = (typeof limitMetrics)[number];

/** Red: how many at once. Yellow: how fast. Green: what is held ready. */
export const limitLooks: Readonly<Record<LimitMetric, LineLook>> = {
  accountLimit: { color: 'red', width: 1.25, dash: [10, 4] },
  unreservedLimit: { color: 'red', width: 1.25, dash: [2, 3] },
  reservedLimit: { color: 'red', width: 1.25, dash: [6, 4] },
  scalingCeiling: { color: 'yellow', width: 1.25, dash: [4, 2, 1, 2] },
  provisioned: { color: 'green', width: 1.5, dash: [6, 2] },
};

export function limitLabel(metric: LimitMetric, strings: ScalingStrings): string {
  return strings.limits[metric];
}

/** One source's line of a limit. */
export interface LimitLine {
  readonly metric: LimitMetric;
  readonly figures: Figures;
  readonly track: Track;
  /** Latest. */
  readonly value: number;
  readonly highest: number;
}

/** The limits that matter: a function has its reservation or else draws on what is unreserved; all together have the account's. */
export function limitLines(frame: Frame): LimitLine[] {
  return frame.sources.flatMap((figures) => limitMetrics.flatMap((metric) => limitLine(frame, figures, metric) ?? []));
}

function limitLine(frame: Frame, figures: Figures, metric: LimitMetric): LimitLine | undefined {
  const track = figures.level(metric);
  if (track === undefined) return undefined;
  const value = latestLimit(figures, metric, frame.to) ?? 0;
  const highest = figures.peak(metric, frame.from, frame.to);
  if (highest === undefined || !matters(frame, figures, metric, value, highest)) return undefined;
  return { metric, figures, track, value, highest };
}

function matters(frame: Frame, figures: Figures, metric: LimitMetric, value: number, highest: number): boolean {
  const { primary, to } = frame;
  // Another source's limits are drawn where they are others.
  if (figures !== primary && latestLimit(primary, metric, to) === value) return false;
  return metric === 'provisioned' ? highest > 0 : concerns(frame, figures, metric);
}

/** Whether a limit is one of what shows: what reserves draws nothing from what is unreserved. */
export function concerns({ functionName, to }: Frame, figures: Figures, metric: LimitMetric): boolean {
  if (metric !== 'unreservedLimit') return true;
  if (functionName !== undefined) return figures.track('reservedLimit') === undefined;
  return latestLimit(figures, metric, to) !== latestLimit(figures, 'accountLimit', to);
}

/** Limits stay until they change. */
export function latestLimit(figures: Figures, metric: LimitMetric, to: number): number | undefined {
  const track = figures.level(metric);
  return track && lastValue(track, to - 1);
}

/** Whether a limit is drawn. One far above what happens is only named: what happens would lie flat on the axis. */
export function limitFits(limit: number, highest: number, environments: number): boolean {
  return limit <= Math.max(10, highest * 3, environments * 1.3);
}

/** Another source's limit has the source's colour, and the limit's dashes. */
export function limitLookOf({ metric, figures }: LimitLine, { primary }: Frame): LineLook {
  const look = limitLooks[metric];
  return figures === primary ? look : { ...look, color: sourceLooks[figures.source].color };
}

/** What a line is: of another source than the first, with the source's name. */
export function lineLabel({ metric, figures }: LimitLine, { primary }: Frame, strings: ScalingStrings): string {
  const label = limitLabel(metric, strings);
  return figures === primary ? label : `${strings.sources[figures.source]} ${label}`;
}

const labelHeight = 12;
const labelGap = 10;

/** Writes on each line what it is, at its right end; labels of lines that lie close to one another stand side by side. `offScaleLeft`: of what is written at the top. */
export function drawLimitLabels(painter: Painter, frame: Frame, lines: readonly LimitLine[], offScaleLeft: number | undefined, strings: ScalingStrings, formats: Formats): void {
  const { context, theme, plot, y } = painter;
  context.font = theme.smallFont;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  const rows: { readonly bottom: number; left: number }[] = offScaleLeft === undefined ? [] : [{ bottom: plot.top + labelHeight + 1, left: offScaleLeft }];
  for (const line of lines.toSorted((a, b) => b.value - a.value)) {
    const own = Math.max(plot.top + labelHeight, y(line.value) - 1);
    let row = rows.find(({ bottom }) => Math.abs(bottom - own) < labelHeight);
    if (row === undefined) rows.push((row = { bottom: own, left: plot.left + plot.width - 4 + labelGap }));
    const text = `${lineLabel(line, frame, strings)} ${formats.count(line.value)}`;
    const { width } = context.measureText(text);
    const right = row.left - labelGap;
    if (right - width < plot.left) continue;
    row.left = right - width;
    context.globalAlpha = 0.8;
    context.fillStyle = theme.colors.background;
    context.fillRect(right - width - 3, row.bottom - labelHeight + 1, width + 6, labelHeight - 1);
    context.globalAlpha = 1;
    context.fillStyle = theme.colors[limitLookOf(line, frame).color];
    context.fillText(text, right, row.bottom);
  }
}
