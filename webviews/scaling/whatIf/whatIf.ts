import { batch, signal } from '@preact/signals';
import type { SimulationResult } from '../../../src/lambda/scaling/simulation/result.ts';
import type { ProvisionedPlan, Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import { Figures } from '../sources/figures.ts';
import { simulatedSeries } from '../sources/simulatedSeries.ts';
import { type Answers, answersOf, observedLatency } from './answers.ts';
import { asObserved, type Draft } from './draft.ts';
import { type Observed, observe } from './observed.ts';
import { type Baseline, baselineOf, scenarioOf } from './scenarioOf.ts';

/** A prediction: the figures, and what happened in it, where it went invocation by invocation. */
export interface Prediction {
  readonly result: SimulationResult;
  /** Environments one by one, where they were few enough. */
  readonly timeline?: Timeline;
}

export interface CheapestPlan {
  /** Undefined: nothing is provisioned. */
  readonly plan: ProvisionedPlan | undefined;
  readonly dollarsPerHour: number;
  readonly p99Ms: number;
  /** Whether all plans were looked at. */
  readonly complete: boolean;
}

export type PlanSearchState =
  | { readonly type: 'searching' }
  | { readonly type: 'found'; readonly plan: CheapestPlan }
  | { readonly type: 'none' }
  | { readonly type: 'failed'; readonly message: string };

/** What predicts, without the page standing still for long. */
export interface Predictor {
  /** `startAt`: the scenario's beginning, in milliseconds since the epoch. */
  predict(scenario: Scenario, startAt: number): Prediction;
  /** The provisioned plan that costs least of those that keep p99 latency at `p99Ms`; undefined where none does. */
  cheapest(scenario: Scenario, functionName: string, p99Ms: number, signal: AbortSignal): Promise<CheapestPlan | undefined>;
}

/** What the panel shows of the latest prediction. */
export interface WhatIfAnswer {
  readonly functionName: string;
  readonly from: number;
  readonly to: number;
  readonly baseline: Baseline;
  readonly observed: Observed;
  readonly scenario: Scenario;
  readonly prediction: Prediction;
  readonly figures: Figures;
  readonly predicted: Answers;
  readonly actual: Answers | undefined;
}

/** Of functions of which none is chosen and none is there. */
export const exampleFunction = 'function';
/** While time goes on, the recorded traffic is simulated anew no more often than this. */
const renewMs = 1000;
/** Recorded traffic is simulated from so much before what shows: the environments that were warm then are warm in the prediction, too. */
const leadMs = 60_000;
/** Predictions take at most this share of the time. */
const share = 0.25;

/** The what-if controls: a draft, and what would come of it. */
export class WhatIf {
  readonly open = signal(false);
  readonly draft = signal<Draft>(asObserved);
  readonly answer = signal<WhatIfAnswer | undefined>(undefined);
  /** Why the draft could not be simulated, in words. */
  readonly failure = signal<string | undefined>(undefined);
  readonly plan = signal<PlanSearchState | undefined>(undefined);
  readonly #predictor: Predictor;
  readonly #monotonic: () => number;
  #search: AbortController | undefined;
  #done: { readonly key: string; readonly to: number; readonly at: number; readonly tookMs: number } | undefined;

  constructor(predictor: Predictor, monotonic: () => number) {
    this.#predictor = predictor;
    this.#monotonic = monotonic;
  }

  change(change: Partial<Draft>): void {
    this.draft.value = { ...this.draft.value, ...change };
    this.#forgetPlan();
  }

  /** Takes one figure back to what was observed. */
  release(figure: Exclude<keyof Draft, 'traffic'>): void {
    const { [figure]: _, ...rest } = this.draft.value;
    this.draft.value = rest;
    this.#forgetPlan();
  }

  reset(): void {
    this.draft.value = asObserved;
    this.#forgetPlan();
  }

  /** Predicts where something has changed. Milliseconds; when to look again, where it should be. */
  refresh(timeline: Timeline | undefined, functionName: string | undefined, from: number, to: number, local: Figures | undefined): number | undefined {
    if (!this.open.peek()) {
      if (this.answer.peek() !== undefined) this.answer.value = undefined;
      this.#done = undefined;
      return undefined;
    }
    const name = functionName ?? busiestFunction(timeline) ?? exampleFunction;
    const now = this.#monotonic();
    const draft = this.draft.peek();
    const key = JSON.stringify([draft, name, Math.round((to - from) / 1000)]);
    const done = this.#done;
    if (done !== undefined) {
      const rested = now - done.at - done.tookMs / share;
      if (rested < 0) return -rested;
      if (done.key === key && (Math.abs(to - done.to) < 1 || now - done.at < renewMs)) return to === done.to ? undefined : Math.max(0, renewMs - (now - done.at));
    }
    try {
      this.#predict(timeline, name, Math.max(from, timeline?.since ?? from), to, local);
      this.failure.value = undefined;
    } catch (error) {
      // The graph goes on without a prediction.
      this.answer.value = undefined;
      this.failure.value = messageOf(error);
    }
    this.#done = { key, to, at: now, tookMs: this.#monotonic() - now };
    return undefined;
  }

  /** Searches anew; a search that is on its way is given up. */
  async findCheapest(targetMs: number): Promise<void> {
    const answer = this.answer.peek();
    this.#forgetPlan();
    if (answer === undefined) return;
    const search = new AbortController();
    this.#search = search;
    this.plan.value = { type: 'searching' };
    try {
      const plan = await this.#predictor.cheapest(answer.scenario, answer.functionName, targetMs, search.signal);
      if (!search.signal.aborted) this.plan.value = plan === undefined ? { type: 'none' } : { type: 'found', plan };
    } catch (error) {
      // One that was given up has nothing to tell.
      if (!search.signal.aborted) this.plan.value = { type: 'failed', message: messageOf(error) };
    }
  }

  #forgetPlan(): void {
    this.#search?.abort();
    this.#search = undefined;
    this.plan.value = undefined;
  }

  #predict(timeline: Timeline | undefined, functionName: string, from: number, to: number, local: Figures | undefined): void {
    const lead = this.draft.peek().traffic.type === 'recorded' && timeline !== undefined ? Math.min(leadMs, Math.max(0, from - timeline.since)) : 0;
    const observed = observe(timeline, functionName, from - lead, to);
    const scenario = scenarioOf(observed, this.draft.peek());
    const prediction = this.#predictor.predict(scenario, observed.from);
    const own = prediction.result.functions.find(({ name }) => name === functionName);
    const series = simulatedSeries(scenario, prediction.result, functionName, observed.from, prediction.timeline);
    if (own === undefined || series === undefined) return;
    const [start, end, figures] = [observed.from + lead, observed.from + observed.seconds * 1000, new Figures(series)];
    const actual = timeline === undefined || local === undefined ? undefined : answersOf(local, start, to, observedLatency(timeline, functionName, start, to));
    batch(() => {
      this.answer.value = {
        functionName, from: start, to: end, baseline: baselineOf(observed), observed, scenario, prediction, figures,
        predicted: answersOf(figures, start, end, own.totals.invocations === 0 ? undefined : own.latencyMs),
        actual: actual !== undefined && actual.arrivals > 0 ? actual : undefined,
      };
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The function with the most invocations. */
export function busiestFunction(timeline: Timeline | undefined): string | undefined {
  if (timeline === undefined) return undefined;
  const started = (name: string): number => timeline.scope(name)?.totals.started ?? 0;
  return timeline.functionNames.toSorted((a, b) => started(b) - started(a))[0];
}
