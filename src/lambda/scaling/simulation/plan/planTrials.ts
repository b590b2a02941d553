import { CodedError } from '../../../../common/codedError.ts';
import type { Aborting } from '../../metrics/scalingSeries.ts';
import { simulateFlows } from '../fluid/simulateFlows.ts';
import type { FunctionResult, SimulationResult } from '../result.ts';
import type { ProvisionedPlan, Scenario } from '../scenario.ts';
import { figuresOf, meets, type PlanFigures, type PlanTarget } from './planTarget.ts';

/** A plan that was tried. */
export interface ConsideredPlan {
  /** Undefined: nothing is provisioned. */
  readonly plan: ProvisionedPlan | undefined;
  readonly figures: PlanFigures;
  readonly meets: boolean;
  /** Of the function over the scenario, in US dollars. */
  readonly cost: number;
}

export interface PlanOptions {
  readonly signal?: Aborting;
  /** Told after each plan: how many were tried, of at most so many. */
  readonly progress?: (tried: number, most: number) => void;
  /** So many plans are tried at most; 80 where left out. */
  readonly mostPlans?: number;
  /** Lets others have their turn between two plans. */
  readonly pause?: () => Promise<void>;
  /** Fluid where left out: it has no chance in it, so that more is never worse. */
  readonly simulate?: (scenario: Scenario) => SimulationResult;
}

const defaultMostPlans = 80;

/** Tries plans for one function, each of them once. */
export class PlanTrials {
  readonly considered: ConsideredPlan[] = [];
  /** Without anything provisioned. */
  bare: FunctionResult | undefined;
  readonly #scenario: Scenario;
  readonly #name: string;
  readonly #target: PlanTarget;
  readonly #options: PlanOptions;
  readonly #known = new Map<string, ConsideredPlan>();

  constructor(scenario: Scenario, name: string, target: PlanTarget, options: PlanOptions) {
    // Plans are told apart by totals alone: a few hundred steps are enough.
    this.#scenario = { ...scenario, stepSeconds: Math.max(scenario.stepSeconds ?? 1, scenario.seconds / 500) };
    this.#name = name;
    this.#target = target;
    this.#options = options;
  }

  get exhausted(): boolean {
    return this.considered.length >= (this.#options.mostPlans ?? defaultMostPlans);
  }

  /** Undefined where no more may be tried. Throws CodedError PLAN_SEARCH_ABORTED. */
  async try(plan: ProvisionedPlan | undefined): Promise<ConsideredPlan | undefined> {
    const key = JSON.stringify(plan) ?? '';
    const known = this.#known.get(key);
    if (known !== undefined || this.exhausted) return known;
    if (this.#options.signal?.aborted === true) throw new CodedError('PLAN_SEARCH_ABORTED', 'The search for a plan was stopped.');
    const result = this.#run(plan);
    if (plan === undefined) this.bare = result;
    const figures = figuresOf(result);
    const considered: ConsideredPlan = { plan, figures, meets: meets(figures, this.#target), cost: result.cost.total };
    this.#known.set(key, considered);
    this.considered.push(considered);
    this.#options.progress?.(this.considered.length, this.#options.mostPlans ?? defaultMostPlans);
    await this.#options.pause?.();
    return considered;
  }

  #run(plan: ProvisionedPlan | undefined): FunctionResult {
    const functions = this.#scenario.functions.map((fn) => {
      if (fn.name !== this.#name) return fn;
      const { provisioned: _, ...bare } = fn;
      return plan === undefined ? bare : { ...bare, provisioned: plan };
    });
    const { functions: results } = (this.#options.simulate ?? simulateFlows)({ ...this.#scenario, functions });
    const result = results.find(({ name }) => name === this.#name);
    if (result === undefined) throw new CodedError('PLAN_FUNCTION_MISSING', `The scenario has no function '${this.#name}'. Name one of its functions.`);
    return result;
  }
}
