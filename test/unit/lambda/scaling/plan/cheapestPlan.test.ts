import { expect, test } from 'vitest';
import { cheapestPlan } from '../../../../../src/lambda/scaling/simulation/plan/cheapestPlan.ts';
import { simulateFlows } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import type { ProvisionedPlan } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { fluidFunction, fluidScenario } from '../fluid/fluidScenarios.ts';

const steady = fluidScenario(fluidFunction({ type: 'constant', rps: 200 }), { seconds: 3600 });

test('the cheapest fixed number is found, with no cheaper one beside it', async () => {
  const target = { maximumSpilloverShare: 0.05 };
  const { best, conclusion, considered } = await cheapestPlan(steady, 'fn', target);
  expect(conclusion).toBe('provisioned');
  expect(best?.meets).toBe(true);
  expect(considered[0]).toMatchObject({ plan: undefined, meets: false });
  for (const other of considered) if (other.meets) expect(best?.cost).toBeLessThanOrEqual(other.cost);
  const fixed = considered.filter(({ plan }) => plan?.type === 'fixed');
  const least = fixed.filter(({ meets }) => meets).sort((a, b) => a.cost - b.cost)[0]?.plan;
  const count = least?.type === 'fixed' ? least.count : 0;
  // Every other number, tried one by one.
  for (let other = count - 3; other <= count + 3; other++) {
    const plan: ProvisionedPlan = { type: 'fixed', count: other };
    const [fn] = simulateFlows({ ...steady, stepSeconds: 60, functions: steady.functions.map((one) => ({ ...one, provisioned: plan })) }).functions;
    const spills = ((fn?.totals.invocations ?? 0) - (fn?.totals.provisionedInvocations ?? 0)) / (fn?.totals.invocations ?? 1);
    if (spills <= target.maximumSpilloverShare) expect(fn?.cost.total).toBeGreaterThanOrEqual(least === undefined ? Infinity : (fixed.find(({ plan }) => plan === least)?.cost ?? 0) * 0.9999);
  }
}, 30_000);

test('a function that seldom runs is cheapest on demand', async () => {
  const seldom = fluidScenario(fluidFunction({ type: 'constant', rps: 0.1 }), { seconds: 3600 });
  const { best, conclusion } = await cheapestPlan(seldom, 'fn', {});
  expect(conclusion).toBe('onDemand');
  expect(best?.plan).toBeUndefined();
}, 60_000);

test('a day is cheapest by the hour', async () => {
  const day = fluidScenario(fluidFunction({ type: 'daily', lowRps: 5, highRps: 300, highHour: 14 }), { seconds: 86_400 });
  const { best, considered } = await cheapestPlan(day, 'fn', { maximumSpilloverShare: 0.05 });
  expect(best?.plan).toMatchObject({ type: 'autoScaling' });
  const fixed = considered.filter(({ plan, meets }) => meets && plan?.type === 'fixed').map(({ cost }) => cost);
  expect(best?.cost).toBeLessThan(Math.min(...fixed));
}, 60_000);

test('a target that no plan meets is told', async () => {
  const { best, conclusion, considered } = await cheapestPlan(steady, 'fn', { p99Ms: 50 });
  expect(best).toBeUndefined();
  expect(conclusion).toBe('unreachable');
  expect(considered.length).toBeGreaterThan(1);
}, 60_000);

test('no plan is above a reservation', async () => {
  const reserved = fluidScenario(fluidFunction({ type: 'constant', rps: 200 }, { reserved: 20 }), { seconds: 600 });
  const { considered } = await cheapestPlan(reserved, 'fn', {});
  for (const { plan } of considered) if (plan?.type === 'fixed') expect(plan.count).toBeLessThanOrEqual(20);
}, 60_000);

test('the search tells how far it is, ends at its bound, and can be stopped', async () => {
  const told: number[] = [];
  const few = await cheapestPlan(steady, 'fn', { maximumSpilloverShare: 0.05 }, { mostPlans: 4, progress: (tried) => told.push(tried) });
  expect(told).toEqual([1, 2, 3, 4]);
  expect(few.conclusion).toBe('stopped');
  const signal = { aborted: false };
  const stopped = cheapestPlan(steady, 'fn', {}, { signal, progress: () => (signal.aborted = true) });
  await expect(stopped).rejects.toMatchObject({ code: 'PLAN_SEARCH_ABORTED' });
  await expect(cheapestPlan(steady, 'other', {})).rejects.toMatchObject({ code: 'PLAN_FUNCTION_MISSING' });
}, 60_000);
