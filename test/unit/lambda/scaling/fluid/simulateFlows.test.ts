import { expect, test } from 'vitest';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import { bothModes, fluidFunction, fluidScenario } from './fluidScenarios.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test.each(Object.entries(bothModes))('%s: what comes is admitted or refused, and no limit is passed', (_, scenario) => {
  const { account, functions } = simulateFlows(scenario);
  expect(account.peakConcurrency).toBeLessThanOrEqual(scenario.account.concurrency);
  for (const [index, { totals, series, latencyMs }] of functions.entries()) {
    const fn = scenario.functions[index];
    if ((fn?.source?.type ?? 'sync') === 'sync') {
      expect(totals.invocations + sum(Object.values(totals.throttles))).toBeCloseTo(totals.arrivals, -1);
      expect(totals.waiting + totals.dropped).toBe(0);
    }
    expect(sum(series.arrivals)).toBeCloseTo(totals.arrivals, -1);
    expect(sum(series.invocations)).toBeCloseTo(totals.invocations, -1);
    expect(sum(series.coldStarts)).toBeCloseTo(totals.coldStarts, -1);
    expect(totals.coldStarts).toBeLessThanOrEqual(totals.invocations);
    expect(Math.max(...series.concurrency)).toBeLessThanOrEqual((fn?.reserved ?? scenario.account.concurrency) + 1e-6);
    expect(totals.peakConcurrency).toBeLessThanOrEqual(fn?.reserved ?? scenario.account.concurrency);
    expect(totals.p99Concurrency).toBeLessThanOrEqual(totals.peakConcurrency + 1);
    expect(latencyMs.p50).toBeLessThanOrEqual(latencyMs.p90);
    expect(latencyMs.p90).toBeLessThanOrEqual(latencyMs.p99);
    for (const column of Object.values(series) as readonly (readonly (number | null)[])[]) {
      expect(column).toHaveLength(scenario.seconds);
      expect(column.every((value) => value === null || (Number.isFinite(value) && value >= 0))).toBe(true);
    }
  }
});

test.each(['a reservation near its load', 'target tracking behind a ramp', 'a queue with the pollers of the default'])(
  '%s: the same scenario gives the same result, whatever its seed',
  (name) => {
    const scenario = { ...(bothModes[name] ?? fluidScenario([])), seconds: 300 };
    expect(scenario.functions).toHaveLength(1);
    expect(simulateFlows(scenario)).toEqual(simulateFlows({ ...scenario, seed: 99 }));
  },
  60_000,
);

test.each(['constant', 'spike'] as const)('a billion invocations an hour (%s) are simulated, in about as many steps as a thousand', (type) => {
  const rate = 1e9 / 3600;
  const shape = type === 'constant' ? { type, rps: rate } : ({ type, baseRps: rate, peakRps: rate * 2, atSeconds: 1800, forSeconds: 300 } as const);
  const { functions } = simulateFlows(fluidScenario(fluidFunction(shape), { seconds: 3600, account: { concurrency: 200_000 } }));
  const totals = functions[0]?.totals;
  expect(totals?.arrivals).toBeGreaterThan(0.99e9);
  // It begins with a thousand environments, and a hundred more come a second.
  expect(totals?.throttles.scalingRate).toBeGreaterThan(1e6);
  expect(totals?.peakConcurrency).toBeLessThanOrEqual(200_000);
});

test('a function of which nothing comes does nothing', () => {
  const { functions, cost } = simulateFlows(fluidScenario(fluidFunction({ type: 'constant', rps: 0 })));
  expect(functions[0]?.totals).toMatchObject({ arrivals: 0, invocations: 0, coldStarts: 0, peakConcurrency: 0, p99Concurrency: 0 });
  expect(functions[0]?.series.p50.every((value) => value === null)).toBe(true);
  expect(cost.total).toBe(0);
});

test('a reservation of 0 throttles all', () => {
  const { functions } = simulateFlows(fluidScenario(fluidFunction({ type: 'constant', rps: 100 }, { reserved: 0 })));
  expect(functions[0]?.totals).toMatchObject({ invocations: 0, peakConcurrency: 0, throttles: { reservedConcurrency: 24_000 } });
});

test('environments end when they have been idle', () => {
  const steps = [{ atSeconds: 0, rps: 1000 }, { atSeconds: 100, rps: 10 }];
  const { functions } = simulateFlows(fluidScenario(fluidFunction({ type: 'step', steps }, { idleSeconds: 60 }), { seconds: 300 }));
  const environments = functions[0]?.series.environments ?? [];
  expect(environments[150]).toBeGreaterThan(120);
  expect(environments[200]).toBeLessThan(15);
});
