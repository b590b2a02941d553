import { pollerBackOffMs, streamFigures } from '../../rules/eventSources.ts';
import type { InvocationSource } from '../scenario.ts';
import type { Span } from './fluidFunction.ts';
import type { FlowOutcome, FluidSource, SourceFunction } from './fluidSource.ts';

type StreamRules = Extract<InvocationSource, { type: 'stream' }>;

/** A stream's records as flows: each lane of each shard runs one batch after the other, of what was read since the last poll. */
export function streamFlow(rules: StreamRules, fn: SourceFunction): FluidSource {
  return new StreamFlow(rules, fn);
}

class StreamFlow implements FluidSource {
  readonly dropped = 0;
  readonly ceiling: number;
  waiting = 0;
  readonly #rules: StreamRules;
  readonly #fn: SourceFunction;
  #size = 1;
  #rate = 0;

  constructor(rules: StreamRules, fn: SourceFunction) {
    this.#rules = rules;
    this.#fn = fn;
    this.ceiling = rules.shards * (rules.parallelizationFactor ?? 1);
  }

  tried(arrivals: number, _inUse: number, { from, seconds }: Span): number {
    const lanes = this.ceiling;
    const pollSeconds = streamFigures.pollMs / 1000;
    this.#rate = arrivals / seconds;
    // What came since the last poll waits for the next one; besides it there is what lanes were too slow for.
    const fresh = this.#rate * pollSeconds * 0.5;
    const behind = Math.max(0, this.waiting - fresh);
    this.waiting += arrivals;
    const read = (this.#rate * pollSeconds) / lanes;
    const { batchSize } = this.#rules;
    const whole = Math.floor(read);
    const batchesAPoll = Math.ceil(whole / batchSize) * (1 - (read - whole)) + Math.ceil((whole + 1) / batchSize) * (read - whole);
    const perBatch = this.#fn.workSeconds + this.#fn.failures * (this.#fn.workSeconds + pollerBackOffMs(1) / 1000);
    const room = (lanes * seconds) / perBatch;
    const usual = batchesAPoll > 0 ? (batchesAPoll * lanes * seconds) / pollSeconds : 0;
    // Shards are polled the first time one after the other.
    const ready = from < pollSeconds ? Math.min(1, from / pollSeconds) : 1;
    const batches = behind > lanes * batchSize || usual > room ? Math.min(room, this.waiting / batchSize) : Math.min(room, usual * ready);
    this.#size = batches > 0 ? Math.min(batchSize, behind > lanes * batchSize ? batchSize : (arrivals * ready) / batches) : 1;
    return batches * (1 + this.#fn.failures);
  }

  settle({ admitted }: FlowOutcome): void {
    this.waiting = Math.max(0, this.waiting - admitted * (1 - this.#fn.failures) * this.#size);
  }

  age(): number {
    return this.#rate > 0 ? this.waiting / this.#rate : 0;
  }
}
