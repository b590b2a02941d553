import { pollerBackOffMs, streamFigures } from '../../rules/eventSources.ts';
import { succeeded } from '../engine/environments.ts';
import type { Timers } from '../engine/timers.ts';
import type { InvocationSource } from '../scenario.ts';
import { MessageQueue } from './messageQueue.ts';
import type { Attempt, Source } from './source.ts';

export interface StreamSourceOptions {
  readonly rules: Extract<InvocationSource, { type: 'stream' }>;
  readonly attempt: Attempt;
  readonly timers: Timers;
}

/** A part of a shard that one invocation at a time reads, in order. */
interface Lane {
  readonly records: MessageQueue;
  /** Of those, the ones that were read with the last poll. */
  read: number;
  /** The batch that is at the function or waits to be: its records and when the first came. */
  batch: number;
  since: number;
  running: boolean;
  refusals: number;
}

/**
 * Records of a stream: each shard is polled once a second, and each of its lanes gives one batch after the other to the function, until it
 * succeeds.
 */
export class StreamSource implements Source {
  readonly #options: StreamSourceOptions;
  readonly #lanes: readonly Lane[];
  readonly #perShard: number;
  #arrived = 0;
  readonly #retry: (at: number, lane: number) => void;
  waiting = 0;
  readonly dropped = 0;

  constructor(options: StreamSourceOptions) {
    const { rules: { shards, parallelizationFactor = 1 }, timers } = options;
    this.#options = options;
    this.#perShard = parallelizationFactor;
    this.#lanes = Array.from({ length: shards * parallelizationFactor }, newLane);
    this.#retry = timers.kind((lane, now) => this.#try(lane, now));
    const poll = timers.kind((shard, now) => {
      for (let lane = shard * parallelizationFactor; lane < (shard + 1) * parallelizationFactor; lane++) this.#read(lane, now);
      poll(now + streamFigures.pollMs, shard);
    });
    // Shards are polled one after the other, as they would be by chance.
    for (let shard = 0; shard < shards; shard++) poll(((shard + 1) / shards) * streamFigures.pollMs, shard);
  }

  /** Shards take turns, and so do the lanes of a shard. */
  arrive(now: number): void {
    const { shards } = this.#options.rules;
    const turn = this.#arrived++;
    this.#lane((turn % shards) * this.#perShard + (Math.floor(turn / shards) % this.#perShard)).records.push(now);
    this.waiting += 1;
  }

  ended(index: number, outcome: number, now: number): void {
    const lane = this.#lane(index);
    lane.running = false;
    if (outcome !== succeeded) {
      this.waiting += lane.batch;
      this.#refused(index, now);
      return;
    }
    lane.batch = 0;
    this.#next(index, now);
  }

  oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { records, batch, since, running } of this.#lanes) oldest = Math.min(oldest, batch > 0 && !running ? since : records.oldest);
    return oldest;
  }

  #read(index: number, now: number): void {
    const lane = this.#lane(index);
    lane.read = lane.records.size;
    if (lane.batch === 0) this.#next(index, now);
  }

  #next(index: number, now: number): void {
    const lane = this.#lane(index);
    if (lane.read === 0) return;
    lane.since = lane.records.oldest;
    lane.batch = lane.records.take(Math.min(this.#options.rules.batchSize, lane.read));
    lane.read -= lane.batch;
    lane.refusals = 0;
    this.#try(index, now);
  }

  #try(index: number, now: number): void {
    const lane = this.#lane(index);
    if (!this.#options.attempt(index, now)) return this.#refused(index, now);
    lane.running = true;
    this.waiting -= lane.batch;
  }

  #refused(index: number, now: number): void {
    const lane = this.#lane(index);
    lane.refusals += 1;
    this.#retry(now + pollerBackOffMs(lane.refusals), index);
  }

  #lane(index: number): Lane {
    const lane = this.#lanes[index];
    if (lane === undefined) throw new RangeError(`There is no lane ${index}.`);
    return lane;
  }
}

function newLane(): Lane {
  return { records: new MessageQueue(), read: 0, batch: 0, since: 0, running: false, refusals: 0 };
}
