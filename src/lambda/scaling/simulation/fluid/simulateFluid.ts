import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { exactArrivals, expectedSize, simulate } from '../simulate.ts';
import { meanResult } from './meanResult.ts';
import { simulateFlows } from './simulateFlows.ts';

const mostCourses = 24;
/** Steps of all courses that are kept at once: some hundred megabytes. */
const mostSteps = 1_000_000;

/** Records of a stream come in batches, and are enumerated in so much less time. */
const streamShare = 0.25;

/**
 * What is to be expected of a scenario, whatever its seed. Where its invocations can be enumerated in a moment, chance decides too much for
 * flows to tell: then it is the mean of exact courses, always the same ones, as many as take that moment together. Beyond, flows.
 */
export function simulateFluid(scenario: Scenario): SimulationResult {
  const expected = scenario.functions.reduce((sum, fn) => sum + expectedSize({ ...scenario, functions: [fn] }) * (fn.source?.type === 'stream' ? streamShare : 1), 0);
  if (expected > exactArrivals) return simulateFlows(scenario);
  const steps = scenario.seconds / (scenario.stepSeconds ?? 1);
  const affordable = Math.min(exactArrivals / Math.max(1, expected), mostSteps / Math.max(1, steps));
  const courses = Math.max(1, Math.min(mostCourses, Math.floor(affordable)));
  return { ...meanResult(Array.from({ length: courses }, (_, seed) => simulate({ ...scenario, seed }))), mode: 'fluid' };
}
