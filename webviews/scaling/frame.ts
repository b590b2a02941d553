import type { Annotation, MetricsSource } from '../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { LimitsAt } from '../../src/lambda/scaling/timeline/limitsHistory.ts';
import type { Figures } from './sources/figures.ts';

/** What is drawn at one moment: a range of time, in milliseconds since the epoch, and each shown source's figures of it. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  /** Undefined: all functions. */
  readonly functionName: string | undefined;
  /** In the order of drawing; not empty. */
  readonly sources: readonly Figures[];
  /** The first: its levels are areas, and its values come first. */
  readonly primary: Figures;
  /** Of the Local region, in force at the end. */
  readonly limits: LimitsAt | undefined;
  readonly timeoutMs: number | undefined;
  readonly annotations: readonly Annotation[];
}

export function figuresOf({ sources }: Frame, source: MetricsSource): Figures | undefined {
  return sources.find((figures) => figures.source === source);
}
