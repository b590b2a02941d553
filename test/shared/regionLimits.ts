import type { RegionLimits } from '../../src/runner/pool/concurrencyLedger.ts';

/** Limits of a region in which nothing is provisioned, and environments start as fast as on AWS. */
export function regionLimits(limit: number, reserved = 0): RegionLimits {
  return { limit, reserved, provisionedUnreserved: 0, provisioned: () => 0, rateScale: 1 };
}
