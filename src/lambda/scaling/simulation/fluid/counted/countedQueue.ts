import { pacedConcurrency, pollerBackOffMs, queueFigures, type QueuePace, queuePace } from '../../../rules/eventSources.ts';
import type { InvocationSource } from '../../scenario.ts';
import { MessageQueue } from '../../sources/messageQueue.ts';
import { ArrivalMoments } from './arrivalMoments.ts';
import type { CountedFunction } from './countedFunction.ts';
import { type CountedSource, shareOf } from './countedSource.ts';
import { fail, RestingBatches, returnAgain, tryAgain } from './restingBatches.ts';
import { TickLists } from './tickLists.ts';

/** How often pollers become more or fewer, in ms. */
const paceMs = 1000;
/** Of so many messages that wait, those that came within such a part of a second count as of one moment. */
const many = 10_000;
const momentsPerSecond = 8;

/**
 * A queue in numbers, by the rules of the exact mode's: messages and batches are counted and have no identity. Within a tick arrivals and
 * ends of batches come in an order drawn at random, or in their own where work always takes as long.
 */
export class CountedQueue implements CountedSource {
  readonly #fn: CountedFunction;
  readonly gathers: boolean;
  readonly dropped = 0;
  readonly #batchSize: number;
  readonly #pace: QueuePace;
  readonly #visibility: number;
  readonly #messages = new MessageQueue();
  readonly #returned = new MessageQueue();
  readonly #resting = new RestingBatches();
  /** Batches that rest, by when something happens to them. */
  readonly #due: TickLists;
  readonly #moments: ArrivalMoments;
  #concurrency: number;
  #held = 0;
  #tick = 0;
  #order: number;
  #lastMoment = 0;
  #nextPace: number;
  /** Part of a message by which batches that failed were smaller than on average. */
  #carried = 0;

  constructor(rules: Extract<InvocationSource, { type: 'sqs' }>, fn: CountedFunction) {
    const { perSecond, count } = fn.ticks;
    this.#fn = fn;
    this.#moments = new ArrivalMoments(fn.scenario.traffic.spacing === 'even', fn.random);
    this.gathers = fn.inOrder;
    this.#batchSize = rules.batchSize;
    this.#pace = queuePace(rules);
    this.#concurrency = this.#pace.first;
    this.#visibility = (rules.visibilityTimeoutSeconds ?? queueFigures.visibilityTimeoutSeconds) * perSecond;
    this.#due = new TickLists(Math.max(fn.longest, Math.min(this.#visibility, count)) + 2);
    this.#nextPace = (paceMs / 1000) * perSecond;
    this.#order = Math.floor(fn.random() * 2 ** 31) + 1;
  }

  get waiting(): number {
    return this.#messages.size + this.#returned.size + this.#resting.waiting;
  }

  oldest(): number {
    return Math.min(this.#messages.oldest, this.#returned.oldest, this.#resting.oldest());
  }

  get ceiling(): number {
    return this.#pollers;
  }

  begin(tick: number): number {
    this.#tick = tick;
    const due = this.gathers ? 0 : this.#fn.due(tick);
    if (tick === this.#nextPace) {
      this.#nextPace += (paceMs / 1000) * this.#fn.ticks.perSecond;
      this.#adapt();
      this.#pump(tick);
    }
    return due;
  }

  comes(arrivals: number): number {
    return arrivals;
  }

  end(tick: number, ended: number): void {
    this.#fn.restDue(tick, ended);
  }

  go(tick: number, ended: number, arrivals: number): void {
    if (this.gathers) this.#pollInOrder(tick, arrivals);
    else if (ended + arrivals > 0) this.#poll(tick, arrivals, ended);
  }

  finish(tick: number): void {
    if (this.#due.size > 0) this.#letHappen(tick);
  }

  get #pollers(): number {
    return Math.floor(this.#concurrency);
  }

  /** Pollers that are at work are not given up. */
  #adapt(): void {
    const left = this.#messages.size + this.#returned.size > 0;
    const next = pacedConcurrency(this.#concurrency, paceMs, left, this.#pace);
    this.#concurrency = left ? next : Math.max(next, Math.min(this.#concurrency, this.#held));
  }

  /** Arrivals and ends of a tick, in any order. */
  #poll(tick: number, arrivals: number, ended: number): void {
    let free = this.#pollers - this.#held;
    let returned = this.#returned.size;
    let messages = this.#messages.size;
    const size = this.#batchSize;
    this.#held -= ended;
    if (returned + messages === 0 && arrivals <= free) {
      if (arrivals > 0) this.#begin(arrivals, arrivals, tick, tick);
      return;
    }
    // Pollers that became free unseen take what waits when something happens next.
    const unseen = free > 0 && returned + messages > 0;
    if (unseen) free = 0;
    let order = this.#order;
    const before = messages;
    let coming = arrivals;
    let ending = ended;
    let batches = 0;
    let taken = 0;
    let single = 0;
    while (coming + ending > 0) {
      if (free <= 0 && returned === 0 && messages >= ending * size) {
        // There is enough for all.
        batches += ending;
        taken += ending * size;
        messages += coming - ending * size;
        break;
      }
      // A generator of its own (Marsaglia's xorshift), as this is asked most of all.
      order ^= order << 13;
      order ^= order >>> 17;
      order ^= order << 5;
      if (ending === 0 || (order >>> 0) * (coming + ending) < coming * 4_294_967_296) {
        coming -= 1;
        if (free > 0) {
          free -= 1;
          single += 1;
        } else {
          messages += 1;
        }
        continue;
      }
      ending -= 1;
      const there = returned > 0 ? returned : messages;
      if (there === 0) {
        free += 1;
        continue;
      }
      const part = there < size ? there : size;
      batches += 1;
      taken += part;
      if (returned > 0) returned -= part;
      else messages -= part;
    }
    this.#order = order;
    const fromReturned = this.#returned.size - returned;
    const since = Math.min(fromReturned > 0 && this.#fn.random() * taken < fromReturned ? this.#returned.oldest : this.#messages.oldest, tick);
    if (arrivals > single) this.#wait(tick, arrivals - single);
    if (fromReturned > 0) this.#returned.take(fromReturned);
    const left = before + arrivals - single;
    if (messages < left) this.#messages.take(left - messages);
    if (batches + single > 0) this.#begin(batches + single, taken + single, since, tick);
    if (unseen) this.#pump(tick);
  }

  #pollInOrder(tick: number, arrivals: number): void {
    const fn = this.#fn;
    if (arrivals === 0 && fn.firstEnd > tick + 1) return;
    const moments = this.#moments.of(tick, arrivals);
    let end = fn.firstEnd;
    for (let index = 0; ; ) {
      const arrival = index < arrivals ? (moments[index] ?? tick) : Number.POSITIVE_INFINITY;
      if (end <= arrival) {
        if (end > tick + 1) return;
        fn.endFirst(tick);
        this.#held -= 1;
        while (this.#held < this.#pollers && this.#take(end));
        end = fn.firstEnd;
      } else {
        index += 1;
        if (this.#held >= this.#pollers) this.#wait(arrival, 1);
        else if (this.#messages.size + this.#returned.size === 0) {
          this.#begin(1, 1, arrival, arrival);
          end = fn.firstEnd;
        } else {
          this.#wait(arrival, 1);
          while (this.#held < this.#pollers && this.#take(arrival));
          end = fn.firstEnd;
        }
      }
    }
  }

  #wait(at: number, messages: number): void {
    if (this.#messages.size > many && at < this.#lastMoment + this.#fn.ticks.perSecond / momentsPerSecond) {
      this.#messages.join(messages);
      return;
    }
    this.#lastMoment = at;
    this.#messages.push(at, messages);
  }

  /** A poller takes a batch of what waits: false where nothing does. */
  #take(at: number): boolean {
    const queue = this.#returned.size > 0 ? this.#returned : this.#messages;
    if (queue.size === 0) return false;
    const since = queue.oldest;
    this.#begin(1, queue.take(this.#batchSize), since, at);
    return true;
  }

  /** Pollers take what waits as long as some are free. */
  #pump(tick: number): void {
    if (this.#returned.size > 0) this.#pumpFrom(this.#returned, tick);
    if (this.#messages.size > 0) this.#pumpFrom(this.#messages, tick);
  }

  #pumpFrom(queue: MessageQueue, tick: number): void {
    const batches = Math.min(this.#pollers - this.#held, Math.ceil(queue.size / this.#batchSize));
    if (batches <= 0) return;
    const since = queue.oldest;
    this.#begin(batches, queue.take(batches * this.#batchSize), since, tick);
  }

  #begin(batches: number, messages: number, since: number, at: number): void {
    this.#held += batches;
    const admitted = this.#fn.admit(batches, at);
    if (admitted > 0) {
      this.#run(admitted, at);
      if (this.#fn.failing > 0) this.#fail(messages / batches, since, at);
    }
    for (let index = admitted; index < batches; index++) this.#refuse(this.#resting.add(shareOf(messages, batches, index), since, at), at);
  }

  #run(runs: number, at: number): void {
    if (!this.gathers) return this.#fn.run(runs, at);
    if (runs === 1) return this.#fn.runInOrder(at);
    // Those that fail are told after all.
    let failing = 0;
    const ends: number[] = [];
    for (let run = 0; run < runs; run++) {
      this.#fn.runInOrder(at);
      if (this.#fn.failing > 0) ends[failing++] = this.#fn.failingAt[0] ?? at;
    }
    this.#fn.failing = failing;
    for (const [index, end] of ends.entries()) this.#fn.failingAt[index] = end;
  }

  /** What will fail returns when its messages are visible again. */
  #fail(size: number, since: number, at: number): void {
    const { failing, failingAt } = this.#fn;
    for (let index = 0; index < failing; index++) {
      this.#carried += size;
      const count = Math.floor(this.#carried + 1e-9);
      this.#carried -= count;
      const place = this.#resting.add(count, since, at);
      this.#set(place, fail, failingAt[index] ?? at);
    }
  }

  #set(place: number, next: number, at: number): void {
    this.#resting.next[place] = next;
    this.#due.add(Math.max(this.#tick + 1, Math.floor(at)), place);
  }

  #refuse(place: number, at: number): void {
    const resting = this.#resting;
    const refusals = (resting.refusals[place] ?? 0) + 1;
    resting.refusals[place] = refusals;
    resting.wait(place, true);
    const receivedAt = resting.receivedAt[place] ?? 0;
    const next = at + (pollerBackOffMs(refusals) / 1000) * this.#fn.ticks.perSecond;
    if (next < receivedAt + this.#visibility) return this.#set(place, tryAgain, next);
    // Its poller gives it up.
    this.#held -= 1;
    this.#set(place, returnAgain, Math.max(Math.floor(at) + 1, receivedAt + this.#visibility));
  }

  #letHappen(tick: number): void {
    const resting = this.#resting;
    for (let place = this.#due.take(tick); place !== -1; ) {
      const following = this.#due.after(place);
      this.#due.gone();
      const next = resting.next[place];
      if (next === tryAgain) this.#try(place, tick);
      else if (next === returnAgain) this.#return(place, tick);
      else {
        resting.wait(place, true);
        const visible = (resting.receivedAt[place] ?? 0) + this.#visibility;
        if (visible > tick) this.#set(place, returnAgain, Math.max(tick + 1, visible));
        else this.#return(place, tick);
      }
      place = following;
    }
  }

  #return(place: number, tick: number): void {
    const resting = this.#resting;
    const count = resting.count[place] ?? 0;
    if (count > 0) this.#returned.push(resting.since[place] ?? tick, count);
    resting.remove(place);
    this.#pump(tick);
  }

  #try(place: number, tick: number): void {
    const resting = this.#resting;
    const fn = this.#fn;
    if (fn.admit(1, tick) === 0) {
      this.#refuse(place, tick);
      return;
    }
    resting.wait(place, false);
    this.#run(1, tick);
    if (fn.failing > 0) this.#set(place, fail, fn.failingAt[0] ?? tick);
    else resting.remove(place);
  }
}
