import type { MetricsSource } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { GraphMetric } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { Hatch } from '../../shared/hatch.ts';
import type { ColorRole } from '../../shared/theme.ts';
import type { Frame } from '../frame.ts';

export type Mark = 'speck' | 'dot' | 'diamond' | 'cross';

/** What a thing looks like in the chart. */
export type Swatch =
  | { readonly kind: 'line'; readonly color: ColorRole; readonly dash?: readonly number[] }
  | { readonly kind: 'area'; readonly color: ColorRole }
  | { readonly kind: 'hatch'; readonly color: ColorRole; readonly hatch: Hatch }
  | { readonly kind: 'mark'; readonly color: ColorRole; readonly mark: Mark };

/** Values at the cursor, or now: of the first source, and of those over it. */
export interface LegendValues {
  readonly value: string;
  readonly others?: readonly { readonly source: MetricsSource; readonly value: string }[];
}

export interface LegendItem extends LegendValues {
  readonly label: string;
  readonly swatch: Swatch;
  /** Whether the value is a duration, which takes more room than a count. */
  readonly wide?: boolean;
  readonly note?: string;
}

/** An item with values. */
export function itemOf(item: Omit<LegendItem, keyof LegendValues>, values: LegendValues): LegendItem {
  return { ...item, ...values };
}

/** Each source's value of a metric. Sources that do not know it are left out. */
export function valuesOf(frame: Frame, at: number | undefined, metric: GraphMetric, format: (value: number) => string): LegendValues {
  const [first, ...rest] = frame.sources;
  const text = (value: number | undefined): string => (value === undefined ? '–' : format(value));
  const others = rest
    .filter((figures) => figures.track(metric) !== undefined)
    .map((figures) => ({ source: figures.source, value: text(figures.at(metric, at, frame.to)) }));
  return { value: text(first?.at(metric, at, frame.to)), ...(others.length > 0 && { others }) };
}

/** Whether any source shows something of a metric. */
export function shows(frame: Frame, metric: GraphMetric): boolean {
  return frame.sources.some((figures) => (figures.peak(metric, frame.from, frame.to) ?? 0) > 0);
}
