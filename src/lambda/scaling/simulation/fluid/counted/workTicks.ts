import type { Random } from '../../../traffic/random.ts';
import { lawOf } from '../../../traffic/distribution.ts';
import type { Distribution } from '../../../traffic/traffic.ts';

/** So many values of a distribution, each as likely as the others: as many as a processor keeps at hand. */
const points = 8192;

/** Draws durations in ticks, with fractions. */
export class WorkTicks {
  readonly values: Float64Array;

  /** Their mean, cut at a timeout, is that of the distribution. */
  constructor(distribution: Distribution, perSecond: number, cutMs: number) {
    const law = lawOf(distribution);
    const values = Float64Array.from({ length: points }, (_, index) => law.quantile((index + 0.5) / points));
    const mean = values.reduce((sum, ms) => sum + Math.min(ms, cutMs), 0) / points;
    const scale = (mean > 0 ? (cutMs === Number.POSITIVE_INFINITY ? law.mean : law.meanUpTo(cutMs)) / mean : 1) * (perSecond / 1000);
    this.values = values.map((ms) => ms * scale);
  }

  draw(random: Random): number {
    return this.values[Math.floor(random() * points)] ?? 0;
  }
}
