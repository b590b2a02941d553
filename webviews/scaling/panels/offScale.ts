import type { Painter } from '../../shared/painter.ts';

/** Names, in the upper right corner, what lies above the chart. Where the words begin; undefined where there are none. */
export function drawOffScale({ context, theme, plot }: Painter, texts: readonly string[]): number | undefined {
  if (texts.length === 0) return undefined;
  context.font = theme.smallFont;
  context.textAlign = 'right';
  context.textBaseline = 'top';
  const text = texts.map((each) => `↑ ${each}`).join('   ');
  const { width } = context.measureText(text);
  const right = plot.left + plot.width - 4;
  context.fillStyle = theme.colors.background;
  context.globalAlpha = 0.8;
  context.fillRect(right - width - 4, plot.top, width + 8, 14);
  context.globalAlpha = 1;
  context.fillStyle = theme.colors.muted;
  context.fillText(text, right, plot.top + 2);
  return right - width;
}
