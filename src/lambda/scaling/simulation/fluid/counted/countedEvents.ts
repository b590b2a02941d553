import { afterFunctionError, afterRefusal, backOffMs, isTooOld, type Aged, type NextStep, type RetryConfig, type RetryMoment } from '../../../rules/asyncRules.ts';
import type { InvocationSource } from '../../scenario.ts';
import type { CountedFunction } from './countedFunction.ts';
import type { CountedSource } from './countedSource.ts';
import { TickLists } from './tickLists.ts';
import { WaitingEvents } from './waitingEvents.ts';

/** No back-off is longer than after so many refusals; no more are counted. */
const mostBackOffs = 40;

/**
 * Asynchronous events in numbers, by the rules of the exact mode's: those that run and succeed at once are counted and have no identity, those
 * that are refused or fail have a place each. They come back among those that arrive in the same tick, in an order drawn at random.
 */
export class CountedEvents implements CountedSource {
  readonly gathers = false;
  readonly ceiling = Number.POSITIVE_INFINITY;
  dropped = 0;
  readonly #fn: CountedFunction;
  /** A reservation of 0: events are given up at once. */
  readonly #closed: boolean;
  readonly #events: WaitingEvents;
  /** Events, by the tick in which they are tried again, or in which their run fails. */
  readonly #due: TickLists;
  /** Of the tick: those that are to be tried again, and how many are still to come in all. */
  readonly #again: number[] = [];
  #coming = 0;
  /** What the rules are asked with, made once: they are asked millions of times. */
  readonly #aged = { enqueuedAt: 0, attempts: 0, backOffs: 0 };
  readonly #moment: { readonly config: RetryConfig; now: number; readonly scale: number; spread: number };

  constructor({ maximumRetries, maximumAgeSeconds }: Extract<InvocationSource, { type: 'async' }>, fn: CountedFunction) {
    const { perSecond, count } = fn.ticks;
    this.#fn = fn;
    const config: RetryConfig = {
      ...(maximumRetries !== undefined && { maximumRetryAttempts: maximumRetries }),
      ...(maximumAgeSeconds !== undefined && { maximumEventAgeInSeconds: maximumAgeSeconds }),
    };
    this.#moment = { config, now: 0, scale: 1, spread: 0 };
    this.#closed = fn.scenario.reserved === 0;
    this.#events = new WaitingEvents(fn.ticks);
    this.#due = new TickLists(Math.min(count, Math.max(fn.longest, (backOffMs(mostBackOffs, 1) / 1000) * perSecond)) + 2);
  }

  get waiting(): number {
    return this.#events.size;
  }

  oldest(): number {
    return this.#events.oldest();
  }

  begin(tick: number): number {
    this.#again.length = 0;
    const { attempts } = this.#events;
    for (let place = this.#due.take(tick); place !== -1; ) {
      const following = this.#due.after(place);
      this.#due.gone();
      if ((attempts[place] ?? 0) >= failing) this.#fail(place, tick);
      else this.#again.push(place);
      place = following;
    }
    return this.#fn.due(tick);
  }

  comes(arrivals: number): number {
    if (this.#closed) {
      this.dropped += arrivals;
      return 0;
    }
    this.#coming = arrivals + this.#again.length;
    return this.#coming;
  }

  end(tick: number, ended: number): void {
    this.#fn.restDue(tick, ended);
  }

  go(tick: number, _ended: number, coming: number): void {
    const again = this.#again;
    let left = coming;
    for (; left > 0 && again.length > 0; left--) {
      const drawn = Math.floor(this.#fn.random() * this.#coming);
      this.#coming -= 1;
      const place = again[drawn];
      if (place === undefined) {
        this.#begin(tick, 1);
        continue;
      }
      // Any of them: who comes first in a tick finds room more often, as more time has passed since the one before.
      again[drawn] = again[again.length - 1] ?? 0;
      again.pop();
      this.#tryAgain(place, tick);
    }
    if (left > 0) this.#begin(tick, left);
  }

  finish(): void {}

  /** So many that have just come. */
  #begin(tick: number, asked: number): void {
    const fn = this.#fn;
    const admitted = fn.admit(asked, tick);
    if (admitted > 0) {
      fn.run(admitted, tick);
      for (let index = 0; index < fn.failing; index++) this.#willFail(this.#events.add(tick), fn.failingAt[index] ?? tick);
    }
    for (let refused = asked - admitted; refused > 0; refused--) this.#refuse(this.#events.add(tick), tick);
  }

  #tryAgain(place: number, tick: number): void {
    const fn = this.#fn;
    this.#events.goOn(place);
    // In the middle of the tick, so that one that has waited until it is too old, to the tick, is so.
    if (isTooOld(this.#agedOf(place), this.#momentOf(tick + 0.5))) return this.#drop(place);
    if (fn.admit(1, tick) === 0) return this.#refuse(place, tick);
    this.#events.backOffs[place] = 0;
    fn.run(1, tick);
    if (fn.failing > 0) this.#willFail(place, fn.failingAt[0] ?? tick);
    else this.#events.remove(place);
  }

  #refuse(place: number, tick: number): void {
    const { backOffs } = this.#events;
    backOffs[place] = Math.min(mostBackOffs, (backOffs[place] ?? 0) + 1);
    this.#wait(place, tick, afterRefusal(this.#agedOf(place), this.#momentOf(tick)));
  }

  #willFail(place: number, at: number): void {
    const { attempts } = this.#events;
    attempts[place] = (attempts[place] ?? 0) + 1 + failing;
    this.#set(place, at);
  }

  #fail(place: number, tick: number): void {
    const { attempts } = this.#events;
    attempts[place] = (attempts[place] ?? 0) - failing;
    this.#wait(place, tick, afterFunctionError(this.#agedOf(place), this.#momentOf(tick)));
  }

  #wait(place: number, tick: number, next: NextStep): void {
    if (next.type === 'failed') return this.#drop(place);
    this.#events.wait(place);
    this.#set(place, Math.max(tick + 1, Math.floor(tick + this.#fn.random() + next.ms / this.#fn.ticks.ms)));
  }

  #drop(place: number): void {
    this.dropped += 1;
    this.#events.remove(place);
  }

  #set(place: number, tick: number): void {
    if (tick < this.#fn.ticks.count) this.#due.add(tick, place);
  }

  #agedOf(place: number): Aged {
    const { since, attempts, backOffs } = this.#events;
    const aged = this.#aged;
    aged.enqueuedAt = (since[place] ?? 0) * this.#fn.ticks.ms;
    aged.attempts = attempts[place] ?? 0;
    aged.backOffs = backOffs[place] ?? 0;
    return aged;
  }

  #momentOf(tick: number): RetryMoment {
    const moment = this.#moment;
    moment.now = tick * this.#fn.ticks.ms;
    moment.spread = this.#fn.random();
    return moment;
  }
}

/** Added to the attempts of an event that runs and will fail. */
const failing = 128;
