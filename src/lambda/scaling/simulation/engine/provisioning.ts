import { type AccountCounters, provisioningLimit } from '../../rules/counters.ts';
import { fullRate, leftOf, nextAfter, type RateLimit, takeOne } from '../../rules/rate.ts';
import type { AccountRecorder } from './accountRecorder.ts';
import { levels } from './recorder.ts';
import type { SimulatedFunction } from './simulatedFunction.ts';
import type { TimelineFeed } from './timelineFeed.ts';
import type { Timers } from './timers.ts';

/** Where environments live. */
export interface ProvisioningHost {
  readonly account: AccountCounters;
  /** Starts one; `Provisioning.initialised` tells that it has initialised. */
  provision(fn: SimulatedFunction, now: number): void;
  end(fn: SimulatedFunction, place: number, reason: string, now: number): void;
}

export interface ProvisioningOptions {
  readonly fn: SimulatedFunction;
  readonly execution: ProvisioningHost;
  readonly timers: Timers;
  readonly recorder: AccountRecorder;
  readonly feed: TimelineFeed | undefined;
}

/** A moment that floating-point time surely notices, in ms. */
const moment = 1e-6;

/** Keeps as many environments of a function provisioned as are asked for. */
export class Provisioning {
  readonly #options: ProvisioningOptions;
  readonly #starts = fullRate();
  readonly #fill: (at: number, _: number) => void;
  #filling = false;
  #requested = 0;
  #initialising = 0;
  /** Initialised, and usable only once all are. */
  #waiting: number[] = [];
  /** Usable: at work or idle. */
  #open = 0;

  constructor(options: ProvisioningOptions) {
    this.#options = options;
    this.#fill = options.timers.kind((_, now) => {
      this.#filling = false;
      this.#start(now);
    });
  }

  get requested(): number {
    return this.#requested;
  }

  /** Initialised, usable or not. */
  get allocated(): number {
    return this.#open + this.#waiting.length;
  }

  get open(): number {
    return this.#open;
  }

  /** Asks for so many from now on. What serves goes on serving; what is too much ends once it is idle. */
  request(count: number, now: number): void {
    this.#requested = count;
    this.#shrink(now);
    this.#start(now);
    this.#settle(now);
    this.#options.feed?.limits(now);
  }

  initialised(place: number, now: number): void {
    this.#initialising -= 1;
    this.#waiting.push(place);
    this.#shrink(now);
    this.#settle(now);
  }

  /** The environment has done its work. */
  release(place: number, now: number): void {
    const { fn } = this.#options;
    fn.provisionedIdle.push(place, now);
    fn.version.provisionedIdle += 1;
    if (this.#alive > this.#requested) this.#shrink(now);
  }

  get #alive(): number {
    return this.#initialising + this.#waiting.length + this.#open;
  }

  /** A second's worth at once: a minute's would come all at once. */
  get #rate(): RateLimit {
    return provisioningLimit(this.#options.execution.account.rateScale);
  }

  #start(now: number): void {
    const { fn, execution } = this.#options;
    while (this.#alive < this.#requested && !this.#filling) {
      if (leftOf(this.#starts, now, this.#rate) < 1) {
        this.#filling = true;
        this.#fill(now + Math.max(moment, nextAfter(this.#starts, now, this.#rate)), 0);
        break;
      }
      takeOne(this.#starts, now, this.#rate);
      this.#initialising += 1;
      execution.provision(fn, now);
    }
    this.#hold(now);
  }

  /** Lets them serve when all are there. */
  #settle(now: number): void {
    if (this.#waiting.length === 0 || this.#open + this.#waiting.length < this.#requested) return;
    const { fn, feed } = this.#options;
    for (const place of this.#waiting) fn.provisionedIdle.push(place, now);
    fn.version.provisionedIdle += this.#waiting.length;
    this.#open += this.#waiting.length;
    this.#waiting = [];
    this.#hold(now);
    feed?.limits(now);
  }

  /** Ends what is too much and has no work: what does not serve yet first. Those that initialise end when they have. */
  #shrink(now: number): void {
    const { fn, execution } = this.#options;
    while (this.#alive > this.#requested) {
      const place = this.#waiting.pop() ?? this.#takeIdle();
      if (place === undefined) break;
      execution.end(fn, place, 'provisioned concurrency was lowered', now);
    }
    this.#hold(now);
  }

  #takeIdle(): number | undefined {
    const { fn } = this.#options;
    if (fn.provisionedIdle.size === 0) return undefined;
    fn.version.provisionedIdle -= 1;
    this.#open -= 1;
    return fn.provisionedIdle.shift();
  }

  /** Counts what is held: what was asked for, and what is too much but still at work. */
  #hold(now: number): void {
    const { fn, execution, recorder } = this.#options;
    const held = Math.max(this.#requested, this.#alive);
    const change = held - fn.counters.provisioned;
    fn.version.provisionedReady = Math.min(this.#open, this.#requested);
    fn.recorder.raise(levels.ready, fn.version.provisionedReady - fn.recorder.level(levels.ready));
    if (change === 0) return;
    fn.counters.provisioned = held;
    if (fn.counters.reserved === undefined) execution.account.provisionedUnreserved += change;
    recorder.change(change);
    fn.recorder.hold(held, now);
  }
}
