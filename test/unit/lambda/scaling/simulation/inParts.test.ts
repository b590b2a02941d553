import { expect, test } from 'vitest';
import { finished } from '../../../../../src/lambda/scaling/simulation/inParts.ts';
import { runInParts, runScenario } from '../../../../../src/lambda/scaling/simulation/run.ts';
import { constant, even, fn, poisson, scenario } from './scenarios.ts';

const some = scenario([fn({ traffic: poisson(2000), duration: constant(20) })], { seconds: 130 });

test.each([['exact', some], ['fluid', scenario([fn({ traffic: poisson(2000), duration: constant(20) })], { seconds: 30 })]] as const)('%s: in parts it is the same, with progress from 0 to 1', (mode, of) => {
  const parts = runInParts(of, { mode });
  const progress: number[] = [];
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done === true) {
      expect(part.value).toEqual(runScenario(of, { mode }));
      break;
    }
    progress.push(part.value);
  }
  expect(progress.length).toBeGreaterThan(2);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.every((share) => share >= 0 && share <= 1)).toBe(true);
}, 60_000);

test.each(['exact', 'fluid'] as const)('%s: stops in the middle', (mode) => {
  let looks = 0;
  const signal = {
    get aborted(): boolean {
      looks += 1;
      return looks > 2;
    },
  };
  expect(() => finished(runInParts(some, { mode }), signal)).toThrow(expect.objectContaining({ code: 'SIMULATION_ABORTED' }));
  expect(looks).toBe(3);
});

test('what ends at a moment makes room for what comes in the same, however that is written', () => {
  // A third of 100 ms apart, each at work until the third after it comes.
  const shape = { type: 'constant', rps: 30 } as const;
  const [only] = runScenario(scenario([fn({ traffic: even(shape), duration: constant(100), init: constant(0), reserved: 3 })], { seconds: 1000 }), { mode: 'exact' }).functions;
  expect(only?.totals).toMatchObject({ arrivals: 30_000, peakConcurrency: 3, throttles: { reservedConcurrency: 0 } });
});
