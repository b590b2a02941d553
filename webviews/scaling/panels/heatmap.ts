import { heatCells, heatCellStart } from '../../../src/lambda/scaling/timeline/heatSeries.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import { stepMs } from '../../../src/lambda/scaling/timeline/timelineWindows.ts';
import type { Painter } from '../../shared/painter.ts';
import type { Frame } from '../frame.ts';

/** Cells are no narrower than this, in CSS pixels: of as many seconds as that takes. */
const narrowest = 4;

/** How many invocations took how long, when: the darker, the more, by the logarithm of how many. */
export function drawHeatmap({ context, theme, x, y }: Painter, timeline: Timeline, { from, to, functionName }: Frame): void {
  const heat = timeline.scope(functionName)?.heat;
  if (heat === undefined) return;
  const stride = Math.max(1, Math.ceil(narrowest / Math.max(0.001, x(from + stepMs) - x(from))));
  const [first, last] = [Math.floor(from / stepMs / stride) * stride, Math.floor(to / stepMs)];
  const columns: { readonly start: number; readonly counts: Float64Array }[] = [];
  let highest = 0;
  for (let start = first; start <= last; start += stride) {
    const counts = new Float64Array(heatCells);
    for (let bucket = start; bucket < start + stride; bucket++) heat.sum(bucket, counts);
    for (const count of counts) highest = Math.max(highest, count);
    columns.push({ start, counts });
  }
  if (highest === 0) return;
  context.fillStyle = theme.colors.blue;
  for (const { start, counts } of columns) {
    const [left, right] = [x(start * stepMs), x((start + stride) * stepMs)];
    for (let cell = 0; cell < heatCells; cell++) {
      const count = counts[cell] ?? 0;
      if (count === 0) continue;
      const [top, bottom] = [y(heatCellStart(cell + 1)), y(heatCellStart(cell))];
      context.globalAlpha = 0.12 + 0.78 * (Math.log1p(count) / Math.log1p(highest));
      context.fillRect(left, top, Math.max(1, right - left - 0.5), bottom - top - 0.5);
    }
  }
  context.globalAlpha = 1;
}
