import type { Aborting } from '../../metrics/scalingSeries.ts';
import { finished, type InParts, within } from '../inParts.ts';
import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { exactArrivals, exactInParts, expectedSize, mostSimulated } from '../simulate.ts';
import { countsInParts, coursesCounted } from './counted/countsInParts.ts';
import { isPolled } from './counted/eventsAtLimit.ts';
import { knownWindows } from './knownWindows.ts';
import { meanResult } from './meanResult.ts';
import { simulateFlows } from './simulateFlows.ts';
import { isToldBadly } from './toldBadly.ts';

/** Up to so many expected arrivals, of all courses together, all are enumerated: some seconds. */
const mostEnumerated = 10_000_000;
const mostCourses = 24;
/** What is enumerated and drawn besides flows, in some seconds; and where no machine enumerates all, in some tenths of one. */
const besides = { windowArrivals: 3_000_000, patience: 10 } as const;
const besidesLargest = { windowArrivals: 400_000, patience: 1 } as const;
/** Steps of all courses that are kept at once: some hundred megabytes. */
const mostSteps = 1_000_000;

/**
 * What is to be expected of a scenario, whatever its seed. Where its invocations can be enumerated in a few seconds, it is the mean of exact
 * courses, always the same ones, as many as these seconds allow; beyond, flows, and such courses for the windows of time that flows tell
 * badly. Where flows do not do, as for queues and streams, courses in which messages, batches, events and environments are counted; and what
 * cannot be counted is enumerated after all, as long as the exact mode would take it: then it takes as long. Throws CodedError:
 * SIMULATION_ABORTED.
 */
export function simulateFluid(scenario: Scenario, { signal }: { readonly signal?: Aborting } = {}): SimulationResult {
  return finished(fluidInParts(scenario), signal);
}

/** As `simulateFluid`, in parts. */
export function* fluidInParts(scenario: Scenario): InParts<SimulationResult> {
  const expected = expectedSize(scenario);
  const isFew = expected <= mostEnumerated;
  const counted = !isFew || (expected > exactArrivals && scenario.functions.some(isPolled)) ? coursesCounted(scenario) : 0;
  if (counted > 0) return yield* countsInParts(scenario, counted);
  if (!isFew && (expected > mostSimulated || !isToldBadly(scenario))) {
    const { windowArrivals, patience } = expected > mostSimulated ? besidesLargest : besides;
    return simulateFlows(scenario, { known: yield* knownWindows(scenario, windowArrivals), patience });
  }
  const { seconds, stepSeconds = 1 } = scenario;
  const affordable = Math.min(mostEnumerated / Math.max(1, expected), (mostSteps * stepSeconds) / seconds);
  const courses = Math.max(1, Math.min(mostCourses, Math.floor(affordable)));
  const results: SimulationResult[] = [];
  for (let seed = 0; seed < courses; seed++) results.push(yield* within(exactInParts({ ...scenario, seed }), seed / courses, 1 / courses));
  return { ...meanResult(results), mode: 'fluid' };
}
