import type { Annotation } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { Painter } from '../../shared/painter.ts';

/** A line through the panel for each mark of the strip above. */
export function drawAnnotations({ context, theme, plot, x }: Painter, annotations: readonly Annotation[]): void {
  if (annotations.length === 0) return;
  context.fillStyle = theme.colors.foreground;
  context.globalAlpha = theme.highContrast ? 0.8 : 0.35;
  for (const { at } of annotations) {
    const left = Math.round(x(at));
    for (let top = plot.top; top < plot.top + plot.height; top += 4) context.fillRect(left, top, 1, 2);
  }
  context.globalAlpha = 1;
}
