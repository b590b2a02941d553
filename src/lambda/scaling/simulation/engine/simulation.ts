import { assertNever } from '../../../../common/assertNever.ts';
import type { TimelineEvent } from '../../timeline/timelineEvent.ts';
import { leftOf } from '../../rules/rate.ts';
import { startLimit } from '../../rules/counters.ts';
import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { AsyncSource } from '../sources/asyncSource.ts';
import { QueueSource } from '../sources/queueSource.ts';
import { type Source, syncSource } from '../sources/source.ts';
import { StreamSource } from '../sources/streamSource.ts';
import { at } from './at.ts';
import { AccountRecorder } from './accountRecorder.ts';
import { noJob } from './environments.ts';
import { EventHeap } from './eventHeap.ts';
import { Execution } from './execution.ts';
import { followPlan } from './provisionedPlan.ts';
import { Provisioning } from './provisioning.ts';
import { type Grid, levels } from './recorder.ts';
import { resultOf } from './resultOf.ts';
import { SimulatedFunction } from './simulatedFunction.ts';
import { TimelineFeed } from './timelineFeed.ts';
import { Timers } from './timers.ts';

export interface SimulationOptions {
  /** Told what the Local region would tell, in the order of time. It costs much of the speed. */
  readonly onEvent?: (event: TimelineEvent) => void;
  /** When the scenario begins for those events, in milliseconds since the epoch; 0 where left out. */
  readonly startedAt?: number;
  /** So many environments of each function are there from the beginning, on demand and without work; none where left out. */
  readonly environments?: readonly number[];
}

/** A scenario on its way, each invocation and environment on its own: to be run in parts, so that others have their turn. */
export class Simulation {
  readonly #scenario: Scenario;
  readonly #grid: Grid;
  readonly #functions: readonly SimulatedFunction[];
  readonly #recorder: AccountRecorder;
  readonly #execution: Execution;
  readonly #timers = new Timers();
  /** Functions by their next arrival. */
  readonly #arrivals = new EventHeap();
  readonly #endMs: number;
  readonly #feed: TimelineFeed | undefined;
  #step = 0;
  #second = 0;
  /** When the next step or second begins, in ms. */
  #nextTick: number;
  #done = false;

  constructor(scenario: Scenario, { onEvent, startedAt = 0, environments = [] }: SimulationOptions = {}) {
    this.#scenario = scenario;
    this.#endMs = scenario.seconds * 1000;
    const stepSeconds = scenario.stepSeconds ?? 1;
    this.#grid = {
      steps: Math.max(1, Math.ceil(scenario.seconds / stepSeconds - 1e-9)),
      stepMs: stepSeconds * 1000,
      seconds: Math.max(1, Math.ceil(scenario.seconds)),
    };
    this.#functions = scenario.functions.map((fn, index) => new SimulatedFunction(index, fn, scenario, this.#grid));
    this.#recorder = new AccountRecorder(this.#grid.steps);
    const functions = this.#functions;
    const recorder = this.#recorder;
    const timers = this.#timers;
    this.#feed = onEvent === undefined ? undefined : new TimelineFeed({
      scenario,
      functions,
      environments: () => this.#execution.environments,
      provisioned: (index) => (functions[index]?.scenario.provisioned === undefined ? undefined : this.#execution.provisioning[index]),
      startedAt,
      emit: onEvent,
    });
    const feed = this.#feed;
    const execution = new Execution({ scenario, functions, timers, recorder, feed });
    this.#execution = execution;
    for (const fn of functions) {
      execution.sources.push(sourceOf(fn, execution, timers));
      execution.provisioning.push(new Provisioning({ fn, execution, timers, recorder, feed }));
    }
    functions.forEach((fn, index) => execution.begin(fn, environments[index] ?? 0));
    feed?.limits(0);
    functions.forEach((fn, index) => {
      const provisioning = execution.provisioning[index];
      if (provisioning !== undefined) followPlan(fn, provisioning, timers);
      this.#arrivals.push(fn.arrivals(), index);
    });
    this.#nextTick = Math.min(this.#grid.stepMs, 1000);
  }

  /** Share of the scenario's time that has passed, 0 to 1. */
  get progress(): number {
    return this.#done ? 1 : Math.min(1, Math.min(this.#step * this.#grid.stepMs, this.#endMs) / this.#endMs);
  }

  /** Lets up to so many events happen. True when the end is reached. */
  run(events: number): boolean {
    const { completions } = this.#execution;
    for (let left = events; left > 0 && !this.#done; left--) {
      const end = completions.next;
      const timer = this.#timers.next;
      const arrival = this.#arrivals.next;
      // What ends at a moment makes room for what comes in the same.
      const due = end <= timer ? (end <= arrival ? end : arrival) : timer <= arrival ? timer : arrival;
      // What ends with a step is at work in it, and not in the next.
      if (due >= this.#nextTick && (due !== end || due > this.#nextTick)) this.#tick(Math.min(due, this.#endMs));
      this.#feed?.catchUp(Math.min(due, this.#endMs));
      if (due >= this.#endMs) this.#finish();
      else if (due === end) this.#execution.complete();
      else if (due === timer) this.#timers.fire();
      else this.#arrive(arrival);
    }
    return this.#done;
  }

  /** Of what happened until now; latencies of the steps that have ended. */
  result(): SimulationResult {
    const { functions, seconds, stepSeconds = 1 } = { ...this.#scenario, functions: this.#functions };
    return resultOf({ functions, sources: this.#execution.sources, account: this.#recorder, seconds, stepSeconds });
  }

  /** Environments that live, and that ever began. */
  get environments(): { readonly alive: number; readonly begun: number } {
    const { alive, begun } = this.#execution.environments;
    return { alive, begun };
  }

  #arrive(now: number): void {
    const index = this.#arrivals.first;
    const fn = at(this.#functions, index);
    this.#arrivals.replaceFirst(fn.arrivals(), index);
    fn.recorder.count(fn.recorder.arrivals);
    at(this.#execution.sources, index).arrive(now);
  }

  /** Ends and begins the steps and seconds that end by then. */
  #tick(until: number): void {
    while (this.#nextTick <= until) {
      const now = this.#nextTick;
      if (now >= (this.#step + 1) * this.#grid.stepMs) {
        this.#endStep(now);
        if (this.#step + 1 < this.#grid.steps) {
          this.#step += 1;
          for (const { recorder } of this.#functions) recorder.beginStep(this.#step);
          this.#recorder.beginStep(this.#step);
        }
      }
      if (now >= (this.#second + 1) * 1000 && this.#second + 1 < this.#grid.seconds) {
        this.#second += 1;
        for (const { recorder } of this.#functions) recorder.beginSecond(this.#second);
      }
      this.#nextTick = this.#following(now);
    }
  }

  #following(now: number): number {
    const step = (this.#step + 1) * this.#grid.stepMs;
    const second = (this.#second + 1) * 1000;
    const next = Math.min(step > now ? step : Number.POSITIVE_INFINITY, second > now ? second : Number.POSITIVE_INFINITY);
    return next >= this.#endMs ? Number.POSITIVE_INFINITY : next;
  }

  #endStep(now: number): void {
    const { account, sources } = this.#execution;
    for (const { recorder, counters, index } of this.#functions) {
      const source = at(sources, index);
      const oldest = source.oldest();
      const inUse = recorder.level(levels.atWork);
      const ceiling = inUse + Math.floor(Math.max(0, leftOf(counters.starts, now, startLimit(account))));
      recorder.endStep(now, ceiling, source.waiting, oldest === Number.POSITIVE_INFINITY ? 0 : (now - oldest) / 1000);
    }
  }

  #finish(): void {
    this.#endStep(this.#endMs);
    this.#done = true;
  }
}

function sourceOf(fn: SimulatedFunction, execution: Execution, timers: Timers): Source {
  const attempt = (job: number, now: number) => execution.attempt(fn, job, now);
  const { source: rules = { type: 'sync' }, reserved } = fn.scenario;
  switch (rules.type) {
    case 'sync':
      return syncSource(attempt, noJob);
    case 'async':
      return new AsyncSource({ rules, attempt, timers, random: fn.backOff, closed: reserved === 0 });
    case 'sqs':
      return new QueueSource({ rules, attempt, timers });
    case 'stream':
      return new StreamSource({ rules, attempt, timers });
    default:
      return assertNever(rules);
  }
}
