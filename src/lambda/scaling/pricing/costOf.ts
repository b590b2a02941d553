import type { Cost } from '../simulation/result.ts';
import type { Architecture } from '../simulation/scenario.ts';
import { type PriceTier, pricesOf } from './priceTable.ts';

/** What is billed. */
export interface Usage {
  readonly requests: number;
  /** Initialisation included. */
  readonly onDemandGigabyteSeconds: number;
  /** Durations in provisioned environments. */
  readonly provisionedUsedGigabyteSeconds: number;
  /** Of what was provisioned, used or not. */
  readonly provisionedHeldGigabyteSeconds: number;
}

/** Of a month, as AWS counts it in prices: 730 hours. */
const monthSeconds = 730 * 3600;

/**
 * What usage costs, without the free tier. With `seconds`, in which it came about, tiers are those of a month at the same pace; without, all
 * is of the first tier: the dearest one, which holds up to 6 (arm64: 7.5) billion gigabyte-seconds a month.
 */
export function costOf(usage: Usage, architecture: Architecture, region?: string, seconds?: number): Cost {
  const prices = pricesOf(architecture, region);
  const months = seconds === undefined || seconds <= 0 ? undefined : seconds / monthSeconds;
  const requests = usage.requests * prices.perRequest;
  const onDemand = months === undefined ? firstTier(usage.onDemandGigabyteSeconds, prices.onDemandTiers) : tiered(usage.onDemandGigabyteSeconds / months, prices.onDemandTiers) * months;
  const provisionedDuration = usage.provisionedUsedGigabyteSeconds * prices.provisionedDuration;
  const provisionedCapacity = usage.provisionedHeldGigabyteSeconds * prices.provisionedCapacity;
  return { requests, onDemand, provisionedDuration, provisionedCapacity, total: requests + onDemand + provisionedDuration + provisionedCapacity };
}

export const noCost: Cost = { requests: 0, onDemand: 0, provisionedDuration: 0, provisionedCapacity: 0, total: 0 };

export function addCosts(a: Cost, b: Cost): Cost {
  return {
    requests: a.requests + b.requests,
    onDemand: a.onDemand + b.onDemand,
    provisionedDuration: a.provisionedDuration + b.provisionedDuration,
    provisionedCapacity: a.provisionedCapacity + b.provisionedCapacity,
    total: a.total + b.total,
  };
}

function firstTier(gigabyteSeconds: number, tiers: readonly PriceTier[]): number {
  return gigabyteSeconds * (tiers[0]?.perGigabyteSecond ?? 0);
}

function tiered(gigabyteSeconds: number, tiers: readonly PriceTier[]): number {
  let cost = 0;
  let below = 0;
  for (const { upToGigabyteSeconds, perGigabyteSecond } of tiers) {
    cost += Math.max(0, Math.min(gigabyteSeconds, upToGigabyteSeconds) - below) * perGigabyteSecond;
    below = upToGigabyteSeconds;
  }
  return cost;
}
