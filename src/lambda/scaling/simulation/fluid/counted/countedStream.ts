import { pollerBackOffMs, streamFigures } from '../../../rules/eventSources.ts';
import { EventHeap } from '../../engine/eventHeap.ts';
import type { InvocationSource } from '../../scenario.ts';
import type { CountedFunction } from './countedFunction.ts';
import type { CountedSource } from './countedSource.ts';
import { TickLists } from './tickLists.ts';

/**
 * A stream in numbers, by the rules of the exact mode's: as records take turns over shards and lanes, how many came tells how many each
 * lane has. Lanes are told apart, records are not.
 */
export class CountedStream implements CountedSource {
  readonly #fn: CountedFunction;
  readonly #shards: number;
  readonly #perShard: number;
  readonly #batchSize: number;
  /** By lane: records that were taken, that were read and not taken, and of its batch. */
  readonly #taken: Float64Array;
  readonly #read: Int32Array;
  readonly #batch: Int32Array;
  readonly #refusals: Int32Array;
  /** How its run ends. */
  readonly #fails: Uint8Array;
  readonly #running: Uint8Array;
  readonly #ends: TickLists;
  /** Polls of shards and tries of lanes, in ms: as both are often due at the same moment, in the order in which the exact mode has them. */
  readonly #due = new EventHeap();
  /** Lanes whose run ends in the tick. */
  readonly #ended: number[] = [];
  /** Of those, the ones of this part of the tick. */
  #from = 0;
  #until = 0;
  #coming = 0;
  #arrived = 0;
  /** Records that came until each second. */
  readonly #bySecond: number[] = [];
  waiting = 0;
  readonly gathers = true;
  readonly dropped = 0;

  constructor(rules: Extract<InvocationSource, { type: 'stream' }>, fn: CountedFunction) {
    const { shards, parallelizationFactor = 1, batchSize } = rules;
    const lanes = shards * parallelizationFactor;
    this.#fn = fn;
    this.#shards = shards;
    this.#perShard = parallelizationFactor;
    this.#batchSize = batchSize;
    this.#taken = new Float64Array(lanes);
    this.#read = new Int32Array(lanes);
    this.#batch = new Int32Array(lanes);
    this.#refusals = new Int32Array(lanes);
    this.#fails = new Uint8Array(lanes);
    this.#running = new Uint8Array(lanes);
    this.#ends = new TickLists(fn.longest);
    for (let shard = 0; shard < shards; shard++) this.#due.push(((shard + 1) / shards) * streamFigures.pollMs, lanes + shard);
  }

  get ceiling(): number {
    return this.#taken.length;
  }

  begin(tick: number): number {
    this.#ended.length = 0;
    this.#from = this.#until = 0;
    for (let lane = this.#ends.take(tick); lane !== -1; lane = this.#ends.after(lane)) this.#ended.push(lane);
    return this.#ended.length;
  }

  comes(arrivals: number): number {
    return arrivals;
  }

  end(tick: number, ended: number): void {
    this.#until += ended;
    let late = 0;
    for (let index = this.#from; index < this.#until; index++) if (this.#fails[this.#ended[index] ?? 0] === 2) late += 1;
    if (ended > 0) this.#fn.rest(tick, ended, late);
  }

  go(tick: number, _ended: number, arrivals: number): void {
    for (; this.#from < this.#until; this.#from++) {
      const at = (tick + this.#fn.random()) * this.#fn.ticks.ms;
      const lane = this.#ended[this.#from] ?? 0;
      this.#running[lane] = 0;
      if ((this.#fails[lane] ?? 0) > 0) {
        this.waiting += this.#batch[lane] ?? 0;
        this.#refuse(lane, at);
      } else {
        this.#batch[lane] = 0;
        this.#next(lane, tick, at);
      }
    }
    this.#coming += arrivals;
  }

  finish(tick: number): void {
    if (tick % this.#fn.ticks.perSecond === 0) this.#bySecond.push(this.#arrived);
    const lanes = this.#taken.length;
    for (const until = (tick + 1) * this.#fn.ticks.ms; this.#due.next < until; ) {
      const at = this.#due.next;
      const what = this.#due.pop();
      if (what < lanes) this.#try(what, tick, at);
      else this.#poll(what - lanes, tick, at);
    }
    this.#arrived += this.#coming;
    this.waiting += this.#coming;
    this.#coming = 0;
  }

  oldest(tick: number): number {
    let first = Number.POSITIVE_INFINITY;
    for (let lane = 0; lane < this.#taken.length; lane++) {
      const held = this.#running[lane] === 1 ? 0 : (this.#batch[lane] ?? 0);
      first = Math.min(first, this.#turnOf(lane, (this.#taken[lane] ?? 0) - held));
    }
    return first < this.#arrived ? this.#tickOf(first, tick) : Number.POSITIVE_INFINITY;
  }

  /** Shards are polled one after the other, each once a second. */
  #poll(shard: number, tick: number, at: number): void {
    for (let part = 0; part < this.#perShard; part++) {
      const lane = shard * this.#perShard + part;
      this.#read[lane] = this.#cameTo(lane) - (this.#taken[lane] ?? 0);
      if (this.#batch[lane] === 0) this.#next(lane, tick, at);
    }
    this.#due.push(at + streamFigures.pollMs, this.#taken.length + shard);
  }

  #next(lane: number, tick: number, at: number): void {
    const batch = Math.min(this.#batchSize, this.#read[lane] ?? 0);
    if (batch === 0) return;
    this.#batch[lane] = batch;
    this.#taken[lane] = (this.#taken[lane] ?? 0) + batch;
    this.#read[lane] = (this.#read[lane] ?? 0) - batch;
    this.#refusals[lane] = 0;
    this.#try(lane, tick, at);
  }

  #try(lane: number, tick: number, at: number): void {
    const fn = this.#fn;
    if (fn.admit(1, tick) === 0) return this.#refuse(lane, at);
    this.#ends.add(fn.runOne(tick), lane);
    this.#fails[lane] = fn.late ? 2 : fn.failed ? 1 : 0;
    this.#running[lane] = 1;
    this.waiting -= this.#batch[lane] ?? 0;
  }

  #refuse(lane: number, at: number): void {
    const refusals = (this.#refusals[lane] ?? 0) + 1;
    this.#refusals[lane] = refusals;
    this.#due.push(at + pollerBackOffMs(refusals), lane);
  }

  /** Records that came for a lane: shards take turns, and so do the lanes of a shard. */
  #cameTo(lane: number): number {
    const perShard = this.#perShard;
    const ofShard = Math.max(0, Math.ceil((this.#arrived - Math.floor(lane / perShard)) / this.#shards));
    return Math.max(0, Math.ceil((ofShard - (lane % perShard)) / perShard));
  }

  /** Of all records, the number of a lane's; from 0. */
  #turnOf(lane: number, record: number): number {
    return ((lane % this.#perShard) + record * this.#perShard) * this.#shards + Math.floor(lane / this.#perShard);
  }

  /** When that record came, within its second as evenly as others. */
  #tickOf(record: number, tick: number): number {
    const { perSecond } = this.#fn.ticks;
    const seconds = this.#bySecond;
    let low = 0;
    let high = seconds.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((seconds[middle] ?? 0) <= record) low = middle;
      else high = middle;
    }
    const from = seconds[low] ?? 0;
    const until = seconds[low + 1] ?? this.#arrived;
    const width = Math.min(perSecond, tick - low * perSecond);
    return low * perSecond + (until > from ? (width * (record - from)) / (until - from) : 0);
  }
}
