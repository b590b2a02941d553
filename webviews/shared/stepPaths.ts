import type uPlot from 'uplot';

/**
 * Draws a line in steps. Where several points fall on one pixel it keeps their lowest and highest, so that no peak is lost
 * and a line costs no more than the chart is wide.
 */
export function stepPaths(area: boolean, logarithmic: boolean): uPlot.Series.PathBuilder {
  return (plot, seriesIndex) => {
    const stroke = new Path2D();
    const fill = area ? new Path2D() : null;
    const { min = 0, max = 1 } = plot.scales['x'] ?? {};
    const { left, width, top, height } = plot.bbox;
    const scale = width / (max - min);
    const yScale = plot.scales['y'];
    const transform = (value: number): number => (logarithmic ? Math.log10(Math.max(value, 1e-6)) : value);
    const yMin = transform(yScale?.min ?? 0);
    const yScaleFactor = height / (transform(yScale?.max ?? 1) - yMin);
    const bottom = top + height;
    trace({
      at: plot.data[0],
      values: plot.data[seriesIndex] ?? [],
      x: (at) => left + (at - min) * scale,
      y: (value) => bottom - (transform(value) - yMin) * yScaleFactor,
      right: left + width,
      bottom,
      stroke,
      fill,
    });
    return { stroke, fill, clip: null };
  };
}

interface Trace {
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number | null | undefined>;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  /** Where the last value ends. */
  readonly right: number;
  readonly bottom: number;
  readonly stroke: Path2D;
  readonly fill: Path2D | null;
}

function trace({ at, values, x, y, right, bottom, stroke, fill }: Trace): void {
  let level: number | undefined;
  for (let index = 0; index < at.length; index++) {
    const value = values[index];
    const start = x(at[index] ?? 0);
    if (value === null || value === undefined) {
      if (level !== undefined) end(start);
      level = undefined;
      continue;
    }
    const next = y(value);
    if (level === undefined) begin(start, next);
    else if (next !== level) {
      // All points of this pixel: from the highest to the lowest, then on with the last.
      let [highest, lowest, last] = [next, next, next];
      while (index + 1 < at.length && x(at[index + 1] ?? 0) < start + 1) {
        const another = values[index + 1];
        if (another === null || another === undefined) break;
        index++;
        last = y(another);
        if (last < highest) highest = last;
        if (last > lowest) lowest = last;
      }
      line(start, level);
      if (highest < Math.min(level, last)) line(start, highest);
      if (lowest > Math.max(level, last)) line(start, lowest);
      line(start, last);
      level = last;
      continue;
    }
    level = next;
  }
  if (level !== undefined) end(right);

  function begin(startX: number, startY: number): void {
    stroke.moveTo(startX, startY);
    fill?.moveTo(startX, bottom);
    fill?.lineTo(startX, startY);
  }
  function line(toX: number, toY: number): void {
    stroke.lineTo(toX, toY);
    fill?.lineTo(toX, toY);
  }
  function end(endX: number): void {
    line(endX, level ?? bottom);
    fill?.lineTo(endX, bottom);
    fill?.closePath();
  }
}
