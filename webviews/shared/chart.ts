import uPlot from 'uplot';
import { drawLayer, type Layer } from './layers.ts';
import type { Painter } from './painter.ts';
import type { Theme } from './theme.ts';
import type { Projection } from './trackPaths.ts';

export interface ChartOptions {
  /** Width of the axis on the left, the same for all charts that stand below one another. CSS pixels. */
  readonly gutter: number;
  readonly paddingRight: number;
  readonly logarithmic?: boolean;
  /** Values at which the axis has a label; `height` of the plot in CSS pixels. */
  readonly ticks: (min: number, max: number, height: number) => number[];
  readonly label: (value: number) => string;
  readonly timeTicks: (from: number, to: number, width: number) => number[];
}

/** What a chart shows: a range of time and of values, and what is drawn over its grid, the first lowest. */
export interface Drawing {
  readonly from: number;
  readonly to: number;
  readonly min: number;
  readonly max: number;
  readonly layers: readonly Layer[];
}

const paddingTop = 8;
const paddingBottom = 4;

/** A chart over time. Knows nothing of what it shows; the only module that knows the library, which has the axes. */
export class Chart {
  readonly #plot: uPlot;
  readonly #options: ChartOptions;
  #theme: Theme;
  #drawing: Drawing | undefined;

  constructor(host: HTMLElement, options: ChartOptions, theme: Theme) {
    this.#options = options;
    this.#theme = theme;
    this.#plot = new uPlot(this.#configure(), [[0, 1]], host);
  }

  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  update(drawing: Drawing): void {
    this.#drawing = drawing;
    const { from, to, min, max } = drawing;
    this.#plot.batch(() => {
      this.#plot.setData([[from, to]], false);
      this.#plot.setScale('x', { min: from, max: to });
      this.#plot.setScale('y', { min, max });
    });
    // Where no scale has changed, the library sees nothing to draw.
    this.#plot.redraw(false, false);
  }

  resize(width: number, height: number): void {
    if (this.#plot.width !== width || this.#plot.height !== height) this.#plot.setSize({ width, height });
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#plot.redraw(false, true);
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #configure(): uPlot.Options {
    const { paddingRight, logarithmic = false } = this.#options;
    return {
      width: 100,
      height: 100,
      padding: [paddingTop, paddingRight, paddingBottom, 0],
      ms: 1,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, auto: false, range: (_, min, max) => [min, max] },
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- The library has this enumeration in its types alone.
        y: { auto: false, distr: logarithmic ? 3 : 1, range: (_, min, max) => [min, max] },
      },
      axes: [this.#timeAxis(), this.#valueAxis()],
      series: [{}],
      hooks: { draw: [() => this.#draw()] },
    };
  }

  #timeAxis(): uPlot.Axis {
    return {
      size: 0,
      gap: 0,
      ticks: { show: false },
      grid: { stroke: () => this.#theme.colors.grid, width: 1 },
      splits: (plot, _axis, min, max) => this.#options.timeTicks(min, max, plot.bbox.width / devicePixelRatio),
      values: (_plot, splits) => splits.map(() => null),
    };
  }

  #valueAxis(): uPlot.Axis {
    return {
      scale: 'y',
      size: this.#options.gutter,
      gap: 8,
      font: this.#theme.font,
      stroke: () => this.#theme.colors.muted,
      ticks: { show: false },
      grid: { stroke: () => this.#theme.colors.grid, width: 1 },
      border: { show: true, stroke: () => this.#theme.colors.axis, width: 1 },
      splits: (plot, _axis, min, max) => this.#options.ticks(min, max, plot.bbox.height / devicePixelRatio),
      values: (_plot, splits) => splits.map((value) => this.#options.label(value)),
      filter: (_plot, splits) => splits,
    };
  }

  #draw(): void {
    const drawing = this.#drawing;
    if (drawing === undefined) return;
    const { ctx: context, bbox } = this.#plot;
    const ratio = devicePixelRatio;
    const plot = { left: bbox.left / ratio, top: bbox.top / ratio, width: bbox.width / ratio, height: bbox.height / ratio };
    context.save();
    context.scale(ratio, ratio);
    context.beginPath();
    context.rect(plot.left, 0, plot.width, plot.top + plot.height + paddingBottom);
    context.clip();
    const projection = projectionOf(drawing, plot, this.#options.logarithmic ?? false);
    const { from, to, left, width, y } = projection;
    const painter: Painter = { context, theme: this.#theme, plot, projection, x: (at) => left + ((at - from) / (to - from)) * width, y };
    for (const layer of drawing.layers) drawLayer(painter, layer);
    context.restore();
  }
}

function projectionOf({ from, to, min, max }: Drawing, { left, top, width, height }: Painter['plot'], logarithmic: boolean): Projection {
  const bottom = top + height;
  if (!logarithmic) {
    const scale = height / (max - min);
    return { from, to, left, width, y: (value) => bottom - (value - min) * scale };
  }
  const lowest = Math.log10(min);
  const scale = height / (Math.log10(max) - lowest);
  return { from, to, left, width, y: (value) => bottom - (Math.log10(Math.max(value, 1e-6)) - lowest) * scale };
}
