import type { Throttled } from '../../rules/verdict.ts';
import type { EnvironmentPhase, TimelineEvent, TimelineFunction, TimelineProvisioned } from '../../timeline/timelineEvent.ts';
import type { Scenario } from '../scenario.ts';
import { type Environments, outcomes } from './environments.ts';
import { at as itemAt } from './at.ts';
import { EventHeap } from './eventHeap.ts';
import type { SimulatedFunction } from './simulatedFunction.ts';

export interface TimelineFeedOptions {
  readonly scenario: Scenario;
  readonly functions: readonly SimulatedFunction[];
  readonly environments: () => Environments;
  /** How far a function's provisioning is; undefined where it has none. */
  readonly provisioned: (index: number) => { readonly requested: number; readonly allocated: number; readonly open: number } | undefined;
  /** When the simulation begins, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly emit: (event: TimelineEvent) => void;
}

/** Tells what happens as the Local region does, so that the same graph draws both. */
export class TimelineFeed {
  readonly #options: TimelineFeedOptions;
  /** Of environments at work: their run's number, and since when they are there. By place. */
  readonly #runs: number[] = [];
  readonly #startedAt: number[] = [];
  #run = 0;
  /** Environments that initialise for a run, by when it begins. */
  readonly #begins = new EventHeap();

  constructor(options: TimelineFeedOptions) {
    this.#options = options;
  }

  limits(now: number): void {
    const { scenario, functions, startedAt, emit } = this.#options;
    emit({
      type: 'functionsChanged',
      at: startedAt + now,
      accountConcurrency: scenario.account.concurrency,
      rateScale: scenario.rateScale ?? 1,
      functions: functions.map((fn) => this.#function(fn)),
    });
  }

  starting(fn: SimulatedFunction, place: number, now: number): void {
    this.#startedAt[place] = now;
    this.#changed(fn, place, 'starting', now);
  }

  /** An invocation has an environment, which may have to initialise for it. */
  admitted(fn: SimulatedFunction, place: number, now: number): void {
    const { startedAt, emit } = this.#options;
    const environments = this.#options.environments();
    this.#runs[place] = ++this.#run;
    const spillover = environments.spillover[place] === 1;
    emit({
      type: 'invocationStarted',
      at: startedAt + now,
      requestId: requestId(this.#run),
      functionName: fn.scenario.name,
      environmentId: this.#id(place),
      cold: environments.cold[place] === 1,
      ...(spillover && { spillover }),
    });
  }

  /** Its run begins when it has initialised. */
  begins(place: number, at: number): void {
    this.#begins.push(at, place);
  }

  /** Tells what has begun by then. */
  catchUp(until: number): void {
    const { functions } = this.#options;
    while (this.#begins.next <= until) {
      const at = this.#begins.next;
      const place = this.#begins.pop();
      this.initialised(itemAt(functions, this.#options.environments().owner[place] ?? 0), place, 'busy', at);
    }
  }

  initialised(fn: SimulatedFunction, place: number, state: 'busy' | 'idle', now: number): void {
    this.#changed(fn, place, state, now);
  }

  ended(fn: SimulatedFunction, place: number, now: number): void {
    const { startedAt, emit } = this.#options;
    const environments = this.#options.environments();
    const initDurationMs = environments.cold[place] === 1 ? environments.initMs[place] : undefined;
    emit({
      type: 'invocationEnded',
      at: startedAt + now,
      requestId: requestId(this.#runs[place] ?? 0),
      functionName: fn.scenario.name,
      environmentId: this.#id(place),
      durationMs: environments.runMs[place] ?? 0,
      ...(initDurationMs !== undefined && { initDurationMs }),
      outcome: itemAt(outcomes, environments.outcome[place] ?? 0),
    });
  }

  stopped(fn: SimulatedFunction, place: number, reason: string, now: number): void {
    const { startedAt, emit } = this.#options;
    emit({ type: 'environmentStopped', at: startedAt + now, id: this.#id(place), functionName: fn.scenario.name, reason });
  }

  throttled(fn: SimulatedFunction, { reason, rule }: Throttled, now: number): void {
    const { startedAt, emit } = this.#options;
    emit({ type: 'throttled', at: startedAt + now, functionName: fn.scenario.name, reason, rule });
  }

  #changed(fn: SimulatedFunction, place: number, state: EnvironmentPhase, now: number): void {
    const { startedAt, emit } = this.#options;
    const environments = this.#options.environments();
    const provisioned = environments.provisioned[place] === 1;
    emit({
      type: 'environmentChanged',
      at: startedAt + now,
      environment: {
        id: this.#id(place),
        functionName: fn.scenario.name,
        version: versionOf(fn),
        state,
        startedAt: startedAt + (this.#startedAt[place] ?? now),
        ...(state !== 'starting' && { initDurationMs: environments.initMs[place] ?? 0 }),
        ...(provisioned && { provisioned }),
      },
    });
  }

  #function(fn: SimulatedFunction): TimelineFunction {
    const { name, reserved, memoryMegabytes, architecture = 'x86_64', timeoutSeconds } = fn.scenario;
    const state = this.#options.provisioned(fn.index);
    const provisioned: TimelineProvisioned[] = [];
    if (state !== undefined) {
      const { requested, allocated, open } = state;
      const status = open >= requested ? 'READY' : 'IN_PROGRESS';
      provisioned.push({ qualifier: versionOf(fn), requested, allocated, available: open, status });
    }
    return {
      name,
      ...(reserved !== undefined && { reservedConcurrency: reserved }),
      timeoutMs: timeoutSeconds * 1000,
      memoryMegabytes,
      architecture,
      revision: '1',
      provisioned,
      aliases: [],
    };
  }

  #id(place: number): string {
    return `simulated-${this.#options.environments().number[place] ?? 0}`;
  }
}

/** What has provisioned concurrency is a published version. */
function versionOf({ scenario }: SimulatedFunction): string {
  return scenario.provisioned === undefined ? '$LATEST' : '1';
}

function requestId(run: number): string {
  return `simulated-${run}`;
}
