import type { ScalingPageState } from '../../src/protocol/webview/scaling.ts';

/** Reads what the page saved; whatever does not fit is left out, as an older page may have saved it. */
export function readPageState(saved: unknown): ScalingPageState {
  if (typeof saved !== 'object' || saved === null) return {};
  const { functionName, minutes, table }: Partial<Record<keyof ScalingPageState, unknown>> = saved;
  return {
    ...(typeof functionName === 'string' && { functionName }),
    ...(typeof minutes === 'number' && { minutes }),
    ...(typeof table === 'boolean' && { table }),
  };
}
