import type { ScalingMetric, ScalingSeries } from '../metrics/scalingSeries.ts';
import type { CountedRule } from './throttleKinds.ts';

/** What the graph draws besides what every source has. */
export type GraphMetric =
  | ScalingMetric
  /** Throttles of one rule, in the period. */
  | `throttles.${CountedRule}`;

/** A ScalingSeries that may have more columns. */
export interface GraphSeries extends Omit<ScalingSeries, 'columns'> {
  readonly columns: Readonly<Partial<Record<GraphMetric, readonly (number | null)[]>>>;
}
