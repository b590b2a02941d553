import type { Clock } from '../../../common/clock.ts';
import { codeOf } from '../../../common/codedError.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { Arrivals } from '../traffic/arrivals.ts';
import type { LoadOutcome } from './loadPlan.ts';
import type { LoadProgress, LoadResult } from './loadResult.ts';
import { LoadTally } from './loadTally.ts';

export interface OpenLoopOptions {
  readonly clock: Clock;
  /** When invocations are due. Read one ahead. */
  readonly arrivals: Arrivals;
  readonly seconds: number;
  /** At most so many are sent. */
  readonly maximumInvocations: number;
  /** Beyond so many under way, what is due is shed: it is counted, and neither sent nor delayed. */
  readonly maximumInFlight: number;
  /** How long what is under way may take once all is sent. */
  readonly settleMs: number;
  /** The same once it was stopped. */
  readonly graceMs: number;
  /** Sends one; counted from 0. What it rejects with counts as failed. */
  readonly invoke: (index: number) => Promise<LoadOutcome>;
  /** Once a second, until all is answered. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

const progressMs = 1000;
/** Timers hold 31 bits of milliseconds. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * Sends invocations when they are due, whether or not those before have been answered, and measures each from when it was due: slow answers
 * neither delay what follows nor hide what would have waited.
 */
export class OpenLoop {
  readonly #options: OpenLoopOptions;
  readonly #settling = new DisposableStore();
  readonly #tally = new LoadTally();
  readonly #result = Promise.withResolvers<LoadResult>();
  readonly #startedAt: number;
  readonly #startedMonotonic: number;
  #next: number | undefined;
  #sending: Disposable | undefined;
  #telling: Disposable | undefined;
  #settled = false;
  #ended: { readonly by: LoadResult['endedBy']; readonly sendingMs: number } | undefined;

  /** Begins at once. */
  constructor(options: OpenLoopOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#startedMonotonic = options.clock.monotonic();
    this.#next = this.#following();
    this.#tellAfter(1);
    this.#sendDue();
  }

  /** When all is answered, or was given up. Never rejects. */
  get result(): Promise<LoadResult> {
    return this.#result.promise;
  }

  /** Sends no more; waits a grace for what is under way. */
  stop(): void {
    if (this.#settled) return;
    this.#end('stopped', this.#now());
    this.#settleWithin(this.#options.graceMs);
  }

  #now(): number {
    return this.#options.clock.monotonic() - this.#startedMonotonic;
  }

  #following(): number | undefined {
    const due = this.#options.arrivals();
    return due < this.#options.seconds * 1000 ? due : undefined;
  }

  /** What became due while it sends waits for the next turn: answers are to be seen in between. */
  #sendDue(): void {
    const { maximumInvocations, maximumInFlight, seconds } = this.#options;
    const until = this.#now();
    while (this.#ended === undefined && this.#next !== undefined && this.#next <= until) {
      if (this.#tally.inFlight >= maximumInFlight) this.#tally.shedOne(this.#next);
      else this.#send(this.#next);
      this.#next = this.#following();
      // The rate is that until the next would have been sent.
      if (this.#next !== undefined && this.#tally.sent >= maximumInvocations) return this.#finish('maximum', this.#next);
    }
    if (this.#ended !== undefined) return;
    if (this.#next === undefined) return this.#finish('time', seconds * 1000);
    this.#sending = this.#options.clock.after(Math.min(this.#next - until, longestDelayMs), () => this.#sendDue());
  }

  #send(due: number): void {
    const index = this.#tally.sent;
    this.#tally.send(due, this.#now());
    const answered = (outcome: LoadOutcome): void => {
      if (this.#settled) return;
      this.#tally.answered(due, outcome, this.#now());
      this.#settleWhenAnswered();
    };
    this.#invoke(index).then(answered, (error: unknown) => answered({ type: 'failed', code: codeOf(error) ?? 'UNKNOWN' }));
  }

  async #invoke(index: number): Promise<LoadOutcome> {
    return this.#options.invoke(index);
  }

  #finish(by: LoadResult['endedBy'], sendingMs: number): void {
    this.#end(by, sendingMs);
    this.#settleWithin(this.#options.settleMs);
  }

  #end(by: LoadResult['endedBy'], sendingMs: number): void {
    this.#sending?.dispose();
    this.#ended ??= { by, sendingMs };
  }

  #settleWithin(ms: number): void {
    this.#settling.add(this.#options.clock.after(ms, () => this.#settle()));
    this.#settleWhenAnswered();
  }

  #settleWhenAnswered(): void {
    if (this.#ended !== undefined && this.#tally.inFlight === 0) this.#settle();
  }

  #settle(): void {
    if (this.#ended === undefined || this.#settled) return;
    this.#settled = true;
    this.#settling.dispose();
    this.#telling?.dispose();
    const { by, sendingMs } = this.#ended;
    this.#result.resolve(this.#tally.result(this.#startedAt, by, sendingMs));
  }

  #tellAfter(count: number): void {
    const tell = (): void => {
      this.#tally.seal(this.#now());
      this.#options.onProgress?.(this.#tally.progress(this.#now()));
      this.#tellAfter(count + 1);
    };
    if (!this.#settled) this.#telling = this.#options.clock.after(Math.max(0, count * progressMs - this.#now()), tell);
  }
}
