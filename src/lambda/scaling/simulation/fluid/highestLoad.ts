import { queuePace } from '../../rules/eventSources.ts';
import { meanOf } from '../../traffic/distribution.ts';
import { curveOf } from '../../traffic/rate.ts';
import type { FunctionScenario, Scenario } from '../scenario.ts';

/** Above what a function never has at work at once, but for a chance that does not matter. */
export function highestLoad(fn: FunctionScenario, { seconds, account, initsAtOnce = Number.POSITIVE_INFINITY }: Scenario): number {
  const curve = curveOf(fn.traffic.shape, seconds);
  let most = 0;
  const looks = 4000;
  for (let index = 0; index < looks; index++) {
    const from = (index / looks) * seconds;
    const to = ((index + 1) / looks) * seconds;
    most = Math.max(most, curve.rateAt(from), (curve.arrivalsUntil(to) - curve.arrivalsUntil(from)) / (to - from));
  }
  const limit = Math.max(1, fn.reserved ?? account.concurrency);
  const { source } = fn;
  if (source?.type === 'async') return limit + 1;
  if (source?.type === 'stream') return Math.min(limit, source.shards * (source.parallelizationFactor ?? 1)) + 1;
  const work = Math.min(fn.timeoutSeconds * 1000, meanOf(fn.duration)) / 1000;
  const init = meanOf(fn.init) / 1000;
  const load = most * (work + 2 * init);
  // What was left over while pollers were too few lets them become as many again.
  if (source?.type === 'sqs') return Math.min(limit, queuePace(source).most, queuePace(source).first + 2.5 * load + 10 * Math.sqrt(load) + 20) + 1;
  // Until enough have had their turn to initialise, more wait for theirs.
  const queued = (most * most * work * init) / initsAtOnce;
  return Math.min(limit + 1, load + queued + 10 * Math.sqrt(load) + 20);
}
