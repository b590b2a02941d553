import { assertNever } from '../../../common/assertNever.ts';
import { logNormalOf } from './distribution.ts';
import { normalOf, type Random } from './random.ts';
import type { Distribution } from './traffic.ts';

/** Draws values of a distribution, in milliseconds. Nothing is allocated by drawing. */
export function samplerOf(distribution: Distribution, random: Random): () => number {
  switch (distribution.type) {
    case 'constant': {
      const { ms } = distribution;
      return () => ms;
    }
    case 'logNormal': {
      const { mu, sigma } = logNormalOf(distribution);
      const { medianMs } = distribution;
      if (sigma === 0) return () => medianMs;
      const normal = normalOf(random);
      return () => Math.exp(mu + sigma * normal());
    }
    case 'empirical': {
      const values = Float64Array.from(distribution.valuesMs);
      return () => values[Math.floor(random() * values.length)] ?? 0;
    }
    default:
      return assertNever(distribution);
  }
}
