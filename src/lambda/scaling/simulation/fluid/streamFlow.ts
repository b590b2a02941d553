import { pollerBackOffMs, streamFigures } from '../../rules/eventSources.ts';
import type { InvocationSource } from '../scenario.ts';
import type { Span } from './span.ts';
import type { FlowOutcome, FluidSource, SourceFunction } from './fluidSource.ts';

type StreamRules = Extract<InvocationSource, { type: 'stream' }>;

/** A stream's records as flows: each lane of each shard runs one batch after the other, of what was read since the last poll. */
export function streamFlow(rules: StreamRules, fn: SourceFunction): FluidSource {
  return new StreamFlow(rules, fn);
}

const pollSeconds = streamFigures.pollMs / 1000;
const backOffSeconds = pollerBackOffMs(1) / 1000;

class StreamFlow implements FluidSource {
  readonly dropped = 0;
  readonly variance = 0;
  readonly ceiling: number;
  readonly #rules: StreamRules;
  readonly #fn: SourceFunction;
  /** Records that no batch has taken; the half of what a poll brings among them. */
  #waiting = 0;
  /** What waits longer than that: see `#waitLonger`. */
  #longer = 0;
  #size = 1;
  #rate = 0;

  constructor(rules: StreamRules, fn: SourceFunction) {
    this.#rules = rules;
    this.#fn = fn;
    this.ceiling = rules.shards * (rules.parallelizationFactor ?? 1);
  }

  get waiting(): number {
    return this.#waiting + this.#longer;
  }

  tried(arrivals: number, _inUse: number, { from, to, seconds }: Span): number {
    const lanes = this.ceiling;
    const { batchSize } = this.#rules;
    const { workSeconds, failures } = this.#fn;
    this.#rate = arrivals / seconds;
    // What came since the last poll waits for the next one; besides it there is what lanes were too slow for.
    const behind = Math.max(0, this.#waiting - this.#rate * pollSeconds * 0.5);
    this.#waiting += arrivals;
    // Shards are polled the first time one after the other, and bring what came until then.
    const read = (this.#rate * Math.min((from + to) / 2, pollSeconds)) / lanes;
    const whole = Math.floor(read);
    const perPoll = Math.ceil(whole / batchSize) * (1 - (read - whole)) + Math.ceil((whole + 1) / batchSize) * (read - whole);
    const perBatch = workSeconds + (failures / (1 - failures)) * (workSeconds + backOffSeconds);
    const room = (lanes * seconds) / perBatch;
    const usual = (perPoll * lanes * seconds) / pollSeconds;
    const saturated = behind > lanes * batchSize;
    const batches = saturated || usual > room ? Math.min(room, this.#waiting / batchSize) : usual;
    this.#size = batches > 0 ? Math.min(batchSize, saturated ? batchSize : usual > room ? arrivals / batches : read / perPoll) : 1;
    this.#longer = this.#waitLonger(read, (batches / seconds) * failures);
    return batches / (1 - failures);
  }

  settle({ admitted }: FlowOutcome): void {
    this.#waiting = Math.max(0, this.#waiting - admitted * (1 - this.#fn.failures) * this.#size);
  }

  age(): number {
    return this.#rate > 0 ? this.waiting / this.#rate : 0;
  }

  /**
   * Steps of a result end with whole seconds, just before the last shard is polled: what waits is then half a shard's turn older than on
   * average. Besides it there are records behind other batches of their lane, and batches that failed.
   */
  #waitLonger(read: number, failed: number): number {
    const { shards, batchSize } = this.#rules;
    let behindOthers = 0;
    for (let shard = 1; shard <= shards; shard++) {
      const begun = 1 + Math.floor(((1 - shard / shards || 1) * pollSeconds) / this.#fn.workSeconds);
      behindOthers += Math.max(0, read - batchSize * begun);
    }
    return (this.#rate * pollSeconds) / (2 * shards) + (behindOthers * this.ceiling) / shards + failed * this.#size * backOffSeconds;
  }
}
