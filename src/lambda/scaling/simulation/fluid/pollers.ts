import { erlangB } from './erlang.ts';

/** A queue's pollers where no more comes than they can take, on average. */
export interface PollersAtWork {
  /** How often messages wait, as all pollers are at work. */
  readonly waits: number;
  /** How many messages wait, on average. */
  readonly waiting: number;
  /** Batches a second. */
  readonly batches: number;
  /** How often all pollers are at work, of the time in which no message waits. */
  readonly full: number;
}

const idle: PollersAtWork = { waits: 0, waiting: 0, batches: 0, full: 0 };
const rounds = 50;

/**
 * Pollers that take one message while some are free, and up to `batchSize` of those that wait when one becomes free: a loss system, whose
 * last state has others behind it in which one message more waits each. `rate`: messages a second; `workSeconds`: of a batch. Undefined
 * where more comes than they can take.
 */
export function pollersAtWork(rate: number, workSeconds: number, pollers: number, batchSize: number): PollersAtWork | undefined {
  if (rate <= 0) return idle;
  const ends = pollers / workSeconds;
  if (rate >= ends * batchSize * 0.9999) return undefined;
  const ratio = waitingRatio(rate, ends, batchSize);
  const full = erlangB(rate * workSeconds, pollers);
  const behind = (full * ratio) / (1 - ratio);
  const waits = behind / (1 + behind);
  const allBusy = (full + behind) / (1 + behind);
  return { waits, waiting: waits / (1 - ratio), batches: rate * (1 - allBusy) + ends * waits, full };
}

/** How likely one message more waits than another number of them: the root below 1 of the balance of such a state. */
function waitingRatio(rate: number, ends: number, batchSize: number): number {
  if (batchSize === 1) return rate / ends;
  // Newton's steps from below: the function falls and is convex there, so that they do not pass the root.
  let ratio = rate / (rate + ends);
  for (let round = 0; round < rounds; round++) {
    const power = ends * ratio ** (batchSize - 1);
    const step = (rate / ratio + power * ratio - rate - ends) / (rate / (ratio * ratio) - batchSize * power);
    if (!(step > 1e-12)) break;
    ratio += step;
  }
  return ratio;
}
