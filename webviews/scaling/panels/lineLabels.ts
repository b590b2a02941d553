import type { Painter } from '../../shared/painter.ts';
import type { ColorRole } from '../../shared/theme.ts';

const height = 12;

/** Writes what a line is above its right end, or below it where there is no room. */
export function writeAt({ context, theme, plot }: Painter, y: number, text: string, color: ColorRole): void {
  context.font = theme.smallFont;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  const bottom = y - 1 - height < plot.top ? y + height + 1 : y - 1;
  const right = plot.left + plot.width - 4;
  const { width } = context.measureText(text);
  context.globalAlpha = 0.8;
  context.fillStyle = theme.colors.background;
  context.fillRect(right - width - 3, bottom - height + 1, width + 6, height - 1);
  context.globalAlpha = 1;
  context.fillStyle = theme.colors[color];
  context.fillText(text, right, bottom);
}
