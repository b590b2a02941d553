import { afterEach, expect, test, vi } from 'vitest';
import { type Observation, TargetTracker } from '../../../../../src/lambda/scaling/autoScaling/targetTracking.ts';
import type { FunctionScenario, ScalingPlan } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { atOnce, constant, runOne } from './scenarios.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What target tracking is told of each minute, where it leaves the capacity as it is. */
function minutesOf(over: Partial<FunctionScenario>, plan: Omit<ScalingPlan, 'type' | 'targetUtilization'>, seconds: number): readonly Observation[] {
  const observe = vi.spyOn(TargetTracker.prototype, 'observe').mockReturnValue(undefined);
  runOne({ timeoutSeconds: 900, ...over, provisioned: { type: 'autoScaling', targetUtilization: 0.7, ...plan } }, { seconds });
  return observe.mock.calls.map(([observation]) => observation);
}

test.each([
  { name: 'all at once: one after the other is one more', of: 10, ms: 1000, bursts: [[5, 1000]], points: [(1 + 2 + 3 + 4 + 5) / 50, null] },
  { name: 'one after the other has ended', of: 4, ms: 1000, bursts: [[1, 1000], [1, 3000]], points: [1 / 4, null] },
  { name: 'some beside others', of: 4, ms: 1000, bursts: [[1, 1000], [1, 1500], [1, 2200]], points: [(1 + 2 + 2) / 12, null] },
  { name: 'each minute for itself', of: 2, ms: 1000, bursts: [[1, 1000], [2, 61_000]], points: [1 / 2, (1 + 2) / 4] },
  { name: 'what spills over is no sample', of: 4, ms: 1000, bursts: [[6, 1000]], points: [(1 + 2 + 3 + 4) / 16, null] },
  { name: 'what began the minute before is at work still', of: 4, ms: 40_000, bursts: [[2, 30_000], [1, 61_000]], points: [(1 + 2) / 8, 3 / 4] },
  { name: 'a minute in which all only spills over has no data', of: 2, ms: 100_000, bursts: [[2, 1000], [1, 70_000]], points: [(1 + 2) / 4, null] },
] as const)('the average of the samples of each minute, $name', ({ of, ms, bursts, points }) => {
  const minutes = minutesOf({ duration: constant(ms), traffic: atOnce(...bursts) }, { minimum: of, maximum: of }, 130);
  expect(minutes.map(({ utilization }) => utilization)).toEqual(points.map((point) => (point === null ? null : expect.closeTo(point, 12))));
});

test('samples are of what is ready then, and what comes in the middle of a minute counts from the next', () => {
  const schedule = [{ atSeconds: 90, minimum: 8, maximum: 8 }];
  const minutes = minutesOf({ traffic: atOnce([1, 1000], [1, 80_000], [1, 100_000], [1, 130_000]) }, { minimum: 2, maximum: 2, schedule }, 190);
  expect(minutes.map(({ utilization, capacity, requested }) => ({ utilization, capacity, requested }))).toEqual([
    { utilization: 1 / 2, capacity: 2, requested: 2 },
    { utilization: (1 / 2 + 1 / 8) / 2, capacity: 2, requested: 8 },
    { utilization: 1 / 8, capacity: 8, requested: 8 },
  ]);
});
