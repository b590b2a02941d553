import { pacedConcurrency, pollerBackOffMs, queueFigures, type QueuePace, queuePace } from '../../rules/eventSources.ts';
import type { InvocationSource } from '../scenario.ts';
import type { Span } from './span.ts';
import type { FlowOutcome, FluidSource, Polled, SourceFunction } from './fluidSource.ts';
import { FutureFlow } from './futureFlow.ts';
import { type PollersAtWork, pollersAtWork } from './pollers.ts';

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

/** So many numbers of pollers are told apart in a step. */
const mostParts = 4;

/** Pollers become more or fewer once a second. */
const paceMs = 1000;

class QueueFlow implements FluidSource {
  readonly dropped = 0;
  readonly variance = 0;
  polled: Polled | undefined;
  /** Most pollers in the step. */
  ceiling: number;
  readonly #rules: QueueRules;
  readonly #fn: SourceFunction;
  readonly #pace: QueuePace;
  readonly #visibility: number;
  readonly #returns: FutureFlow;
  readonly #refused: Refused[] = [];
  #concurrency: number;
  /** So many pollers hold a batch when their number has just changed. */
  #least = 0;
  /** Messages that are visible because pollers are too few, and those that wait now and then. */
  #behind = 0;
  #between = 0;
  /** Of the step: batches, and messages in one. */
  #batches = 0;
  #size = 1;
  #arrivalRate = 0;
  #known: { readonly pollers: number; readonly rate: number; readonly found: PollersAtWork | undefined } | undefined;

  constructor(rules: QueueRules, fn: SourceFunction) {
    this.#rules = rules;
    this.#fn = fn;
    this.#pace = queuePace(rules);
    this.#concurrency = this.#pace.first;
    this.ceiling = this.#pollers;
    this.#visibility = rules.visibilityTimeoutSeconds ?? queueFigures.visibilityTimeoutSeconds;
    this.#returns = new FutureFlow(fn.seconds);
    // A poller tries as often as its waits fit into the visibility timeout.
    let age = pollerBackOffMs(1) / 1000;
    while (age < this.#visibility) {
      this.#refused.push({ due: new FutureFlow(fn.seconds), amount: 0 });
      age += pollerBackOffMs(this.#refused.length + 1) / 1000;
    }
  }

  get waiting(): number {
    return this.#behind + this.#between + this.#returns.waiting + this.#resting * this.#size;
  }

  tried(arrivals: number, inUse: number, { from, to, seconds }: Span): number {
    this.#arrivalRate = arrivals / seconds;
    const rate = this.#arrivalRate + this.#returns.take(to) / seconds;
    let again = 0;
    for (const batches of this.#refused) again += batches.amount = batches.due.take(to);
    const resting = this.#resting + again;
    this.ceiling = 0;
    this.#batches = 0;
    let messages = 0;
    const parts: { pollers: number; least: number; seconds: number }[] = [];
    let free = Math.max(0, this.#pollers - resting - inUse);
    for (let at = from; at < to - 1e-9; ) {
      const tick = Math.floor(at + 1e-9) + 1;
      const next = Math.min(to, tick);
      const pollers = Math.max(0, this.#pollers - resting);
      this.ceiling = Math.max(this.ceiling, this.#pollers);
      parts.push({ pollers: this.#pollers, least: Math.min(this.#pollers, this.#least), seconds: next - at });
      const room = free + (Math.min(pollers, Math.max(inUse, rate * (next - at))) * (next - at)) / this.#fn.workSeconds;
      const { batches, taken, waits, full } = this.#poll(rate, next - at, pollers, room);
      this.#batches += batches;
      messages += taken;
      if (next > tick - 1e-9) this.#adapt(rate, resting, waits, full);
      free = Math.max(0, this.#pollers - resting - pollers);
      at = next;
    }
    this.polled = { load: rate * this.#fn.workSeconds, parts: parts.length > mostParts ? grouped(parts) : parts };
    if (this.#batches > 0) this.#size = messages / this.#batches;
    return this.#batches + again;
  }

  settle({ admitted, refused }: FlowOutcome, { from, to }: Span): void {
    const tried = admitted + refused;
    const share = tried > 0 ? refused / tried : 0;
    const failed = admitted * this.#fn.failures * this.#size;
    if (failed > 0) this.#returns.add(from + this.#visibility, to + this.#visibility, failed);
    let amount = this.#batches;
    let age = 0;
    for (const [index, batches] of this.#refused.entries()) {
      const wait = pollerBackOffMs(index + 1) / 1000;
      if (amount * share > 0) batches.due.add(from + wait, to + wait, amount * share);
      age += wait;
      amount = batches.amount;
    }
    const hidden = amount * share * this.#size;
    if (hidden > 0) this.#returns.add(from + Math.max(0, this.#visibility - age), to + Math.max(0, this.#visibility - age), hidden);
  }

  age(): number {
    return this.waiting < 0.5 || this.#arrivalRate <= 0 ? 0 : this.waiting / this.#arrivalRate;
  }

  get #pollers(): number {
    return Math.floor(this.#concurrency + 1e-9);
  }

  /** Batches whose pollers wait before they try again. */
  get #resting(): number {
    return this.#refused.reduce((sum, { due }) => sum + due.waiting, 0);
  }

  /** A part of the step in which the number of pollers stays. */
  #poll(rate: number, seconds: number, pollers: number, room: number): { batches: number; taken: number; waits: number; full: number } {
    const { batchSize } = this.#rules;
    const steady = pollers > 0 ? this.#atWork(rate, pollers) : undefined;
    const most = pollers > 0 ? room : 0;
    const due = this.#behind + rate * seconds;
    // All that is left over is taken in full batches, as long as there is.
    const backlog = steady === undefined ? 1 : Math.min(1, this.#behind / Math.max(1e-9, most * batchSize - rate * seconds));
    const batches = Math.min(most, backlog * most + (1 - backlog) * (steady?.batches ?? 0) * seconds);
    const taken = Math.min(due, backlog < 1 && batches < most ? due : batches * batchSize);
    this.#behind = Math.max(0, due - taken);
    this.#between = (1 - backlog) * (steady?.waiting ?? 0);
    return { batches, taken, waits: this.#behind >= 1 ? 1 : backlog + (1 - backlog) * (steady?.waits ?? 1), full: steady?.full ?? 1 };
  }

  #atWork(rate: number, pollers: number): PollersAtWork | undefined {
    if (this.#known?.pollers === pollers && this.#known.rate === rate) return this.#known.found;
    const found = pollersAtWork(rate, this.#fn.workSeconds, pollers, this.#rules.batchSize);
    this.#known = { pollers, rate, found };
    return found;
  }

  /** They become more where a message waits just then, and fewer where none does and some have no work. */
  #adapt(rate: number, resting: number, waits: number, full: number): void {
    const left = this.#fn.random() < waits;
    const before = this.#pollers;
    const next = pacedConcurrency(this.#concurrency, paceMs, left, this.#pace);
    this.#concurrency = left ? next : Math.max(next, Math.min(this.#concurrency, this.#held(rate, resting, full, this.#concurrency - next)));
    this.#least = left ? before + 1 : this.#pollers > Math.floor(next + 1e-9) ? this.#pollers : 0;
  }

  /** How many pollers hold a batch where no message waits, drawn; no less than matters. */
  #held(rate: number, resting: number, full: number, fewer: number): number {
    const load = rate * this.#fn.workSeconds;
    const pollers = this.#pollers;
    const drawn = this.#fn.random();
    let share = full;
    let held = pollers - resting;
    for (let more = share; more < drawn && pollers - held <= fewer + 1 && held > 0; more += share) {
      share *= held / Math.max(load, 1e-9);
      held -= 1;
    }
    return held + resting;
  }
}

/** Where a step has many seconds: those with the fewest pollers, and so on to those with the most, each taken for its largest. */
function grouped(parts: Polled['parts']): Polled['parts'] {
  const sorted = [...parts].sort((a, b) => a.pollers - b.pollers);
  const each = Math.ceil(sorted.length / mostParts);
  return Array.from({ length: Math.ceil(sorted.length / each) }, (_, group) => {
    const some = sorted.slice(group * each, (group + 1) * each);
    return {
      pollers: some.at(-1)?.pollers ?? 0,
      least: Math.max(...some.map(({ least }) => least)),
      seconds: some.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  });
}
