import type { MetricsSource } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { ColorRole } from '../../shared/theme.ts';

/** In the order in which they are drawn and named; the first that shows fills areas, the others are lines over it. */
export const sourceOrder: readonly MetricsSource[] = ['local', 'aws', 'simulated'];

/** Sources are told apart by dashes, also where colours cannot be. */
export const sourceLooks: Readonly<Record<MetricsSource, { readonly color: ColorRole; readonly dash: readonly number[] }>> = {
  local: { color: 'blue', dash: [] },
  aws: { color: 'orange', dash: [8, 3] },
  simulated: { color: 'purple', dash: [2, 2.5] },
};
