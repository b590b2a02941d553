import type { Layer } from '../../shared/layers.ts';
import type { Frame } from '../frame.ts';
import type { LegendItem } from './legendItem.ts';

/** What a panel draws of a frame: a range of values, and layers over the grid. */
export interface PanelDrawing {
  readonly min: number;
  readonly max: number;
  readonly layers: readonly Layer[];
}

/** A chart of the page, as data: what it is called, what it draws of a frame, and what its legend says. */
export interface ChartSpec {
  readonly name: string;
  readonly title: string;
  readonly unit: () => string;
  readonly logarithmic?: boolean;
  readonly ticks: (min: number, max: number, height: number) => number[];
  readonly label: (value: number) => string;
  readonly drawing: (frame: Frame) => PanelDrawing;
  readonly legend: (frame: Frame, at: number | undefined) => LegendItem[];
  /** Said in place of what is not there. */
  readonly absent?: (frame: Frame) => string | undefined;
}
