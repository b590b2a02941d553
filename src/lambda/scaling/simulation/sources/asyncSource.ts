import { afterFunctionError, afterRefusal, isTooOld, type NextStep, type RetryConfig, type RetryMoment } from '../../rules/asyncRules.ts';
import type { Random } from '../../traffic/random.ts';
import { EventHeap } from '../engine/eventHeap.ts';
import { succeeded } from '../engine/environments.ts';
import type { Timers } from '../engine/timers.ts';
import type { InvocationSource } from '../scenario.ts';
import type { Attempt, Source } from './source.ts';

export interface AsyncSourceOptions {
  readonly rules: Extract<InvocationSource, { type: 'async' }>;
  readonly attempt: Attempt;
  readonly timers: Timers;
  /** Spreads what backs off. */
  readonly random: Random;
  /** A reservation of 0: events are given up at once. */
  readonly closed: boolean;
}

/** Asynchronous events: tried until they succeed, or by Lambda's rules no more. */
export class AsyncSource implements Source {
  readonly #options: AsyncSourceOptions;
  readonly #config: RetryConfig;
  readonly #retry: (at: number, slot: number) => void;
  readonly #enqueuedAt: number[] = [];
  readonly #attempts: number[] = [];
  readonly #backOffs: number[] = [];
  /** Whether it stands in `#oldest`; its slot is free only when it does no more. */
  readonly #listed: boolean[] = [];
  readonly #done: boolean[] = [];
  readonly #waits: boolean[] = [];
  readonly #free: number[] = [];
  /** What waits, by when it came, and some that do no more. */
  readonly #oldest = new EventHeap();
  waiting = 0;
  dropped = 0;

  constructor(options: AsyncSourceOptions) {
    const { maximumRetries, maximumAgeSeconds } = options.rules;
    this.#options = options;
    this.#config = {
      ...(maximumRetries !== undefined && { maximumRetryAttempts: maximumRetries }),
      ...(maximumAgeSeconds !== undefined && { maximumEventAgeInSeconds: maximumAgeSeconds }),
    };
    this.#retry = options.timers.kind((slot, now) => this.#again(slot, now));
  }

  arrive(now: number): void {
    if (this.#options.closed) {
      this.dropped += 1;
      return;
    }
    const slot = this.#free.pop() ?? this.#enqueuedAt.length;
    this.#enqueuedAt[slot] = now;
    this.#attempts[slot] = 0;
    this.#backOffs[slot] = 0;
    this.#listed[slot] = false;
    this.#done[slot] = false;
    this.#waits[slot] = false;
    this.#try(slot, now);
  }

  ended(slot: number, outcome: number, now: number): void {
    if (outcome === succeeded) this.#finish(slot);
    else this.#wait(slot, now, afterFunctionError(this.#aged(slot), this.#moment(now)));
  }

  oldest(): number {
    while (this.#oldest.size > 0 && this.#waits[this.#oldest.first] !== true) {
      const slot = this.#oldest.pop();
      this.#listed[slot] = false;
      if (this.#done[slot] === true) this.#free.push(slot);
    }
    return this.#oldest.next;
  }

  #again(slot: number, now: number): void {
    this.waiting -= 1;
    this.#waits[slot] = false;
    if (isTooOld(this.#aged(slot), this.#moment(now))) this.#drop(slot);
    else this.#try(slot, now);
  }

  #try(slot: number, now: number): void {
    if (this.#options.attempt(slot, now)) {
      this.#attempts[slot] = (this.#attempts[slot] ?? 0) + 1;
      this.#backOffs[slot] = 0;
    } else {
      this.#backOffs[slot] = (this.#backOffs[slot] ?? 0) + 1;
      this.#wait(slot, now, afterRefusal(this.#aged(slot), this.#moment(now)));
    }
  }

  #wait(slot: number, now: number, next: NextStep): void {
    if (next.type === 'failed') return this.#drop(slot);
    this.waiting += 1;
    this.#waits[slot] = true;
    if (this.#listed[slot] !== true) {
      this.#listed[slot] = true;
      this.#oldest.push(this.#enqueuedAt[slot] ?? 0, slot);
    }
    this.#retry(now + next.ms, slot);
  }

  #drop(slot: number): void {
    this.dropped += 1;
    this.#finish(slot);
  }

  #finish(slot: number): void {
    this.#done[slot] = true;
    if (this.#listed[slot] !== true) this.#free.push(slot);
  }

  #aged(slot: number): { enqueuedAt: number; attempts: number; backOffs: number } {
    return { enqueuedAt: this.#enqueuedAt[slot] ?? 0, attempts: this.#attempts[slot] ?? 0, backOffs: this.#backOffs[slot] ?? 0 };
  }

  #moment(now: number): RetryMoment {
    return { config: this.#config, now, scale: 1, spread: this.#options.random() };
  }
}
