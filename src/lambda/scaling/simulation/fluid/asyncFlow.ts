import { afterFunctionError, backOffMs } from '../../rules/asyncRules.ts';
import type { InvocationSource } from '../scenario.ts';
import type { Span } from './span.ts';
import type { FlowOutcome, FluidSource, SourceFunction } from './fluidSource.ts';
import { FutureFlow } from './futureFlow.ts';

const defaultMaximumAge = 21_600;
const backOffs = 40;

/** Events of the same past: how often they ran, how often in a row they were refused, and how old they are when they are tried. */
interface EventClass {
  readonly attempts: number;
  readonly backOffs: number;
  age: number;
  readonly due: FutureFlow;
  amount: number;
}

/** Asynchronous events as flows, by Lambda's rules for trying again. */
export function asyncFlow(rules: Extract<InvocationSource, { type: 'async' }>, fn: SourceFunction): FluidSource {
  return new AsyncFlow(rules, fn);
}

class AsyncFlow implements FluidSource {
  readonly ceiling = Number.POSITIVE_INFINITY;
  dropped = 0;
  variance = 0;
  readonly #rules: Extract<InvocationSource, { type: 'async' }>;
  readonly #fn: SourceFunction;
  readonly #classes = new Map<number, EventClass>();
  readonly #maximumAge: number;
  #tried = 0;

  constructor(rules: Extract<InvocationSource, { type: 'async' }>, fn: SourceFunction) {
    this.#rules = rules;
    this.#fn = fn;
    this.#maximumAge = rules.maximumAgeSeconds ?? defaultMaximumAge;
  }

  get waiting(): number {
    let waiting = 0;
    for (const { due } of this.#classes.values()) waiting += due.waiting;
    return waiting;
  }

  tried(arrivals: number, _inUse: number, { to }: Span): number {
    if (this.#fn.closed) {
      this.dropped += arrivals;
      return 0;
    }
    this.#tried = 0;
    this.#class(0, 0, 0, arrivals).amount += arrivals;
    for (const events of this.#classes.values()) {
      events.amount += events.due.take(to);
      this.#tried += events.amount;
    }
    return this.#tried;
  }

  settle({ refused, bursts }: FlowOutcome, span: Span): void {
    this.variance = 0;
    const share = this.#tried > 0 ? refused / this.#tried : 0;
    // Classes that are new meanwhile have no amount yet.
    for (const events of this.#classes.values()) {
      const { amount } = events;
      events.amount = 0;
      if (amount <= 0) continue;
      this.#refuse(events, amount * share, bursts, span);
      this.#fail(events, amount * (1 - share) * this.#fn.failures, span);
    }
  }

  age(): number {
    let oldest = 0;
    for (const { due, age } of this.#classes.values()) if (due.waiting >= 0.5) oldest = Math.max(oldest, age);
    return oldest;
  }

  /** It waits between half and all of its back-off, but not beyond its age. */
  #refuse(events: EventClass, amount: number, bursts: number, { from, to, seconds }: Span): void {
    if (amount <= 0) return;
    const left = this.#maximumAge - events.age;
    if (left <= 0) {
      this.dropped += amount;
      return;
    }
    const wait = Math.min(left, backOffMs(events.backOffs + 1, 1) / 1000);
    const next = this.#class(events.attempts, Math.min(backOffs, events.backOffs + 1), events.age + 0.75 * wait, amount);
    next.due.add(from + wait / 2, to + wait, amount);
    this.#burst(amount / seconds / bursts, bursts, wait / 2);
  }

  /** What is refused in a burst, of a size by chance, comes back within some time, in which it is more work than usual. */
  #burst(size: number, bursts: number, spread: number): void {
    if (Number.isFinite(bursts)) this.variance += (0.75 * bursts * size * size * this.#fn.workSeconds ** 2) / Math.max(spread, this.#fn.workSeconds);
  }

  #fail(events: EventClass, amount: number, { from, to }: Span): void {
    if (amount <= 0) return;
    const { maximumRetries, maximumAgeSeconds } = this.#rules;
    const config = {
      ...(maximumRetries !== undefined && { maximumRetryAttempts: maximumRetries }),
      ...(maximumAgeSeconds !== undefined && { maximumEventAgeInSeconds: maximumAgeSeconds }),
    };
    const age = events.age + this.#fn.workSeconds;
    const next = afterFunctionError({ enqueuedAt: 0, attempts: events.attempts + 1, backOffs: 0 }, { config, now: age * 1000, scale: 1, spread: 0 });
    if (next.type === 'failed') {
      this.dropped += amount;
      return;
    }
    const wait = this.#fn.workSeconds + next.ms / 1000;
    this.#class(events.attempts + 1, 0, age + next.ms / 1000, amount).due.add(from + wait, to + wait, amount);
  }

  /** Takes `amount` more into a class: it is as old as its events are on average, as a few that are much older say nothing of the others. */
  #class(attempts: number, refusals: number, age: number, amount: number): EventClass {
    const key = attempts * (backOffs + 1) + refusals;
    let events = this.#classes.get(key);
    if (events === undefined) this.#classes.set(key, (events = { attempts, backOffs: refusals, age, due: new FutureFlow(this.#fn.seconds), amount: 0 }));
    if (amount > 0) events.age += (age - events.age) * (amount / (amount + events.due.waiting + events.amount));
    return events;
  }
}
