import type { Random } from '../../../traffic/random.ts';
import { curveOf } from '../../../traffic/rate.ts';
import type { Traffic } from '../../../traffic/traffic.ts';
import { PoissonCounts } from './poisson.ts';
import type { Ticks } from './ticks.ts';

/** How many arrive in each tick; asked in order. */
export type ArrivalCounts = () => number;

/** Rates are looked up so often: a second's change of a curve is small, and a piece may begin within a second. */
const slicesPerSecond = { smooth: 1, pieces: 8 } as const;

export function arrivalCounts({ shape, spacing }: Traffic, seconds: number, ticks: Ticks, random: Random): ArrivalCounts {
  if (shape.type === 'arrivals') return recordedCounts(shape.atMs, ticks);
  const curve = curveOf(shape, seconds);
  const smooth = shape.type === 'constant' || shape.type === 'daily';
  const slice = Math.max(1, Math.round(ticks.perSecond / slicesPerSecond[smooth ? 'smooth' : 'pieces']));
  const poisson = new PoissonCounts(random, 0);
  let tick = 0;
  let until = 0;
  let perTick = 0;
  let reached = 0;
  let counted = 0;
  return () => {
    if (tick === until) {
      const from = curve.arrivalsUntil(tick / ticks.perSecond);
      until = Math.min(tick + slice, Math.max(tick + 1, ticks.count));
      perTick = (curve.arrivalsUntil(until / ticks.perSecond) - from) / (until - tick);
      reached = from;
      if (spacing !== 'even' && Math.abs(perTick - poisson.mean) > 1e-9 * perTick) poisson.mean = perTick;
    }
    tick += 1;
    if (spacing !== 'even') return perTick > 0 ? poisson.draw() : 0;
    // Each in the middle of its share.
    reached += perTick;
    const before = counted;
    counted = Math.max(before, Math.floor(reached + 0.5 + 1e-9));
    return counted - before;
  };
}

function recordedCounts(atMs: readonly number[], ticks: Ticks): ArrivalCounts {
  let index = 0;
  let tick = 0;
  return () => {
    const before = index;
    tick += 1;
    while (index < atMs.length && (atMs[index] ?? 0) < tick * ticks.ms) index += 1;
    return index - before;
  };
}
