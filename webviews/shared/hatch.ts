/** Patterns that tell fills apart without colour. Slopes rise or fall; the others are level and upright lines. */
export type Hatch = 'rising' | 'falling' | 'level' | 'upright';

const tile = 6;

const strokes: Readonly<Record<Hatch, readonly (readonly [number, number, number, number])[]>> = {
  rising: [[-1, 7, 7, -1], [-1, 1, 1, -1], [5, 7, 7, 5]],
  falling: [[-1, -1, 7, 7], [5, -1, 7, 1], [-1, 5, 1, 7]],
  level: [[0, 1, 6, 1], [0, 4, 6, 4]],
  upright: [[1, 0, 1, 6], [4, 0, 4, 6]],
};

const cache = new Map<string, CanvasPattern>();

/** A fill of lines in `color` over a tint of it. */
export function hatched(context: CanvasRenderingContext2D, hatch: Hatch, color: string): CanvasPattern | string {
  const ratio = Math.max(1, Math.round(devicePixelRatio));
  const key = `${hatch} ${color} ${ratio}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const canvas = new OffscreenCanvas(tile * ratio, tile * ratio);
  const tileContext = canvas.getContext('2d');
  if (tileContext === null) return color;
  tileContext.scale(ratio, ratio);
  tileContext.fillStyle = color;
  tileContext.globalAlpha = 0.3;
  tileContext.fillRect(0, 0, tile, tile);
  tileContext.globalAlpha = 1;
  tileContext.strokeStyle = color;
  tileContext.lineWidth = 1.5;
  tileContext.beginPath();
  for (const [x0, y0, x1, y1] of strokes[hatch]) {
    tileContext.moveTo(x0, y0);
    tileContext.lineTo(x1, y1);
  }
  tileContext.stroke();
  const pattern = context.createPattern(canvas, 'repeat');
  if (pattern === null) return color;
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  cache.set(key, pattern);
  return pattern;
}
