import { simulateFluid } from './fluid/simulateFluid.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import { expectedSize, simulate, type SimulateOptions } from './simulate.ts';

export type SimulationMode = SimulationResult['mode'];

/** More arrivals than this take the exact mode longer than somebody who drags a control waits: a second or so. */
export const exactArrivals = 2_000_000;

/** Exact where all invocations can be enumerated in a moment, else fluid. */
export function simulationModeFor(scenario: Scenario, mostExact = exactArrivals): SimulationMode {
  return expectedSize(scenario) <= mostExact ? 'exact' : 'fluid';
}

export interface RunOptions extends SimulateOptions {
  /** Instead of the one that is chosen by the scenario's size. */
  readonly mode?: SimulationMode;
  /** Expected arrivals up to which the exact mode is chosen. */
  readonly mostExact?: number;
}

/** Simulates in the mode that suits. Throws as `simulate` does in the exact mode; what the options say of single events is of that mode only. */
export function runScenario(scenario: Scenario, { mode, mostExact, ...options }: RunOptions = {}): SimulationResult {
  return (mode ?? simulationModeFor(scenario, mostExact)) === 'exact' ? simulate(scenario, options) : simulateFluid(scenario);
}
