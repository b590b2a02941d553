import type { SimulationResult } from '../../../src/lambda/scaling/simulation/result.ts';
import type { ProvisionedPlan, Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';

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

/** What predicts, without the page standing still for long. */
export interface Predictor {
  /** Within a frame or two. `startAt`: the scenario's beginning, in milliseconds since the epoch. */
  predict(scenario: Scenario, startAt: number): Prediction;
  /** Exactly, in slices between which the page has its turns; undefined where there are too many arrivals, or it was aborted. */
  refine(scenario: Scenario, signal: AbortSignal): Promise<Prediction | undefined>;
  /** The provisioned plan that costs least of those that keep p99 latency at `p99Ms`; undefined where none does. */
  cheapest(scenario: Scenario, functionName: string, p99Ms: number, signal: AbortSignal): Promise<CheapestPlan | undefined>;
}
