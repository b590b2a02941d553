import { assertNever } from '../../../common/assertNever.ts';
import { normalQuantile, normalSurvival } from './normal.ts';
import type { Distribution } from './traffic.ts';

/** What is known of a distribution before anything is drawn from it. Milliseconds. */
export interface DistributionLaw {
  readonly mean: number;
  readonly variance: number;
  /** What the share `q` (0 to 1) does not exceed. */
  quantile(q: number): number;
  /** The share that takes longer than `ms`. */
  survival(ms: number): number;
  /** Mean where everything is cut at `ms`, as a timeout does. */
  meanUpTo(ms: number): number;
}

/** Made once where it is asked often: an empirical distribution is sorted for it. */
export function lawOf(distribution: Distribution): DistributionLaw {
  switch (distribution.type) {
    case 'constant':
      return constantLaw(distribution.ms);
    case 'logNormal': {
      const { mu, sigma } = logNormalOf(distribution);
      return sigma > 0 ? logNormalLaw(mu, sigma) : constantLaw(distribution.medianMs);
    }
    case 'empirical':
      return empiricalLaw(distribution.valuesMs);
    default:
      return assertNever(distribution);
  }
}

export function meanOf(distribution: Distribution): number {
  return lawOf(distribution).mean;
}

export function varianceOf(distribution: Distribution): number {
  return lawOf(distribution).variance;
}

export function quantileOf(distribution: Distribution, q: number): number {
  return lawOf(distribution).quantile(q);
}

export function survivalOf(distribution: Distribution, ms: number): number {
  return lawOf(distribution).survival(ms);
}

/** Mean and deviation of the logarithm. A 99th percentile below the median counts as the median. */
export function logNormalOf({ medianMs, p99Ms }: Extract<Distribution, { type: 'logNormal' }>): { mu: number; sigma: number } {
  if (medianMs <= 0) return { mu: Number.NEGATIVE_INFINITY, sigma: 0 };
  return { mu: Math.log(medianMs), sigma: Math.max(0, Math.log(p99Ms / medianMs) / normalQuantile(0.99)) };
}

function constantLaw(value: number): DistributionLaw {
  return {
    mean: value,
    variance: 0,
    quantile: () => value,
    survival: (ms) => (value > ms ? 1 : 0),
    meanUpTo: (ms) => Math.min(value, ms),
  };
}

function logNormalLaw(mu: number, sigma: number): DistributionLaw {
  const mean = Math.exp(mu + (sigma * sigma) / 2);
  const survival = (ms: number) => (ms <= 0 ? 1 : normalSurvival((Math.log(ms) - mu) / sigma));
  return {
    mean,
    variance: Math.expm1(sigma * sigma) * mean * mean,
    quantile: (q) => Math.exp(mu + sigma * normalQuantile(q)),
    survival,
    meanUpTo: (ms) => (ms <= 0 ? 0 : mean * normalSurvival(sigma - (Math.log(ms) - mu) / sigma) + ms * survival(ms)),
  };
}

function empiricalLaw(values: readonly number[]): DistributionLaw {
  const sorted = Float64Array.from(values).toSorted();
  const sums = new Float64Array(sorted.length + 1);
  sorted.forEach((value, index) => (sums[index + 1] = (sums[index] ?? 0) + value));
  const count = sorted.length;
  const mean = (sums[count] ?? 0) / count;
  const variance = sorted.reduce((total, value) => total + (value - mean) ** 2, 0) / count;
  return {
    mean,
    variance,
    // The smallest value that the share does not exceed; a hair of tolerance keeps 0.99 of 100 at the 99th.
    quantile: (q) => sorted[Math.min(count - 1, Math.max(0, Math.ceil(q * count - 1e-9) - 1))] ?? 0,
    survival: (ms) => (count - notAbove(sorted, ms)) / count,
    meanUpTo: (ms) => {
      const below = notAbove(sorted, ms);
      return ((sums[below] ?? 0) + (count - below) * ms) / count;
    },
  };
}

/** How many of the sorted values are at most `limit`. */
export function notAbove(sorted: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
