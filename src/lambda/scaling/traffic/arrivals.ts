import { exponentialOf, type Random } from './random.ts';
import { curveOf } from './rate.ts';
import type { Traffic } from './traffic.ts';

/** When the next one arrives, in milliseconds from the beginning and in order; Infinity when no more come before the end. */
export type Arrivals = () => number;

/**
 * The arrivals of a scenario of so many seconds. Poisson: an even stream of random arrivals, whose time runs as fast as the rate says.
 * Even: each in the middle of its share of the rate, so that a whole number of expected arrivals is that number.
 */
export function arrivalsOf({ shape, spacing }: Traffic, seconds: number, random: Random): Arrivals {
  const end = seconds * 1000;
  const within = (at: number) => (at < end ? at : Number.POSITIVE_INFINITY);
  if (shape.type === 'arrivals') {
    const { atMs } = shape;
    let index = 0;
    return () => within(atMs[index++] ?? Number.POSITIVE_INFINITY);
  }
  const curve = curveOf(shape, seconds);
  let reached = spacing === 'even' ? -0.5 : 0;
  if (spacing === 'even') return () => within(curve.timeOf((reached += 1)) * 1000);
  const gap = exponentialOf(random);
  return () => within(curve.timeOf((reached += gap())) * 1000);
}

/** How many are to be expected. */
export function expectedArrivals({ shape }: Traffic, seconds: number): number {
  return curveOf(shape, seconds).arrivalsUntil(seconds);
}
