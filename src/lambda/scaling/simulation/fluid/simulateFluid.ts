import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { exactArrivals, expectedSize, simulate } from '../simulate.ts';
import { meanResult } from './meanResult.ts';
import { simulateFlows } from './simulateFlows.ts';

const mostCourses = 24;
/** Steps of all courses that are kept at once: some hundred megabytes. */
const mostSteps = 1_000_000;
/** Messages and records come in batches, and are enumerated in less time than calls: some seconds. */
const mostPolled = 10_000_000;

/**
 * What is to be expected of a scenario, whatever its seed. Where its invocations can be enumerated in a moment, chance decides too much for
 * flows to tell: then it is the mean of exact courses, always the same ones, as many as take that moment together. Beyond, flows; of
 * polled sources and of initialisations that wait for their turn, which flows tell least well, later.
 */
export function simulateFluid(scenario: Scenario): SimulationResult {
  const { functions, initsAtOnce, seconds, stepSeconds = 1 } = scenario;
  const expected = expectedSize(scenario);
  const polled = functions.some(({ source }) => source?.type === 'sqs' || source?.type === 'stream');
  if (expected > (polled || initsAtOnce !== undefined ? mostPolled : exactArrivals)) return simulateFlows(scenario);
  const affordable = Math.min(exactArrivals / Math.max(1, expected), (mostSteps * stepSeconds) / seconds);
  const courses = Math.max(1, Math.min(mostCourses, Math.floor(affordable)));
  return { ...meanResult(Array.from({ length: courses }, (_, seed) => simulate({ ...scenario, seed }))), mode: 'fluid' };
}
