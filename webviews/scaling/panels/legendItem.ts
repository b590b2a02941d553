import type { MetricsSource } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { GraphMetric } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { Hatch } from '../../shared/hatch.ts';
import type { ColorRole } from '../../shared/theme.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';

export type Mark = 'speck' | 'dot' | 'diamond' | 'cross';

/** What a thing looks like in the chart. */
export type Swatch =
  | { readonly kind: 'line'; readonly color: ColorRole; readonly dash?: readonly number[] }
  | { readonly kind: 'area'; readonly color: ColorRole }
  | { readonly kind: 'hatch'; readonly color: ColorRole; readonly hatch: Hatch }
  | { readonly kind: 'mark'; readonly color: ColorRole; readonly mark: Mark };

/** Values at the cursor, or now: of the first source, and of each over it, so that they stand in columns. */
export interface LegendValues {
  readonly value: string;
  readonly others?: readonly { readonly source: MetricsSource; readonly value: string }[];
}

/** What a source does not know. */
export const unknownValue = '–';

export interface LegendItem extends LegendValues {
  readonly label: string;
  /** Absent: it is told, not drawn. */
  readonly swatch?: Swatch;
  /** Whether the value is a duration or money, which takes more room than a count. */
  readonly wide?: boolean;
  readonly note?: string;
  /** Told in the chart itself: here for those who do not see it. */
  readonly quiet?: boolean;
}

/** An item with values. */
export function itemOf(item: Omit<LegendItem, keyof LegendValues>, values: LegendValues): LegendItem {
  return { ...item, ...values };
}

/** Each source's value of a metric. */
export function valuesOf(frame: Frame, at: number | undefined, metric: GraphMetric, format: (value: number) => string): LegendValues {
  return eachOf(frame, (figures) => figures.at(metric, at, frame.to), format);
}

/** Each source's value of whatever one asks of it. */
export function eachOf({ sources }: Frame, valueOf: (figures: Figures) => number | undefined, format: (value: number) => string): LegendValues {
  const text = (figures: Figures): string => {
    const value = valueOf(figures);
    return value === undefined ? unknownValue : format(value);
  };
  const [first, ...rest] = sources;
  return { value: first === undefined ? unknownValue : text(first), ...(rest.length > 0 && { others: rest.map((figures) => ({ source: figures.source, value: text(figures) })) }) };
}

/** Whether any source shows something of a metric. */
export function shows(frame: Frame, metric: GraphMetric): boolean {
  return frame.sources.some((figures) => (figures.peak(metric, frame.from, frame.to) ?? 0) > 0);
}
