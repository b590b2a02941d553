import { normalSurvival } from '../../traffic/normal.ts';

const lowest = -4;
const highest = 9;
const perUnit = 64;

/** For each half deviation from the mean on: see `visits`. */
const visitFactors = [2.6, 2.22, 1.95, 1.87, 1.97, 2.15, 2.45, 2.85, 3.45, 4.1];

/**
 * How often work in use, which varies around its mean as a stationary Gaussian process, comes up to a level, in visits for each time
 * constant; `u` is the level's distance from the mean in deviations. Visits far above the mean are rare and independent: a level as far as
 * that is visited `u * density(u)` times (Pickands; for Poisson arrivals the same as Aldous' clumping heuristic and independent of the law of
 * the durations). Nearer to the mean they come in groups, for which no formula is known: by the factors below instead of `u`, as measured.
 */
const visits = table((u) => (u < 0 ? 4 : density(u) * visitFactor(u)));

/** The hazard that says the same as that the level is reached right now: minus the logarithm of the share of time below it. */
const presence = table((u) => (u < -3.5 ? 60 : -Math.log1p(-normalSurvival(u))));

export const certainBelow = -3.5;
export const neverAbove = 8.5;

function visitFactor(u: number): number {
  const place = u * 2;
  const index = Math.floor(place);
  const low = visitFactors[index];
  const high = visitFactors[index + 1];
  return low === undefined || high === undefined ? u - 1 / u : low + (high - low) * (place - index);
}

function visitsAt(u: number): number {
  return look(visits, u);
}

/** Visits to a level for each time constant. Where few environments are in use the level is taken for what it is: a whole number. */
export function visitsOf(u: number, level: number, mean: number, peakedness: number): number {
  if (mean > 50 || peakedness < 0.9 || mean <= 0) return look(visits, u);
  const deviation = Math.sqrt(mean);
  return poisson(level, mean) * Math.max(level - mean - (mean / level) * 0.5, visitFactor(Math.min(2, Math.max(0, u))) * deviation);
}

function poisson(count: number, mean: number): number {
  return Math.exp(count * Math.log(mean / count) - mean + count) / (Math.sqrt(2 * Math.PI * count) * (1 + 1 / (12 * count)));
}

/** The hazard that says the same as that at least so many are in use right now. */
export function presenceOf(u: number, level: number, mean: number, peakedness: number): number {
  if (mean > 12 || peakedness < 0.9 || mean <= 0) return look(presence, u);
  let term = poisson(level, mean);
  let share = 0;
  for (let count = level; term > 1e-12 && count < level + 60; count++) {
    share += term;
    term *= mean / (count + 1);
  }
  return share >= 1 ? 60 : -Math.log1p(-share);
}

function presenceAt(u: number): number {
  return look(presence, u);
}

/**
 * Distance of a level from the mean in deviations, so that the normal law fits also where the mean is small: the signed root of the
 * Poisson law's deviance. `level` counts whole environments; the half is the correction for that. `peakedness` is variance by mean.
 */
export function distanceOf(level: number, mean: number, peakedness: number): number {
  const at = level - 0.5;
  if (mean <= 0) return at > 0 ? highest : lowest;
  if (at <= 0) return lowest;
  const excess = at - mean;
  const ratio = excess / mean;
  // The series where the difference of the two terms would lose digits.
  const deviance = Math.abs(ratio) < 1e-3 ? (excess * ratio) / 2 - (excess * ratio * ratio) / 6 : at * Math.log(at / mean) - excess;
  return Math.sign(excess) * Math.sqrt((2 * Math.max(0, deviance)) / peakedness);
}

/** How far above its mean the work in use comes in so many time constants, on average, in deviations. */
export function expectedPeak(timeConstants: number): number {
  let low = 0;
  let high = highest;
  // The level that is visited 0.56 times: the mean of the largest is there (Gumbel's law, whose mean is Euler's constant beyond its mode).
  for (let round = 0; round < 30; round++) {
    const middle = (low + high) / 2;
    if (Math.max(visitsAt(middle) * timeConstants, presenceAt(middle)) > 0.5615) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function density(u: number): number {
  return Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
}

function table(value: (u: number) => number): Float64Array {
  return Float64Array.from({ length: (highest - lowest) * perUnit + 2 }, (_, index) => value(lowest + index / perUnit));
}

function look(values: Float64Array, u: number): number {
  if (u >= highest) return 0;
  const place = Math.max(0, (u - lowest) * perUnit);
  const index = Math.floor(place);
  const low = values[index] ?? 0;
  return low + ((values[index + 1] ?? 0) - low) * (place - index);
}
