import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Simulation } from '../../../../../src/lambda/scaling/simulation/engine/simulation.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { LimitsWatch } from './limitsWatch.ts';
import { randomScenario } from './randomScenario.ts';
import { throttled } from './scenarios.ts';

describe('whatever is simulated', () => {
  test('no limit is exceeded, reasons are true, and nothing is lost', () => {
    fc.assert(
      fc.property(randomScenario, (scenario) => {
        const watch = new LimitsWatch(scenario);
        const simulation = new Simulation(scenario, { onEvent: (event) => watch.take(event) });
        while (!simulation.run(1000));
        const result = simulation.result();
        expect(simulation.environments).toEqual({ begun: watch.started, alive: watch.alive });
        expect(watch.started).toBe(watch.stopped + watch.alive);
        // What is provisioned later is held at once, beside what still runs.
        const moves = scenario.functions.some(({ provisioned }) => provisioned?.type === 'autoScaling');
        if (!moves) expect(result.account.peakConcurrency).toBeLessThanOrEqual(scenario.account.concurrency);
        result.functions.forEach((fn, index) => {
          const { source: { type } = { type: 'sync' }, errorRate } = scenario.functions[index] ?? {};
          const { totals, series } = fn;
          if (type === 'sync') expect(totals.arrivals).toBe(totals.invocations + throttled(fn));
          else expect(totals.waiting + totals.dropped).toBeGreaterThanOrEqual(0);
          // One at a time, and none that fails: what has run, waits or was given up is all that came.
          if (type !== 'sync' && totals.errors === 0 && errorRate === 0) expect(totals.arrivals).toBe(totals.invocations + totals.waiting + totals.dropped);
          expect(sum(series.throttledByLimit) + sum(series.throttledByRate)).toBe(throttled(fn));
          expect(series.queueAge.map((age) => age > 0)).toEqual(series.queueDepth.map((depth) => depth > 0));
          expect(sum(series.invocations)).toBe(totals.invocations);
          expect(Math.max(...series.concurrency)).toBe(totals.peakConcurrency);
          expect(totals.peakEnvironments).toBeGreaterThanOrEqual(totals.peakConcurrency);
        });
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('the same seed gives the same, watched or not, in one part or many', () => {
    fc.assert(
      fc.property(randomScenario, fc.integer({ min: 1, max: 500 }), (scenario, part) => {
        const whole = simulate(scenario);
        expect(simulate(scenario, { onEvent: () => {} })).toEqual(whole);
        const inParts = new Simulation(scenario);
        while (!inParts.run(part));
        expect(inParts.result()).toEqual(whole);
        expect(inParts.progress).toBe(1);
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
