import { type Arrivals, arrivalsOf } from '../traffic/arrivals.ts';
import { randomOf } from '../traffic/random.ts';
import type { LoadPlan } from './loadPlan.ts';

type Schedule = Pick<LoadPlan, 'traffic' | 'seconds' | 'seed'>;

/** When the invocations of a plan are due: the same plan has the same ones. */
export function loadArrivals({ traffic, seconds, seed }: Schedule): Arrivals {
  return arrivalsOf(traffic, seconds, randomOf(seed));
}

/** How many invocations a plan sends: exactly so many, unless it is stopped or sheds some. */
export function plannedInvocations(plan: Schedule & Pick<LoadPlan, 'maximumInvocations'>): number {
  const arrivals = loadArrivals(plan);
  let count = 0;
  while (count < plan.maximumInvocations && arrivals() < Number.POSITIVE_INFINITY) count += 1;
  return count;
}
