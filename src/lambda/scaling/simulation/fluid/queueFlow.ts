import { pacedConcurrency, pollerBackOffMs, queueFigures, type QueuePace, queuePace } from '../../rules/eventSources.ts';
import type { InvocationSource } from '../scenario.ts';
import type { Span } from './fluidFunction.ts';
import type { FlowOutcome, FluidSource, SourceFunction } from './fluidSource.ts';
import { erlangB } from './erlang.ts';
import { FutureFlow } from './futureFlow.ts';

type QueueRules = Extract<InvocationSource, { type: 'sqs' }>;

/** Batches that were refused so often, and the messages in each. */
interface Refused {
  readonly due: FutureFlow;
  amount: number;
}

/** A queue's messages as flows: pollers take them one by one while some are free, and in ever larger batches while none is. */
export function queueFlow(rules: QueueRules, fn: SourceFunction): FluidSource {
  return new QueueFlow(rules, fn);
}

class QueueFlow implements FluidSource {
  readonly dropped = 0;
  readonly #rules: QueueRules;
  readonly #fn: SourceFunction;
  readonly #pace: QueuePace;
  readonly #visibility: number;
  readonly #returns: FutureFlow;
  readonly #refused: Refused[] = [];
  #concurrency: number;
  /** Messages that are visible. */
  #visible = 0;
  #batches = 0;
  /** In a batch, on average. */
  #size = 1;
  #arrivalRate = 0;

  constructor(rules: QueueRules, fn: SourceFunction) {
    this.#rules = rules;
    this.#fn = fn;
    this.#pace = queuePace(rules);
    this.#concurrency = this.#pace.first;
    this.#visibility = rules.visibilityTimeoutSeconds ?? queueFigures.visibilityTimeoutSeconds;
    this.#returns = new FutureFlow(fn.seconds);
    // A poller tries as often as its waits fit into the visibility timeout.
    let age = pollerBackOffMs(1) / 1000;
    while (age < this.#visibility) {
      this.#refused.push({ due: new FutureFlow(fn.seconds), amount: 0 });
      age += pollerBackOffMs(this.#refused.length + 1) / 1000;
    }
  }

  get ceiling(): number {
    return Math.floor(this.#concurrency + 1e-9);
  }

  get waiting(): number {
    return this.#visible + this.#returns.waiting + this.#resting * this.#size;
  }

  /** Batches whose pollers wait before they try again. */
  get #resting(): number {
    return this.#refused.reduce((sum, { due }) => sum + due.waiting, 0);
  }

  tried(arrivals: number, inUse: number, { to, seconds }: Span): number {
    this.#arrivalRate = arrivals / seconds;
    this.#visible += this.#returns.take(to);
    const load = this.#arrivalRate * this.#fn.workSeconds;
    const busy = queued(load, this.ceiling);
    this.#adapt(this.#visible >= 1 ? { ...busy, queued: 1 } : busy, load, inUse, seconds);
    let again = 0;
    for (const batches of this.#refused) again += batches.amount = batches.due.take(to);
    const pollers = Math.max(0, this.ceiling - this.#resting - again);
    const room = Math.max(0, pollers - inUse) + (Math.min(pollers, Math.max(inUse, arrivals)) * seconds) / this.#fn.workSeconds;
    const singles = Math.min(arrivals, room, Math.max(arrivals * busy.batches, arrivals / this.#rules.batchSize));
    const { batchSize } = this.#rules;
    const full = Math.min(this.#visible + arrivals - singles, Math.max(0, (room - singles) * batchSize));
    const taken = singles < arrivals ? Math.min(this.#visible + arrivals, room * batchSize) : arrivals + full;
    this.#batches = singles < arrivals ? Math.min(room, Math.max(singles, taken / batchSize)) : singles + full / batchSize;
    this.#visible = Math.max(0, this.#visible + arrivals - taken);
    if (this.#batches > 0) this.#size = taken / this.#batches;
    return this.#batches + again;
  }

  settle({ admitted, refused }: FlowOutcome, { to }: Span): void {
    const tried = admitted + refused;
    const share = tried > 0 ? refused / tried : 0;
    const failed = admitted * this.#fn.failures * this.#size;
    if (failed > 0) this.#returns.add(to + this.#visibility, to + this.#visibility, failed);
    let amount = this.#batches;
    let age = 0;
    for (const [index, batches] of this.#refused.entries()) {
      const wait = pollerBackOffMs(index + 1) / 1000;
      if (amount * share > 0) batches.due.add(to + wait, to + wait, amount * share);
      age += wait;
      amount = batches.amount;
    }
    const hidden = amount * share * this.#size;
    if (hidden > 0) this.#returns.add(to + Math.max(0, this.#visibility - age), to + Math.max(0, this.#visibility - age), hidden);
  }

  /** They become more where a message waits when it is looked, and fewer where none does and some are idle. */
  #adapt({ queued: waits, full }: Queued, load: number, inUse: number, seconds: number): void {
    const second = 1000;
    const more = pacedConcurrency(this.#concurrency, second, true, this.#pace) - this.#concurrency;
    const fewer = this.#concurrency - pacedConcurrency(this.#concurrency, second, false, this.#pace);
    let idle = 0;
    // Of the loss system: how likely so many are idle.
    const pollers = load > 0 ? this.ceiling : 0;
    for (let count = 1, share = full; count <= pollers; count++) {
      share *= (pollers - count + 1) / load;
      idle += share * Math.min(fewer, count);
    }
    if (waits >= 1) idle = 0;
    else if (load <= 0) idle = Math.min(fewer, Math.max(0, this.#concurrency - inUse));
    this.#concurrency += (more * waits - idle) * seconds;
    this.#concurrency = Math.min(this.#pace.most, Math.max(this.#pace.fewest, this.#concurrency));
  }

  age(): number {
    return this.waiting < 0.5 ? 0 : this.waiting / Math.max(this.#arrivalRate, 1e-9) > 1e6 ? 0 : this.waiting / Math.max(this.#arrivalRate, 1e-9);
  }
}

/**
 * Pollers that take one message while some are free, and all that wait when one becomes free: a loss system with one state more, in which
 * messages wait. Gives how often they do, and batches for each message.
 */
function queued(load: number, pollers: number): Queued {
  if (load <= 0 || pollers <= 0) return { queued: load > 0 ? 1 : 0, batches: 1, full: 0 };
  const loss = erlangB(load, pollers);
  const more = (loss * load) / pollers;
  const waits = more / (1 + more);
  const allBusy = (loss + more) / (1 + more);
  return { queued: waits, batches: Math.min(1, 1 - allBusy + (pollers / load) * waits), full: loss / (1 + more) };
}

interface Queued {
  /** How often messages wait. */
  readonly queued: number;
  /** Batches for each message. */
  readonly batches: number;
  /** How often all pollers are at work and no message waits. */
  readonly full: number;
}
