import type { Painter } from '../../shared/painter.ts';
import type { ColorRole } from '../../shared/theme.ts';
import type { Mark } from './legendItem.ts';

const radius = 3.5;

const shapes: Readonly<Record<Mark, (path: Path2D, x: number, y: number) => void>> = {
  /** One of a cloud. */
  speck: (path, x, y) => path.rect(x - 1.5, y - 1.5, 3, 3),
  dot: (path, x, y) => {
    path.moveTo(x + 3, y);
    path.arc(x, y, 3, 0, 2 * Math.PI);
  },
  diamond: (path, x, y) => {
    path.moveTo(x, y - radius - 0.5);
    path.lineTo(x + radius + 0.5, y);
    path.lineTo(x, y + radius + 0.5);
    path.lineTo(x - radius - 0.5, y);
    path.closePath();
  },
  cross: (path, x, y) => {
    path.moveTo(x - radius, y - radius);
    path.lineTo(x + radius, y + radius);
    path.moveTo(x - radius, y + radius);
    path.lineTo(x + radius, y - radius);
  },
};

/** Draws marks of one kind, all in one go; all but specks with a rim of the background, so that they show on anything. */
export function drawMarks({ context, theme }: Painter, mark: Mark, color: ColorRole, places: readonly (readonly [x: number, y: number])[]): void {
  if (places.length === 0) return;
  const path = new Path2D();
  for (const [x, y] of places) shapes[mark](path, x, y);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (mark === 'speck') {
    context.globalAlpha = theme.highContrast ? 0.7 : 0.4;
    context.fillStyle = theme.colors[color];
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- This is no array.
    context.fill(path);
    context.globalAlpha = 1;
    return;
  }
  context.lineWidth = mark === 'cross' ? 5 : 3;
  context.strokeStyle = theme.colors.background;
  context.stroke(path);
  context.lineWidth = 2;
  context.strokeStyle = theme.colors[color];
  context.fillStyle = theme.colors[color];
  if (mark === 'cross') context.stroke(path);
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- This is no array.
  else context.fill(path);
}
