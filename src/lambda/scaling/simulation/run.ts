import { fluidInParts } from './fluid/simulateFluid.ts';
import { finished, type InParts } from './inParts.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import { exactArrivals, exactInParts, type ExactOptions, expectedSize, type SimulateOptions } from './simulate.ts';

export type SimulationMode = SimulationResult['mode'];

/** Exact where all invocations can be enumerated in a moment, else fluid. */
export function simulationModeFor(scenario: Scenario): SimulationMode {
  return expectedSize(scenario) <= exactArrivals ? 'exact' : 'fluid';
}

interface Mode {
  /** Instead of the one that is chosen by the scenario's size. */
  readonly mode?: SimulationMode;
}

export type RunOptions = SimulateOptions & Mode;

/** Simulates in the mode that suits. Throws as `simulate` does; what the options say of single events is of the exact mode only. */
export function runScenario(scenario: Scenario, { signal, ...options }: RunOptions = {}): SimulationResult {
  return finished(runInParts(scenario, options), signal);
}

/** As `runScenario`, in parts: to be stopped and watched meanwhile. */
export function runInParts(scenario: Scenario, { mode = simulationModeFor(scenario), ...options }: ExactOptions & Mode = {}): InParts<SimulationResult> {
  return mode === 'exact' ? exactInParts(scenario, options) : fluidInParts(scenario);
}
