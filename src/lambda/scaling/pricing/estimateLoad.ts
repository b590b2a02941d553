import type { Architecture } from '../simulation/scenario.ts';
import { costOf } from './costOf.ts';
import { billing } from './priceTable.ts';

export interface LoadEstimate {
  readonly invocations: number;
  readonly memoryMegabytes: number;
  /** Of an invocation; billed in whole steps of 1 ms. */
  readonly meanMs: number;
  readonly architecture: Architecture;
  readonly region?: string;
}

/** About what so many invocations on demand cost, in US dollars, without cold starts and free tier. */
export function estimateLoad({ invocations, memoryMegabytes, meanMs, architecture, region }: LoadEstimate): number {
  const billedMs = Math.ceil(meanMs / billing.durationStepMs) * billing.durationStepMs;
  const onDemandGigabyteSeconds = (invocations * memoryMegabytes * billedMs) / 1024 / 1000;
  const usage = { requests: invocations, onDemandGigabyteSeconds, provisionedUsedGigabyteSeconds: 0, provisionedHeldGigabyteSeconds: 0 };
  return costOf(usage, architecture, region).total;
}
