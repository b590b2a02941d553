import { admit, take } from '../../../rules/admission.ts';
import { type AccountCounters, functionCounters, onDemandLimit, requestLimit, startLimit, versionCounters } from '../../../rules/counters.ts';
import { leftOf, type RateLevel, type RateLimit } from '../../../rules/rate.ts';
import type { Random } from '../../../traffic/random.ts';
import type { FunctionScenario } from '../../scenario.ts';
import { MessageQueue } from '../../sources/messageQueue.ts';
import type { CountedSeries } from './countedSeries.ts';
import { EventHeap } from '../../engine/eventHeap.ts';
import { IdleBroken } from './idleBroken.ts';
import type { Ticks } from './ticks.ts';
import { WorkTicks } from './workTicks.ts';

/** An initialisation on demand that takes longer is ended, and done once more within the invocation. */
const longestInitSeconds = 10;
const defaultIdleSeconds = 300;

export interface CountedFunctionOptions {
  readonly account: AccountCounters;
  readonly ticks: Ticks;
  readonly series: CountedSeries;
  readonly random: Random;
  /** Whether timeouts are reached, so that environments break. */
  readonly breaks: boolean;
}

/**
 * One function's environments in numbers: those at work, and those alive, by the ticks in which their work ends. As the one that worked
 * last is taken first, so many live as were at work at once within the idle time.
 */
export class CountedFunction {
  readonly scenario: FunctionScenario;
  readonly counters;
  readonly series: CountedSeries;
  readonly random: Random;
  readonly ticks: Ticks;
  inUse = 0;
  alive = 0;
  /** Of the last runs that began, those that do not succeed: how many, and when they end. */
  failing = 0;
  readonly failingAt: number[] = [];
  readonly #version = versionCounters();
  readonly #account: AccountCounters;
  readonly #work: WorkTicks;
  readonly #init: WorkTicks;
  /** How many end in a tick, and how many of them at their timeout: rings. */
  readonly #ends: Int32Array;
  readonly #late: Int32Array;
  readonly #mask: number;
  /** By how many are at work: when they last were. */
  #lastUsed = new Int32Array(1024);
  readonly #broken: IdleBroken | undefined;
  /** Of those due in the tick, the ones that have not ended, and that end at their timeout. */
  #left = 0;
  #lateLeft = 0;
  readonly #idleTicks: number;
  readonly #timeoutTicks: number;
  readonly #longestInitTicks: number;
  readonly #errorRate: number;
  /** Ends of runs that keep their order, of warm ones one after the other. */
  readonly #warmEnds = new MessageQueue();
  readonly #coldEnds = new EventHeap();
  /** Of those that were admitted last: they begin a new environment. */
  #cold = 0;

  constructor(scenario: FunctionScenario, { account, ticks, series, random, breaks }: CountedFunctionOptions) {
    const { perSecond } = ticks;
    this.scenario = scenario;
    this.counters = functionCounters(scenario.reserved);
    this.series = series;
    this.random = random;
    this.ticks = ticks;
    this.#account = account;
    this.#work = new WorkTicks(scenario.duration, perSecond, scenario.timeoutSeconds * 1000);
    this.#init = new WorkTicks(scenario.init, perSecond, Number.POSITIVE_INFINITY);
    this.#timeoutTicks = scenario.timeoutSeconds * perSecond;
    this.#longestInitTicks = longestInitSeconds * perSecond;
    this.#idleTicks = (scenario.idleSeconds ?? defaultIdleSeconds) * perSecond;
    this.#errorRate = scenario.errorRate ?? 0;
    this.#broken = breaks ? new IdleBroken() : undefined;
    const size = 2 ** Math.ceil(Math.log2(this.longest + 2));
    this.#ends = new Int32Array(size);
    this.#late = new Int32Array(breaks ? size : 1);
    this.#mask = size - 1;
  }

  /** So many ticks may a run take. */
  get longest(): number {
    const work = Math.min(this.#timeoutTicks, (this.#work.values.at(-1) ?? 0) + (this.#init.values.at(-1) ?? 0));
    return Math.ceil(work + Math.min(this.#longestInitTicks, this.#init.values.at(-1) ?? 0)) + 2;
  }

  /** How many end in the tick of those that `run` let begin: to be asked once. */
  due(tick: number): number {
    const place = tick & this.#mask;
    const due = this.#ends[place] ?? 0;
    if (due > 0) this.#ends[place] = 0;
    if (this.#broken !== undefined) {
      this.#left = due;
      this.#lateLeft = this.#late[place] ?? 0;
      this.#late[place] = 0;
    }
    return due;
  }

  /** Lets so many of those end. */
  restDue(tick: number, ended: number): void {
    let late = 0;
    if (this.#broken !== undefined) {
      late = ended === this.#left ? this.#lateLeft : Math.min(this.#lateLeft, Math.floor((this.#lateLeft * ended) / this.#left + this.random()));
      this.#left -= ended;
      this.#lateLeft -= late;
    }
    if (ended > 0) this.rest(tick, ended, late);
  }

  /** So many have no work any more, some of them broken by their timeout. */
  rest(tick: number, ended: number, late = 0): void {
    const lastUsed = this.#lastUsed;
    for (let level = this.inUse; level > this.inUse - ended; level--) lastUsed[level] = tick;
    this.inUse -= ended;
    this.counters.inUse -= ended;
    if (this.counters.reserved === undefined) this.#account.unreservedInUse -= ended;
    if (this.#broken !== undefined) for (let index = 0; index < ended; index++) this.#broken.push(index >= ended - late);
  }

  /** Ends environments that were without work for so long. */
  retire(tick: number): void {
    while (this.alive > this.inUse && tick - (this.#lastUsed[this.alive] ?? 0) >= this.#idleTicks) {
      this.alive -= 1;
      this.#broken?.shift();
    }
  }

  /** Of so many that ask for it at once, how many may begin; those `run` next. By the rule book, one by one where a limit is near. */
  admit(asked: number, tick: number): number {
    const now = tick * this.ticks.ms;
    const before = this.alive;
    const admitted = this.#takeTogether(asked, now) ? asked : this.#takeEach(asked, now);
    this.#cold = this.alive - before;
    if (this.#cold > 0) this.series.coldStarts(this.#cold);
    this.series.invocations(admitted);
    return admitted;
  }

  /** Lets so many begin that were admitted, in the course of the tick or at its beginning: `failing` tells of those that will not succeed. */
  run(runs: number, tick: number, atOnce = false): void {
    this.failing = 0;
    let left = runs;
    for (; this.#cold > 0 && left > 0; left--) this.#end(this.runOne(tick, atOnce));
    if (this.#broken !== undefined || this.#errorRate > 0 || atOnce) {
      for (; left > 0; left--) this.#end(this.runOne(tick, atOnce));
      return;
    }
    const { values } = this.#work;
    const { random } = this;
    const ends = this.#ends;
    const points = values.length;
    const mask = this.#mask;
    const cut = this.#timeoutTicks;
    for (; left > 0; left--) {
      const drawn = random() * points;
      const cell = Math.floor(drawn);
      const work = values[cell] ?? 0;
      // What is left of the number tells where in the tick it begins.
      const ticks = Math.floor((work < cut ? work : cut) + drawn - cell);
      const place = (tick + (ticks > 0 ? ticks : 1)) & mask;
      ends[place] = (ends[place] ?? 0) + 1;
    }
  }

  /** Lets one begin: when it ends. What `late` and `failed` say is of it. */
  runOne(tick: number, atOnce = false): number {
    const { random } = this;
    let work = this.#work.draw(random);
    let init = 0;
    if (this.#cold > 0) {
      this.#cold -= 1;
      init = this.#init.draw(random);
      if (init > this.#longestInitTicks) {
        work += init;
        init = this.#longestInitTicks;
      }
    } else if (this.#broken?.pop() === true) {
      this.series.again += 1;
      work += this.#init.draw(random);
    }
    this.late = work > this.#timeoutTicks;
    this.failed = this.late || (this.#errorRate > 0 && random() < this.#errorRate);
    if (this.failed) this.series.errors();
    this.#ran = (this.late ? this.#timeoutTicks : work) + init;
    // What ends just as a tick begins has ended before it.
    return tick + Math.max(1, atOnce ? Math.ceil(this.#ran - 1e-6) - 1 : Math.floor(this.#ran + random()));
  }

  late = false;
  failed = false;
  #ran = 0;

  /**
   * Whether all that is warm takes as long: then runs keep their order, and the order within a tick matters for long, as it is the same after
   * each run. `runInOrder` and `endFirst` keep it: in ticks, with fractions.
   */
  get inOrder(): boolean {
    return this.#work.values[0] === this.#work.values.at(-1);
  }

  get firstEnd(): number {
    return Math.min(this.#warmEnds.oldest, this.#coldEnds.next);
  }

  runInOrder(at: number): void {
    const cold = this.#cold > 0;
    this.runOne(at);
    const end = at + this.#ran;
    if (this.failed) this.failingAt[0] = end;
    this.failing = this.failed ? 1 : 0;
    if (cold) this.#coldEnds.push(end, 0);
    else this.#warmEnds.push(end);
  }

  endFirst(tick: number): void {
    if (this.#warmEnds.oldest <= this.#coldEnds.next) this.#warmEnds.take(1);
    else this.#coldEnds.pop();
    this.rest(tick, 1);
  }

  /** What is on demand at once at most, of it or of all that share it. */
  get limit(): number {
    return onDemandLimit(this.counters, this.#account);
  }

  /** How many may be at work at the end of the tick, by the scaling rate. */
  ceiling(tick: number): number {
    return this.inUse + Math.floor(Math.max(0, leftOf(this.counters.starts, tick * this.ticks.ms, startLimit(this.#account))));
  }

  #end(tick: number): void {
    const place = tick & this.#mask;
    this.#ends[place] = (this.#ends[place] ?? 0) + 1;
    if (this.late && this.#broken !== undefined) this.#late[place] = (this.#late[place] ?? 0) + 1;
    if (this.failed) this.failingAt[this.failing++] = tick;
  }

  #takeTogether(asked: number, now: number): boolean {
    const { counters } = this;
    const account = this.#account;
    const reserved = counters.reserved !== undefined;
    const limit = onDemandLimit(counters, account);
    if ((reserved ? counters.inUse : account.unreservedInUse) + asked > limit) return false;
    const requests = reserved ? counters.requests : account.requests;
    const most = requestLimit(limit);
    if (leftOf(requests, now, most) < asked) return false;
    const starting = Math.max(0, asked - (this.alive - this.inUse));
    if (starting > 0) {
      const start = startLimit(account);
      if (leftOf(counters.starts, now, start) < starting) return false;
      takeMany(counters.starts, now, start, starting);
    }
    takeMany(requests, now, most, asked);
    counters.inUse += asked;
    if (!reserved) account.unreservedInUse += asked;
    this.#raise(asked);
    return true;
  }

  #takeEach(asked: number, now: number): number {
    const { counters } = this;
    for (let taken = 0; taken < asked; taken++) {
      this.#version.idle = this.alive - this.inUse;
      const verdict = admit(this.#version, counters, this.#account, now);
      if (verdict.type === 'throttle') {
        // What refuses one refuses the others of this moment: nothing is given back meanwhile.
        this.series.throttled(verdict.rule, asked - taken);
        return taken;
      }
      take(verdict, this.#version, counters, this.#account, now);
      this.#raise(1);
    }
    return asked;
  }

  #raise(by: number): void {
    this.inUse += by;
    if (this.inUse <= this.alive) return;
    this.alive = this.inUse;
    if (this.alive >= this.#lastUsed.length) {
      const grown = new Int32Array(this.alive * 2);
      grown.set(this.#lastUsed);
      this.#lastUsed = grown;
    }
  }
}

function takeMany(level: RateLevel, now: number, limit: RateLimit, many: number): void {
  level.taken = limit.capacity - leftOf(level, now, limit) + many;
  if (now > level.at) level.at = now;
}
