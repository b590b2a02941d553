import { batch, signal } from '@preact/signals';
import type { Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import { Figures } from '../sources/figures.ts';
import { simulatedSeries } from '../sources/simulatedSeries.ts';
import { type Answers, answersOf } from './answers.ts';
import { asObserved, type Draft } from './draft.ts';
import type { Observed } from './observed.ts';
import type { CheapestPlan, Prediction, Predictor } from './prediction.ts';
import { Refinement } from './refinement.ts';
import { type Baseline, baselineOf, scenarioOf } from './scenarioOf.ts';
import type { WhatIfSubject, WhatIfTarget } from './subject.ts';

export type PlanSearchState =
  | { readonly type: 'searching' }
  | { readonly type: 'found'; readonly plan: CheapestPlan }
  | { readonly type: 'none' }
  | { readonly type: 'failed'; readonly message: string };

/** What the panel shows of the latest prediction. */
export interface WhatIfAnswer {
  readonly target: WhatIfTarget;
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
/** Predictions take at most this share of the time. */
const share = 0.25;

/** The what-if controls: a draft, and what would come of it. */
export class WhatIf {
  readonly open = signal(false);
  readonly target = signal<WhatIfTarget>('local');
  readonly draft = signal<Draft>(asObserved);
  readonly answer = signal<WhatIfAnswer | undefined>(undefined);
  /** Why the draft could not be simulated, in words. */
  readonly failure = signal<string | undefined>(undefined);
  readonly plan = signal<PlanSearchState | undefined>(undefined);
  readonly #predictor: Predictor;
  readonly #monotonic: () => number;
  #search: AbortController | undefined;
  readonly #refinement = new Refinement();
  readonly #changed: () => void;
  #done: Done | undefined;

  /** `changed` is called when there is a better prediction to draw. */
  constructor(predictor: Predictor, monotonic: () => number, changed: () => void) {
    this.#predictor = predictor;
    this.#monotonic = monotonic;
    this.#changed = changed;
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

  /** Asks of another function: nothing of the draft was meant for it. */
  aim(target: WhatIfTarget): void {
    if (this.target.value === target) return;
    this.target.value = target;
    this.#forget();
    this.reset();
  }

  reset(): void {
    this.draft.value = asObserved;
    this.#forgetPlan();
  }

  /** Predicts where something has changed. Milliseconds; when to look again, where it should be. Without a subject what was predicted stays. */
  refresh(subject: WhatIfSubject | undefined, from: number, to: number): number | undefined {
    if (!this.open.peek()) {
      this.#forget();
      return undefined;
    }
    if (subject === undefined) return undefined;
    const now = this.#monotonic();
    const draft = this.draft.peek();
    const [start, end] = subject.range(from, to);
    const key = JSON.stringify([draft, subject.target, subject.functionName, Math.round((end - start) / 1000)]);
    const done = this.#done;
    const same = done?.key === key && done.revision === subject.revision;
    if (done !== undefined) {
      // Who drags a control waits for the quick prediction alone; time that goes on, for the exact one too.
      const rested = now - done.at - (same ? Math.max(done.tookMs, done.refinedMs) : done.tookMs) / share;
      if (rested < 0) return -rested;
      if (same && this.#refinement.running) return undefined;
      if (same && (Math.abs(end - done.to) < 1 || now - done.at < renewMs)) return end === done.to ? undefined : Math.max(0, renewMs - (now - done.at));
    }
    const next = { key, revision: subject.revision, to: end, at: now, tookMs: 0, refinedMs: 0 };
    this.#done = next;
    try {
      this.#predict(subject, start, end, same && done.refinedMs > 0, next);
      this.failure.value = undefined;
    } catch (error) {
      // The graph goes on without a prediction.
      this.#refinement.stop();
      this.answer.value = undefined;
      this.failure.value = messageOf(error);
    }
    next.tookMs = this.#monotonic() - now;
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

  /** What was exact goes on to be: there is no quick prediction between. */
  #predict(subject: WhatIfSubject, from: number, to: number, exactOnly: boolean, done: Done): void {
    const draft = this.draft.peek();
    const observed = subject.observe(from, to, draft.traffic.type === 'recorded');
    const scenario = scenarioOf(observed, draft);
    const take = (prediction: Prediction): void => this.#take(subject, from, observed, scenario, prediction);
    const quick = exactOnly ? undefined : this.#predictor.predict(scenario, observed.from);
    if (quick !== undefined) take(quick);
    this.#refinement.stop();
    if (quick !== undefined && quick.result.mode === 'exact') return;
    this.#refinement.begin((...args) => this.#predictor.refine(...args), scenario, (prediction) => {
      take(prediction);
      done.refinedMs = Math.max(1, this.#monotonic() - done.at);
      done.at = this.#monotonic();
      this.#changed();
    });
  }

  #take(subject: WhatIfSubject, from: number, observed: Observed, scenario: Scenario, prediction: Prediction): void {
    const { target, functionName } = subject;
    const own = prediction.result.functions.find(({ name }) => name === functionName);
    const series = simulatedSeries(scenario, prediction.result, functionName, observed.from);
    if (own === undefined || series === undefined) return;
    const start = Math.max(observed.from, Math.floor(from / 1000) * 1000);
    const [end, figures] = [observed.from + observed.seconds * 1000, new Figures(series)];
    const actual = subject.actual(start, end, observed);
    batch(() => {
      this.answer.value = {
        target, functionName, from: start, to: end, baseline: baselineOf(observed), observed, scenario, prediction, figures,
        predicted: answersOf(figures, start, end, own.totals.invocations === 0 ? undefined : own.latencyMs),
        actual: actual !== undefined && actual.arrivals > 0 ? actual : undefined,
      };
    });
  }

  #forget(): void {
    this.#refinement.stop();
    if (this.answer.peek() !== undefined) this.answer.value = undefined;
    this.#done = undefined;
  }
}

/** The latest prediction: of what, when it began, and how long it took. Monotonic milliseconds but `to`. */
interface Done {
  readonly key: string;
  readonly revision: unknown;
  readonly to: number;
  at: number;
  tookMs: number;
  /** 0: it was not refined. */
  refinedMs: number;
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
