import { costOf } from '../../../lambda/scaling/pricing/costOf.ts';
import { pricesOf } from '../../../lambda/scaling/pricing/priceTable.ts';
import type { Architecture } from '../../../lambda/scaling/simulation/scenario.ts';

export interface ProvisionedPriceInput {
  readonly environments: number;
  readonly memoryMegabytes: number;
  readonly architecture: Architecture;
  readonly region: string;
}

export interface ProvisionedPrice {
  /** For having them, in US dollars; what they run costs besides. */
  readonly perHour: number;
  /** Whose prices these are: those of another Region where the own ones are not known. */
  readonly region: string;
}

export function provisionedPrice({ environments, memoryMegabytes, architecture, region }: ProvisionedPriceInput): ProvisionedPrice {
  const provisionedHeldGigabyteSeconds = (environments * memoryMegabytes * 3600) / 1024;
  const usage = { requests: 0, onDemandGigabyteSeconds: 0, provisionedUsedGigabyteSeconds: 0, provisionedHeldGigabyteSeconds };
  return { perHour: costOf(usage, architecture, region).provisionedCapacity, region: pricesOf(architecture, region).region };
}

/** `$0.0075`, `$1.50`, `$1,234`: with as many digits as tell. */
export function dollars(amount: number, language: string): string {
  const digits = amount === 0 || amount >= 100 ? 0 : amount >= 0.1 ? 2 : 4;
  const format = { style: 'currency', currency: 'USD', minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language, format).format(amount);
}
