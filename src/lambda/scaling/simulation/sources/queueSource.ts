import { pacedConcurrency, pollerBackOffMs, queueFigures, type QueuePace, queuePace } from '../../rules/eventSources.ts';
import { succeeded } from '../engine/environments.ts';
import type { Timers } from '../engine/timers.ts';
import type { InvocationSource } from '../scenario.ts';
import { MessageQueue } from './messageQueue.ts';
import type { Attempt, Source } from './source.ts';

export interface QueueSourceOptions {
  readonly rules: Extract<InvocationSource, { type: 'sqs' }>;
  readonly attempt: Attempt;
  readonly timers: Timers;
}

interface Batch {
  count: number;
  /** When its oldest message came, and when it was received. */
  since: number;
  receivedAt: number;
  refusals: number;
  /** It waits for its poller's next try, or for its timeout. */
  resting: boolean;
}

/** How often pollers become more or fewer, in ms. */
const paceEvery = 1000;

/**
 * Messages of a queue, which pollers take in batches. A throttled batch is tried again by its poller, with ever longer waits, until its
 * messages are visible again; those of a failed one return when their visibility timeout ends.
 */
export class QueueSource implements Source {
  readonly #options: QueueSourceOptions;
  readonly #pace: QueuePace;
  readonly #visibilityMs: number;
  readonly #messages = new MessageQueue();
  /** Visible again, after a run that failed or never was: taken first. */
  readonly #returned = new MessageQueue();
  readonly #batches: Batch[] = [];
  readonly #free: number[] = [];
  /** Batches that pollers hold, and how many they may. */
  #held = 0;
  #concurrency: number;
  /** Messages of batches that rest. */
  #resting = 0;
  readonly #retry: (at: number, batch: number) => void;
  readonly #reappear: (at: number, batch: number) => void;
  readonly dropped = 0;

  constructor(options: QueueSourceOptions) {
    const { timers, rules } = options;
    this.#options = options;
    this.#pace = queuePace(rules);
    this.#concurrency = this.#pace.first;
    this.#visibilityMs = (rules.visibilityTimeoutSeconds ?? queueFigures.visibilityTimeoutSeconds) * 1000;
    this.#retry = timers.kind((slot, now) => {
      this.#rest(slot, false);
      this.#try(slot, now);
    });
    this.#reappear = timers.kind((slot, now) => this.#return(slot, now));
    const tick = timers.kind((_, now) => {
      this.#adapt();
      this.#pump(now);
      tick(now + paceEvery, 0);
    });
    tick(paceEvery, 0);
  }

  get waiting(): number {
    return this.#messages.size + this.#returned.size + this.#resting;
  }

  arrive(now: number): void {
    this.#messages.push(now);
    this.#pump(now);
  }

  ended(slot: number, outcome: number, now: number): void {
    this.#held -= 1;
    if (outcome === succeeded) this.#free.push(slot);
    else this.#hide(slot, now);
    this.#pump(now);
  }

  oldest(): number {
    let oldest = Math.min(this.#messages.oldest, this.#returned.oldest);
    if (this.#resting > 0) for (const { since, resting } of this.#batches) if (resting) oldest = Math.min(oldest, since);
    return oldest;
  }

  #pump(now: number): void {
    while (this.#held < Math.floor(this.#concurrency) && this.#returned.size + this.#messages.size > 0) {
      const queue = this.#returned.size > 0 ? this.#returned : this.#messages;
      const since = queue.oldest;
      const slot = this.#free.pop() ?? this.#batches.push({ count: 0, since: 0, receivedAt: 0, refusals: 0, resting: false }) - 1;
      Object.assign(this.#batch(slot), { since, receivedAt: now, refusals: 0, count: queue.take(this.#options.rules.batchSize) });
      this.#held += 1;
      this.#try(slot, now);
    }
  }

  #try(slot: number, now: number): void {
    if (this.#options.attempt(slot, now)) return;
    const batch = this.#batch(slot);
    batch.refusals += 1;
    const next = now + pollerBackOffMs(batch.refusals);
    if (next < batch.receivedAt + this.#visibilityMs) {
      this.#rest(slot, true);
      this.#retry(next, slot);
      return;
    }
    this.#held -= 1;
    this.#hide(slot, now);
  }

  /** Its messages are not visible until their timeout ends. */
  #hide(slot: number, now: number): void {
    this.#rest(slot, true);
    this.#reappear(Math.max(now, this.#batch(slot).receivedAt + this.#visibilityMs), slot);
  }

  #return(slot: number, now: number): void {
    const { since, count } = this.#batch(slot);
    this.#rest(slot, false);
    this.#returned.push(since, count);
    this.#free.push(slot);
    this.#pump(now);
  }

  /** Pollers that are at work are not given up. */
  #adapt(): void {
    const left = this.#messages.size + this.#returned.size > 0;
    const next = pacedConcurrency(this.#concurrency, paceEvery, left, this.#pace);
    this.#concurrency = left ? next : Math.max(next, Math.min(this.#concurrency, this.#held));
  }

  #rest(slot: number, resting: boolean): void {
    const batch = this.#batch(slot);
    batch.resting = resting;
    this.#resting += resting ? batch.count : -batch.count;
  }

  #batch(slot: number): Batch {
    const batch = this.#batches[slot];
    if (batch === undefined) throw new RangeError(`There is no batch ${slot}.`);
    return batch;
  }
}
