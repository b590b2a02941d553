import uPlot from 'uplot';
import { stepPaths } from './stepPaths.ts';
import type { ColorRole, Theme } from './theme.ts';

/** One stepped line: each value holds until the next; null is a gap. */
export interface ChartLine {
  readonly color: ColorRole;
  /** CSS pixels. */
  readonly width: number;
  readonly dash?: readonly number[];
  /** Opacity of the area down to the axis; none where absent. */
  readonly area?: number;
  /** Takes part in colour only: opacity of the line. */
  readonly alpha?: number;
}

/** For drawing by hand, in CSS pixels of the whole canvas. */
export interface Painter {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly plot: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

export interface ChartOptions {
  readonly lines: readonly ChartLine[];
  /** Width of the axis on the left, the same for all charts that stand below one another. CSS pixels. */
  readonly gutter: number;
  readonly paddingRight: number;
  readonly logarithmic?: boolean;
  /** Values at which the axis has a label; `height` of the plot in CSS pixels. */
  readonly ticks: (min: number, max: number, height: number) => number[];
  readonly label: (value: number) => string;
  readonly timeTicks: (from: number, to: number, width: number) => number[];
  /** Drawn over the grid, under the lines. */
  readonly under?: (painter: Painter) => void;
  readonly over?: (painter: Painter) => void;
}

export interface ChartData {
  /** Milliseconds since the epoch, ascending; a line's columns have as many values. */
  readonly at: number[];
  readonly columns: readonly (number | null)[][];
  readonly from: number;
  readonly to: number;
  readonly min: number;
  readonly max: number;
}

const paddingTop = 8;
const paddingBottom = 4;

/** A chart over time. Knows nothing of what it shows; the only module that knows what draws it. */
export class Chart {
  readonly #plot: uPlot;
  readonly #options: ChartOptions;
  #theme: Theme;

  constructor(host: HTMLElement, options: ChartOptions, theme: Theme) {
    this.#options = options;
    this.#theme = theme;
    this.#plot = new uPlot(this.#configure(), [[], ...options.lines.map(() => [])], host);
  }

  update({ at, columns, from, to, min, max }: ChartData): void {
    this.#plot.batch(() => {
      this.#plot.setData([at, ...columns], false);
      this.#plot.setScale('x', { min: from, max: to });
      this.#plot.setScale('y', { min, max });
    });
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
    const { lines, paddingRight, under, over, logarithmic = false } = this.#options;
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
        y: { auto: false, distr: logarithmic ? 3 : 1 },
      },
      axes: [this.#timeAxis(), this.#valueAxis()],
      series: [{}, ...lines.map((line) => this.#series(line))],
      hooks: {
        drawAxes: under === undefined ? [] : [() => this.#paint(under)],
        draw: over === undefined ? [] : [() => this.#paint(over)],
      },
    };
  }

  #series({ color, width, dash, area, alpha = 1 }: ChartLine): uPlot.Series {
    return {
      auto: false,
      points: { show: false },
      width,
      alpha,
      stroke: () => this.#theme.colors[color],
      paths: stepPaths(area !== undefined, this.#options.logarithmic ?? false),
      ...(dash !== undefined && { dash: [...dash] }),
      ...(area !== undefined && { fill: () => mixed(this.#theme.colors[color], this.#theme.highContrast ? area / 2 : area) }),
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

  #paint(paint: (painter: Painter) => void): void {
    const { ctx: context, bbox } = this.#plot;
    const ratio = devicePixelRatio;
    const plot = { left: bbox.left / ratio, top: bbox.top / ratio, width: bbox.width / ratio, height: bbox.height / ratio };
    context.save();
    context.scale(ratio, ratio);
    context.beginPath();
    context.rect(plot.left, 0, plot.width, plot.top + plot.height + paddingBottom);
    context.clip();
    paint({
      context,
      theme: this.#theme,
      plot,
      x: (at) => this.#plot.valToPos(at, 'x', true) / ratio,
      y: (value) => this.#plot.valToPos(value, 'y', true) / ratio,
    });
    context.restore();
  }
}

function mixed(color: string, opacity: number): string {
  return `color-mix(in srgb, ${color} ${Math.round(opacity * 100)}%, transparent)`;
}
