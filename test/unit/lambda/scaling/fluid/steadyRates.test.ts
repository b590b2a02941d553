import { expect, test } from 'vitest';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import type { FunctionTotals } from '../../../../../src/lambda/scaling/simulation/result.ts';
import type { Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const even = (rate: number) => ({ traffic: { shape: rps(rate), spacing: 'even' } as const });
const logNormal = { type: 'logNormal', medianMs: 90, p99Ms: 200 } as const;
const wholeMultiples = { type: 'empirical', valuesMs: [40, 80, 80, 100, 120, 160, 300] } as const;

const totalsOf = ({ functions }: { readonly functions: readonly { readonly totals: FunctionTotals }[] }): FunctionTotals => {
  const [fn] = functions;
  if (fn === undefined) throw new RangeError('No function.');
  return fn.totals;
};

/** The last: by which share they may differ. */
test.each<readonly [string, Scenario, (totals: FunctionTotals) => number, number]>([
  [
    'evenly spaced arrivals, durations that are whole multiples of the spacing',
    fluidScenario(fluidFunction(rps(1000), { ...even(1000), duration: wholeMultiples, reserved: 125 }), { seconds: 1200 }),
    ({ throttles }) => throttles.reservedConcurrency,
    0.02,
  ],
  [
    'the same on provisioned environments: what these cost without work',
    fluidScenario(fluidFunction(rps(1000), { ...even(1000), duration: wholeMultiples, provisioned: { type: 'fixed', count: 125 } }), { seconds: 1000 }),
    ({ gigabyteSeconds }) => gigabyteSeconds.provisionedIdle,
    0.04,
  ],
  [
    'evenly spaced arrivals that come just as others end',
    fluidScenario(fluidFunction(rps(1500), { ...even(1500), duration: { type: 'constant', ms: 105 }, provisioned: { type: 'fixed', count: 150 } }), { seconds: 600 }),
    ({ spilloverInvocations }) => spilloverInvocations,
    0.02,
  ],
  [
    'both limits at once',
    fluidScenario(fluidFunction(rps(1300), { duration: logNormal, reserved: 100 }), { seconds: 900 }),
    ({ throttles }) => throttles.reservedRequests,
    0.02,
  ],
  [
    'concurrency just before requests, beside provisioned environments',
    fluidScenario(fluidFunction(rps(1500), { duration: { type: 'logNormal', medianMs: 92, p99Ms: 200 }, reserved: 130, provisioned: { type: 'fixed', count: 40 } }), { seconds: 600 }),
    ({ throttles }) => throttles.reservedConcurrency,
    0.02,
  ],
])('%s: a rate that goes on is refused what the exact mode refuses', (_, scenario, of, tolerance) => {
  const exact = [1, 2].map((seed) => of(totalsOf(simulate({ ...scenario, seed, stepSeconds: 60 }))));
  const mean = exact.reduce((sum, one) => sum + one, 0) / exact.length;
  expect(mean).toBeGreaterThan(1000);
  expect(Math.abs(of(totalsOf(simulateFlows({ ...scenario, stepSeconds: 60 }, { patience: 4 }))) / mean - 1)).toBeLessThan(tolerance);
}, 60_000);

test('whole milliseconds are billed as they are', () => {
  const valuesMs = [20, 30, 55];
  const { invocations, coldStarts, gigabyteSeconds } = totalsOf(simulateFlows(fluidScenario(fluidFunction(rps(200), { duration: { type: 'empirical', valuesMs } }))));
  expect(gigabyteSeconds.onDemand).toBeCloseTo(invocations * 0.035 + coldStarts * 0.4, 0);
});

test('few old events do not let young ones be given up', () => {
  const scenario = fluidScenario(fluidFunction(rps(100), { reserved: 17, errorRate: 0.1, source: { type: 'async' } }), { seconds: 7000, stepSeconds: 60 });
  const exact = totalsOf(simulate(scenario)).dropped;
  expect(exact).toBeGreaterThan(400);
  // A few hundred that fail three times: chance.
  expect(Math.abs(totalsOf(simulateFlows(scenario)).dropped - exact)).toBeLessThan(4 * Math.sqrt(exact));
});
