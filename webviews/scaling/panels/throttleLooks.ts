import type { Painter } from '../../shared/painter.ts';
import { hatched } from '../../shared/hatch.ts';
import type { BandLook } from '../../shared/layers.ts';
import { stepsWithin, type Track } from '../../shared/track.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';

/** Slopes: too many at once. Level lines: too fast. Upright lines: it is not known which. */
export const throttleLooks = {
  throttledByLimit: { color: 'red', hatch: 'rising' },
  throttledByRate: { color: 'yellow', hatch: 'level' },
  throttles: { color: 'orange', hatch: 'upright' },
} as const satisfies Readonly<Record<string, BandLook>>;
export type ThrottleMetric = keyof typeof throttleLooks;

/** By kind where that is known. CloudWatch has them in one number. */
export function throttleMetrics(figures: Figures): readonly ThrottleMetric[] {
  return figures.track('throttledByLimit') === undefined ? ['throttles'] : ['throttledByLimit', 'throttledByRate'];
}

const ribbonHeight = 5;

/** Ribbons along the upper edge: when anything was throttled, a row for each source and kind. */
export function drawThrottleRibbons(painter: Painter, frame: Frame): void {
  let row = 0;
  for (const figures of frame.sources) {
    for (const metric of throttleMetrics(figures)) {
      const track = figures.track(metric);
      if (track === undefined || (figures.peak(metric, frame.from, frame.to) ?? 0) === 0) continue;
      drawRibbon(painter, track, metric, row++, figures === frame.primary ? undefined : figures);
    }
  }
}

function drawRibbon({ context, theme, plot, projection, x }: Painter, track: Track, metric: ThrottleMetric, row: number, other: Figures | undefined): void {
  const { color, hatch } = throttleLooks[metric];
  const [first, last] = stepsWithin(track, projection.from, projection.to);
  const top = plot.top + row * (ribbonHeight + 2);
  context.fillStyle = hatched(context, hatch, theme.colors[color]);
  // What is another source's has its colour and dashes around it.
  context.strokeStyle = theme.colors[other === undefined ? color : sourceLooks[other.source].color];
  context.setLineDash(other === undefined ? [] : [...sourceLooks[other.source].dash]);
  context.lineWidth = 1;
  for (let index = first; index <= last; index++) {
    if (!((track.values[index] ?? 0) > 0)) continue;
    const begin = index;
    while (index < last && (track.values[index + 1] ?? 0) > 0) index++;
    const [left, right] = [x(x0(track, begin)), x(x0(track, index + 1))];
    context.fillRect(left, top, Math.max(2, right - left), ribbonHeight);
    context.strokeRect(left + 0.5, top + 0.5, Math.max(2, right - left - 1), ribbonHeight - 1);
  }
  context.setLineDash([]);
}

function x0({ start, periodMs }: Track, index: number): number {
  return start + index * periodMs;
}
