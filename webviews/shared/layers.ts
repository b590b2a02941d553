import type { Painter } from './painter.ts';
import { type Hatch, hatched } from './hatch.ts';
import type { ColorRole } from './theme.ts';
import type { Track } from './track.ts';
import { stackRuns, traceBand, traceEdge, traceLine } from './trackPaths.ts';

/** How a line looks. Widths in CSS pixels. */
export interface LineLook {
  readonly color: ColorRole;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
}

/** How a band of a stack looks: of a tint of its colour, or hatched. */
export interface BandLook {
  readonly color: ColorRole;
  readonly hatch?: Hatch;
}

/** What a chart draws: a line in steps, bands that stand on one another, or whatever one paints. */
export type Layer =
  | { readonly kind: 'line'; readonly track: Track; readonly look: LineLook }
  | { readonly kind: 'stack'; readonly bands: readonly { readonly track: Track; readonly look: BandLook }[]; readonly edge?: LineLook }
  | { readonly kind: 'paint'; readonly paint: (painter: Painter) => void };

const bandOpacity = 0.34;

export function drawLayer(painter: Painter, layer: Layer): void {
  switch (layer.kind) {
    case 'line':
      return drawLine(painter, layer.track, layer.look);
    case 'stack':
      return drawStack(painter, layer);
    case 'paint':
      return layer.paint(painter);
  }
}

function drawLine(painter: Painter, track: Track, look: LineLook): void {
  const path = new Path2D();
  traceLine(track, painter.projection, path);
  stroke(painter, path, look);
}

function stroke({ context, theme }: Painter, path: Path2D, { color, width, dash = [], alpha = 1 }: LineLook): void {
  context.lineJoin = 'round';
  context.lineCap = 'butt';
  context.setLineDash([...dash]);
  context.lineWidth = width;
  context.globalAlpha = theme.highContrast ? 1 : alpha;
  context.strokeStyle = theme.colors[color];
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawStack(painter: Painter, { bands, edge }: Extract<Layer, { kind: 'stack' }>): void {
  const { context, theme, projection } = painter;
  const runs = stackRuns(bands.map(({ track }) => track), projection);
  bands.forEach(({ look: { color, hatch } }, place) => {
    const path = new Path2D();
    traceBand(runs, place, projection.y, path);
    context.globalAlpha = hatch === undefined ? (theme.highContrast ? 0.5 : bandOpacity) : 1;
    context.fillStyle = hatch === undefined ? theme.colors[color] : hatched(context, hatch, theme.colors[color]);
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- This is no array.
    context.fill(path);
    context.globalAlpha = 1;
  });
  if (edge === undefined) return;
  const path = new Path2D();
  traceEdge(runs, projection.y, path);
  stroke(painter, path, edge);
}
