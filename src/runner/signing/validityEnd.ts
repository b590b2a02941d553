import type { ValidityPeriod } from './store/storedSigningProfile.ts';

/** Source: AWS Signer API reference, PutSigningProfile: where it is left out, and Developer Guide: the longest there is. */
export const longestValidity: ValidityPeriod = { value: 135, type: 'MONTHS' };

const dayMs = 86_400_000;
const monthsIn = { MONTHS: 1, YEARS: 12 } as const;

/** When a signature of `from` ends; months and years by the calendar, in milliseconds since the epoch. */
export function validityEnd(from: number, { value, type }: ValidityPeriod): number {
  if (type === 'DAYS') return from + value * dayMs;
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + value * monthsIn[type]);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

/** Whether signatures of `from` may last so long. */
export function isAllowedValidity(from: number, period: ValidityPeriod): boolean {
  if (!Number.isInteger(period.value) || period.value < 1) return false;
  // The figure itself is bounded first, as dates end somewhere.
  return period.value <= 10_000 && validityEnd(from, period) <= validityEnd(from, longestValidity);
}
