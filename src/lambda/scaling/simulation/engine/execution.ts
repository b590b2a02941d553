import { admit, giveBack, take } from '../../rules/admission.ts';
import { type AccountCounters, accountCounters } from '../../rules/counters.ts';
import { type ThrottleRule, throttleRules } from '../../rules/verdict.ts';
import type { Scenario } from '../scenario.ts';
import type { Source } from '../sources/source.ts';
import { at } from './at.ts';
import type { AccountRecorder } from './accountRecorder.ts';
import { Environments, failed, leaseIndex, leases, noJob, succeeded, timedOut } from './environments.ts';
import { EventHeap } from './eventHeap.ts';
import { InitTurns } from './initTurns.ts';
import type { Provisioning } from './provisioning.ts';
import { levels } from './recorder.ts';
import type { SimulatedFunction } from './simulatedFunction.ts';
import type { TimelineFeed } from './timelineFeed.ts';
import type { Timers } from './timers.ts';

/**
 * An initialisation on demand that takes longer is ended, and done once more within the invocation, whose timeout holds for both.
 * Source: AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle".
 */
const longestInitMs = 10_000;

const ruleIndex: Readonly<Record<ThrottleRule, number>> = {
  reservedConcurrency: throttleRules.indexOf('reservedConcurrency'),
  unreservedConcurrency: throttleRules.indexOf('unreservedConcurrency'),
  scalingRate: throttleRules.indexOf('scalingRate'),
  reservedRequests: throttleRules.indexOf('reservedRequests'),
  unreservedRequests: throttleRules.indexOf('unreservedRequests'),
};

export interface ExecutionOptions {
  readonly scenario: Scenario;
  readonly functions: readonly SimulatedFunction[];
  readonly timers: Timers;
  readonly recorder: AccountRecorder;
  readonly feed: TimelineFeed | undefined;
}

/** Runs invocations in environments, as the rule book lets it: the simulated counterpart of the Local region's pools. */
export class Execution {
  readonly account: AccountCounters;
  readonly environments = new Environments();
  /** Ends of runs, by the place of their environment. */
  readonly completions = new EventHeap();
  /** By function. */
  readonly sources: Source[] = [];
  readonly provisioning: Provisioning[] = [];
  readonly #functions: readonly SimulatedFunction[];
  readonly #recorder: AccountRecorder;
  readonly #feed: TimelineFeed | undefined;
  readonly #turns: InitTurns | undefined;
  readonly #initialised: (at: number, place: number) => void;
  readonly #retire: (at: number, index: number) => void;

  constructor({ scenario, functions, timers, recorder, feed }: ExecutionOptions) {
    this.account = accountCounters(scenario.account.concurrency, scenario.rateScale ?? 1);
    this.account.reserved = scenario.functions.reduce((sum, { reserved = 0 }) => sum + reserved, 0);
    this.#functions = functions;
    this.#recorder = recorder;
    this.#feed = feed;
    this.#initialised = timers.kind((place, now) => this.#afterInit(place, now));
    this.#retire = timers.kind((index, now) => this.#retireIdle(this.#function(index), now));
    const { initsAtOnce } = scenario;
    if (initsAtOnce === undefined) return;
    this.#turns = new InitTurns(initsAtOnce, (place, now) => this.#initialised(now + (this.environments.initMs[place] ?? 0), place));
  }

  /** Lets so many environments be there, as if they had just done their work. */
  begin(fn: SimulatedFunction, count: number): void {
    for (let index = 0; index < count; index++) {
      fn.recorder.raise(levels.alive);
      this.#rest(fn, this.environments.begin(fn.index), 0);
    }
  }

  /** False where it is throttled. `job` is told to the function's source when the run has ended. */
  attempt(fn: SimulatedFunction, job: number, now: number): boolean {
    const { version, counters, recorder } = fn;
    const verdict = admit(version, counters, this.account, now);
    if (verdict.type === 'throttle') {
      recorder.throttled(ruleIndex[verdict.rule]);
      this.#feed?.throttled(fn, verdict, now);
      return false;
    }
    const lease = take(verdict, version, counters, this.account, now);
    const { environments } = this;
    recorder.count(recorder.invocations);
    let place: number;
    if (verdict.type === 'provisioned') {
      place = fn.provisionedIdle.pop();
      version.provisionedIdle -= 1;
      recorder.provisionedInvocations += 1;
      recorder.work(levels.provisionedInUse, now);
    } else {
      if (verdict.type === 'reuse') {
        place = fn.idle.pop();
        version.idle -= 1;
      } else {
        place = environments.begin(fn.index);
        recorder.raise(levels.alive);
        recorder.count(recorder.coldStarts);
      }
      this.#recorder.change(1);
      if (verdict.spillover) recorder.spilloverInvocations += 1;
      recorder.work(verdict.spillover ? levels.spillover : levels.onDemand, now);
    }
    environments.lease[place] = leaseIndex[lease];
    environments.spillover[place] = verdict.spillover ? 1 : 0;
    environments.job[place] = job;
    this.#begin(fn, place, verdict.type === 'start', now);
    return true;
  }

  /** The run that is due first has ended. */
  complete(): void {
    const now = this.completions.next;
    const place = this.completions.pop();
    const { environments } = this;
    const fn = this.#function(environments.owner[place] ?? 0);
    const lease = environments.lease[place] ?? 0;
    this.#feed?.ended(fn, place, now);
    giveBack(at(leases, lease), fn.counters, this.account);
    if (lease === 0) {
      fn.recorder.rest(levels.provisionedInUse, now);
      this.provisioning[fn.index]?.release(place, now);
    } else {
      fn.recorder.rest(environments.spillover[place] === 1 ? levels.spillover : levels.onDemand, now);
      this.#recorder.change(-1);
      this.#rest(fn, place, now);
    }
    const job = environments.job[place] ?? 0;
    if (job !== noJob) this.sources[fn.index]?.ended(job, environments.outcome[place] ?? 0, now);
  }

  /** Starts an environment that is to be provisioned; its plan is told when it has initialised. */
  provision(fn: SimulatedFunction, now: number): void {
    const { environments } = this;
    const place = environments.begin(fn.index);
    environments.provisioned[place] = 1;
    environments.initMs[place] = fn.init();
    fn.recorder.raise(levels.alive);
    this.#feed?.starting(fn, place, now);
    if (this.#turns === undefined) this.#initialised(now + (environments.initMs[place] ?? 0), place);
    else this.#turns.enter(place, now);
  }

  end(fn: SimulatedFunction, place: number, reason: string, now: number): void {
    fn.recorder.lower(levels.alive);
    this.#feed?.stopped(fn, place, reason, now);
    this.environments.end(place);
  }

  #begin(fn: SimulatedFunction, place: number, cold: boolean, now: number): void {
    const { environments } = this;
    let runMs = fn.duration();
    let initMs = 0;
    if (cold) {
      initMs = fn.init();
      if (initMs > longestInitMs) {
        runMs += initMs;
        initMs = longestInitMs;
      }
    } else if (environments.broken[place] === 1) {
      runMs += fn.init();
    }
    const late = runMs > fn.timeoutMs;
    if (late) runMs = fn.timeoutMs;
    const outcome = late ? timedOut : fn.errorRate > 0 && fn.errors() < fn.errorRate ? failed : succeeded;
    environments.broken[place] = late ? 1 : 0;
    environments.outcome[place] = outcome;
    environments.runMs[place] = runMs;
    environments.initMs[place] = initMs;
    environments.cold[place] = cold ? 1 : 0;
    const { recorder } = fn;
    if (outcome !== succeeded) recorder.count(recorder.errors);
    // Billed in whole milliseconds.
    recorder.count(environments.lease[place] === 0 ? recorder.provisionedMs : recorder.onDemandMs, Math.ceil(initMs + runMs));
    if (cold) this.#feed?.starting(fn, place, now);
    this.#feed?.admitted(fn, place, now);
    if (cold && this.#turns !== undefined) {
      environments.since[place] = now;
      this.#turns.enter(place, now);
      return;
    }
    recorder.answered(initMs + runMs);
    this.completions.push(now + initMs + runMs, place);
    if (cold) this.#feed?.begins(place, now + initMs);
  }

  #afterInit(place: number, now: number): void {
    const { environments } = this;
    const fn = this.#function(environments.owner[place] ?? 0);
    this.#turns?.leave(now);
    if (environments.provisioned[place] === 1) {
      this.#feed?.initialised(fn, place, 'idle', now);
      this.provisioning[fn.index]?.initialised(place, now);
      return;
    }
    const runMs = environments.runMs[place] ?? 0;
    fn.recorder.answered(now - (environments.since[place] ?? 0) + runMs);
    this.completions.push(now + runMs, place);
    this.#feed?.initialised(fn, place, 'busy', now);
  }

  #rest(fn: SimulatedFunction, place: number, now: number): void {
    fn.idle.push(place, now);
    fn.version.idle += 1;
    if (fn.retiring) return;
    fn.retiring = true;
    this.#retire(now + fn.idleMs, fn.index);
  }

  #retireIdle(fn: SimulatedFunction, now: number): void {
    while (fn.idle.oldestSince + fn.idleMs <= now) {
      this.end(fn, fn.idle.shift(), 'idle', now);
      fn.version.idle -= 1;
    }
    fn.retiring = fn.idle.size > 0;
    if (fn.retiring) this.#retire(fn.idle.oldestSince + fn.idleMs, fn.index);
  }

  #function(index: number): SimulatedFunction {
    return at(this.#functions, index);
  }
}
