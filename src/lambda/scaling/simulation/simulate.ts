import { CodedError } from '../../../common/codedError.ts';
import type { Aborting } from '../metrics/scalingSeries.ts';
import { expectedArrivals } from '../traffic/arrivals.ts';
import { Simulation, type SimulationOptions } from './engine/simulation.ts';
import { finished, type InParts } from './inParts.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';

export interface ExactOptions extends SimulationOptions {
  /** More are not enumerated; `mostSimulated` where left out. */
  readonly maximumArrivals?: number;
}

export interface SimulateOptions extends ExactOptions {
  /** Looked at now and then. Who runs on one thread with what aborts goes through `exactInParts` instead. */
  readonly signal?: Aborting;
}

/** More arrivals than this take the exact mode longer than somebody who drags a control waits: a second or so. */
export const exactArrivals = 2_000_000;

/** More are not enumerated where nothing else is said: these take a minute or two. */
export const mostSimulated = 200_000_000;
const eventsBetween = 100_000;

/**
 * Simulates every invocation and environment. Throws CodedError: SIMULATION_TOO_LARGE where more arrivals are to be expected than may be
 * enumerated, SIMULATION_ABORTED.
 */
export function simulate(scenario: Scenario, { signal, ...options }: SimulateOptions = {}): SimulationResult {
  return finished(exactInParts(scenario, options), signal);
}

/** As `simulate`, in parts. */
export function* exactInParts(scenario: Scenario, { maximumArrivals = mostSimulated, ...options }: ExactOptions = {}): InParts<SimulationResult> {
  checkSize(scenario, maximumArrivals);
  const simulation = new Simulation(scenario, options);
  while (!simulation.run(eventsBetween)) yield simulation.progress;
  return simulation.result();
}

/** How many arrivals are to be expected, of all functions. */
export function expectedSize({ functions, seconds }: Scenario): number {
  return functions.reduce((sum, { traffic }) => sum + expectedArrivals(traffic, seconds), 0);
}

function checkSize(scenario: Scenario, maximumArrivals: number): void {
  const expected = expectedSize(scenario);
  if (expected <= maximumArrivals) return;
  throw new CodedError(
    'SIMULATION_TOO_LARGE',
    `About ${Math.round(expected)} arrivals are too many to simulate one by one (at most ${maximumArrivals}). ` +
      'Use the fluid mode, a lower rate or a shorter time.',
    { details: { expected, maximumArrivals } },
  );
}
