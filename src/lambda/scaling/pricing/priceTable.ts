import type { Architecture } from '../simulation/scenario.ts';

/** US dollars for each gigabyte-second, up to so many of them in a month. Tiers are counted by architecture, of all functions of an account in a Region. */
export interface PriceTier {
  readonly upToGigabyteSeconds: number;
  readonly perGigabyteSecond: number;
}

/** US dollars, before the free tier, savings plans and taxes. */
export interface Prices {
  /** Whose prices these are. */
  readonly region: string;
  readonly perRequest: number;
  /** Durations on demand, rounded up to 1 ms. Ascending; the last has no end. */
  readonly onDemandTiers: readonly PriceTier[];
  /** Durations in provisioned environments, for each gigabyte-second. */
  readonly provisionedDuration: number;
  /** For having environments provisioned, for each gigabyte-second, used or not. */
  readonly provisionedCapacity: number;
}

/** What prices there are for; others are calculated by those of `defaultPriceRegion`. */
export const defaultPriceRegion = 'us-east-1';

/**
 * Sources: us-east-1 and the tiers are AWS's price list of October 2025 (service code AWSLambda: groups AWS-Lambda-Requests,
 * AWS-Lambda-Duration, -Duration-Provisioned, -Provisioned-Concurrency, and each with -ARM). Other Regions are the figures of AWS's pricing
 * calculator (calculator.aws, metered unit map `lambda`), which has none of provisioned arm64.
 */
export const pricesAsOf = '2025-10-28';

/** How AWS counts what it bills. Source: "AWS Lambda Pricing". */
export const billing = {
  /** Durations are rounded up to so many milliseconds. */
  durationStepMs: 1,
  /** The time for which environments are provisioned is rounded up to so many seconds. */
  provisionedStepSeconds: 300,
  /**
   * Initialisation is part of the billed duration, of zip packages on managed runtimes too.
   * Source: AWS Compute Blog, "AWS Lambda standardizes billing for INIT Phase"; since 1 August 2025.
   */
  initBilled: true,
} as const;

const perRequest = 0.2 / 1e6;

const onDemandTiers: Readonly<Record<Architecture, readonly PriceTier[]>> = {
  x86_64: [
    { upToGigabyteSeconds: 6e9, perGigabyteSecond: 0.0000166667 },
    { upToGigabyteSeconds: 15e9, perGigabyteSecond: 0.000015 },
    { upToGigabyteSeconds: Number.POSITIVE_INFINITY, perGigabyteSecond: 0.0000133334 },
  ],
  arm64: [
    { upToGigabyteSeconds: 7.5e9, perGigabyteSecond: 0.0000133334 },
    { upToGigabyteSeconds: 18.75e9, perGigabyteSecond: 0.0000120001 },
    { upToGigabyteSeconds: Number.POSITIVE_INFINITY, perGigabyteSecond: 0.0000106667 },
  ],
};

type Provisioned = Pick<Prices, 'provisionedDuration' | 'provisionedCapacity'>;

const defaultProvisioned: Readonly<Record<Architecture, Provisioned>> = {
  x86_64: { provisionedDuration: 0.0000097222, provisionedCapacity: 0.0000041667 },
  arm64: { provisionedDuration: 0.0000077778, provisionedCapacity: 0.0000033334 },
};

/** On-demand prices are the same in all of these. */
const provisioned: Readonly<Record<string, Readonly<Partial<Record<Architecture, Provisioned>>>>> = {
  [defaultPriceRegion]: defaultProvisioned,
  'us-east-2': { x86_64: defaultProvisioned.x86_64 },
  'us-west-2': { x86_64: defaultProvisioned.x86_64 },
  'eu-west-1': { x86_64: { provisionedDuration: 0.0000108407, provisionedCapacity: 0.000004646 } },
  'eu-west-2': { x86_64: { provisionedDuration: 0.0000112709, provisionedCapacity: 0.0000048304 } },
  'eu-central-1': { x86_64: { provisionedDuration: 0.0000117011, provisionedCapacity: 0.0000050147 } },
  'ap-south-1': { x86_64: { provisionedDuration: 0.0000104966, provisionedCapacity: 0.0000044985 } },
  'ap-southeast-1': { x86_64: { provisionedDuration: 0.0000121313, provisionedCapacity: 0.0000051991 } },
  'ap-southeast-2': { x86_64: { provisionedDuration: 0.0000122173, provisionedCapacity: 0.000005236 } },
  'ap-northeast-1': { x86_64: { provisionedDuration: 0.0000125615, provisionedCapacity: 0.0000053835 } },
};

/** The Regions whose prices are known for an architecture. */
export function pricedRegions(architecture: Architecture): readonly string[] {
  return Object.keys(provisioned).filter((region) => provisioned[region]?.[architecture] !== undefined);
}

/** The prices of a Region, or those of `defaultPriceRegion` where they are not known: `region` of the answer tells. */
export function pricesOf(architecture: Architecture, region: string = defaultPriceRegion): Prices {
  const known = Object.hasOwn(provisioned, region) ? provisioned[region]?.[architecture] : undefined;
  return {
    region: known === undefined ? defaultPriceRegion : region,
    perRequest,
    onDemandTiers: onDemandTiers[architecture],
    ...(known ?? defaultProvisioned[architecture]),
  };
}
