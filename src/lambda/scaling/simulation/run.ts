import { simulateFluid } from './fluid/simulateFluid.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import { exactArrivals, expectedSize, simulate, type SimulateOptions } from './simulate.ts';

export type SimulationMode = SimulationResult['mode'];

/** Exact where all invocations can be enumerated in a moment, else fluid. */
export function simulationModeFor(scenario: Scenario): SimulationMode {
  return expectedSize(scenario) <= exactArrivals ? 'exact' : 'fluid';
}

export interface RunOptions extends SimulateOptions {
  /** Instead of the one that is chosen by the scenario's size. */
  readonly mode?: SimulationMode;
}

/** Simulates in the mode that suits. Throws as `simulate` does in the exact mode; what the options say of single events is of that mode only. */
export function runScenario(scenario: Scenario, { mode, ...options }: RunOptions = {}): SimulationResult {
  return (mode ?? simulationModeFor(scenario)) === 'exact' ? simulate(scenario, options) : simulateFluid(scenario);
}
