import type { Theme } from './theme.ts';
import type { Projection } from './trackPaths.ts';

/** For drawing by hand, in CSS pixels of the whole canvas. */
export interface Painter {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly plot: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly projection: Projection;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}
