import type { MetricsSource } from '../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { ScalingPageState } from '../../src/protocol/webview/scaling.ts';
import { sourceOrder } from './sources/sourceLooks.ts';

/** Reads what the page saved; whatever does not fit is left out, as an older page may have saved it. */
export function readPageState(saved: unknown): ScalingPageState {
  if (typeof saved !== 'object' || saved === null) return {};
  const { functionName, minutes, table, heatmap, cost, hidden, whatIf, whatIfOfAws, draft }: Partial<Record<keyof ScalingPageState, unknown>> = saved;
  return {
    ...(typeof functionName === 'string' && { functionName }),
    ...(typeof minutes === 'number' && { minutes }),
    ...(typeof table === 'boolean' && { table }),
    ...(typeof heatmap === 'boolean' && { heatmap }),
    ...((cost === 'memory' || cost === 'money') && { cost }),
    ...(Array.isArray(hidden) && { hidden: sourceOrder.filter((source: MetricsSource) => hidden.includes(source)) }),
    ...(typeof whatIf === 'boolean' && { whatIf }),
    ...(typeof whatIfOfAws === 'boolean' && { whatIfOfAws }),
    ...(draft !== undefined && { draft }),
  };
}
