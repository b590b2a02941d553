import type { FunctionResult } from '../result.ts';

/** What a plan must keep to; all that is given. Over the whole scenario, its beginning from rest included. */
export interface PlanTarget {
  /** Latency that 99 of 100 invocations do not exceed. */
  readonly p99Ms?: number;
  /** Share of invocations that wait for a new environment, 0 to 1. */
  readonly maximumColdShare?: number;
  /** Share of invocations that do not run in provisioned environments, 0 to 1. */
  readonly maximumSpilloverShare?: number;
}

export interface PlanFigures {
  readonly p99Ms: number;
  readonly coldShare: number;
  readonly spilloverShare: number;
}

export function figuresOf({ totals, latencyMs }: FunctionResult): PlanFigures {
  const invocations = Math.max(1, totals.invocations);
  return {
    p99Ms: latencyMs.p99,
    coldShare: totals.coldStarts / invocations,
    spilloverShare: Math.max(0, totals.invocations - totals.provisionedInvocations) / invocations,
  };
}

export function meets(figures: PlanFigures, { p99Ms = Infinity, maximumColdShare = Infinity, maximumSpilloverShare = Infinity }: PlanTarget): boolean {
  return figures.p99Ms <= p99Ms && figures.coldShare <= maximumColdShare && figures.spilloverShare <= maximumSpilloverShare;
}
