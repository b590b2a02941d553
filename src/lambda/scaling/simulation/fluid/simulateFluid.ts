import type { Aborting } from '../../metrics/scalingSeries.ts';
import { finished, type InParts, within } from '../inParts.ts';
import type { SimulationResult } from '../result.ts';
import type { InvocationSource, Scenario } from '../scenario.ts';
import { exactArrivals, exactInParts, expectedSize, mostSimulated } from '../simulate.ts';
import { countsInParts, coursesCounted } from './counted/countsInParts.ts';
import { isPolled } from './counted/eventsAtLimit.ts';
import { knownWindows } from './knownWindows.ts';
import { meanResult } from './meanResult.ts';
import { simulateFlows } from './simulateFlows.ts';

/** Up to so many expected arrivals all are enumerated, by the function's source; of several functions, the largest of theirs. */
const mostEnumerated: Readonly<Record<InvocationSource['type'], number>> = { sync: 10_000_000, async: 10_000_000, sqs: 10_000_000, stream: 10_000_000 };
/** Arrivals of all courses: some seconds. */
const mostOfCourses = 10_000_000;
const mostCourses = 24;
/** What is enumerated and drawn besides flows, in some seconds; and where no machine enumerates all, in some tenths of one. */
const besides = { windowArrivals: 3_000_000, patience: 10 } as const;
const besidesLargest = { windowArrivals: 400_000, patience: 1 } as const;
/** Steps of all courses that are kept at once: some hundred megabytes. */
const mostSteps = 1_000_000;

/**
 * What is to be expected of a scenario, whatever its seed. Where its invocations can be enumerated in a few seconds, it is the mean of exact
 * courses, always the same ones, as many as these seconds allow; beyond, flows, and such courses for the windows of time that flows tell
 * badly; where queues and streams invoke, and where flows do not do, courses in which messages, batches, events and environments are counted.
 * Throws CodedError: SIMULATION_ABORTED.
 */
export function simulateFluid(scenario: Scenario, { signal }: { readonly signal?: Aborting } = {}): SimulationResult {
  return finished(fluidInParts(scenario), signal);
}

/** As `simulateFluid`, in parts. */
export function* fluidInParts(scenario: Scenario): InParts<SimulationResult> {
  const asksCounts = !isEnumerated(scenario) || (expectedSize(scenario) > exactArrivals && scenario.functions.some(isPolled));
  const counted = asksCounts ? coursesCounted(scenario) : 0;
  if (counted > 0) return yield* countsInParts(scenario, counted);
  if (!isEnumerated(scenario)) {
    const { windowArrivals, patience } = expectedSize(scenario) > mostSimulated ? besidesLargest : besides;
    return simulateFlows(scenario, { known: yield* knownWindows(scenario, windowArrivals), patience });
  }
  const { seconds, stepSeconds = 1 } = scenario;
  const affordable = Math.min(mostOfCourses / Math.max(1, expectedSize(scenario)), (mostSteps * stepSeconds) / seconds);
  const courses = Math.max(1, Math.min(mostCourses, Math.floor(affordable)));
  const results: SimulationResult[] = [];
  for (let seed = 0; seed < courses; seed++) results.push(yield* within(exactInParts({ ...scenario, seed }), seed / courses, 1 / courses));
  return { ...meanResult(results), mode: 'fluid' };
}

function isEnumerated(scenario: Scenario): boolean {
  return expectedSize(scenario) <= Math.max(0, ...scenario.functions.map(({ source }) => mostEnumerated[source?.type ?? 'sync']));
}
