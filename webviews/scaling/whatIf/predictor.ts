import { cheapestPlan } from '../../../src/lambda/scaling/simulation/plan/cheapestPlan.ts';
import { Simulation } from '../../../src/lambda/scaling/simulation/engine/simulation.ts';
import { simulateFlows } from '../../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import type { SimulationResult } from '../../../src/lambda/scaling/simulation/result.ts';
import { exactArrivals, expectedSize, simulate } from '../../../src/lambda/scaling/simulation/simulate.ts';
import type { Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import type { Prediction, Predictor } from './prediction.ts';

/** Up to so many arrivals are simulated one by one: some ten milliseconds, within a frame or two. More, as flows: they take the least time. */
const mostExact = 20_000;
/** Up to so many, environments are drawn one by one too. */
const mostDrawn = 8000;
/** How long an exact simulation may keep the page busy at a time, in ms: less than a frame; and how many events pass between looks at the clock. */
const sliceMs = 8;
const eventsBetween = 2000;
/** Plans that are tried, with a pause after each in which the page draws. */
const mostPlans = 60;

export const predictor: Predictor = {
  predict: (scenario, startAt) => (expectedSize(scenario) <= mostDrawn ? drawn(scenario, startAt) : { result: quickly(scenario) }),
  refine: async (scenario, signal) => {
    if (expectedSize(scenario) > exactArrivals) return undefined;
    const simulation = new Simulation(scenario);
    while (!runFor(simulation, sliceMs)) {
      await nextTask();
      if (signal.aborted) return undefined;
    }
    return { result: simulation.result() };
  },
  cheapest: async (scenario, functionName, p99Ms, signal) => {
    const { best, conclusion } = await cheapestPlan(scenario, functionName, { p99Ms }, { signal, mostPlans, pause: nextTask });
    if (best === undefined) return undefined;
    return { plan: best.plan, dollarsPerHour: (best.cost * 3600) / scenario.seconds, p99Ms: best.figures.p99Ms, complete: conclusion !== 'stopped' };
  },
};

/** True when the end is reached. */
function runFor(simulation: Simulation, ms: number): boolean {
  const until = performance.now() + ms;
  while (performance.now() < until) if (simulation.run(eventsBetween)) return true;
  return false;
}

function quickly(scenario: Scenario): SimulationResult {
  return expectedSize(scenario) <= mostExact ? simulate(scenario) : simulateFlows(scenario);
}

function drawn(scenario: Scenario, startAt: number): Prediction {
  const timeline = new Timeline({ since: startAt, accountConcurrency: scenario.account.concurrency, rateScale: scenario.rateScale ?? 1, functions: [], environments: [], history: [] });
  const result = simulate(scenario, { startedAt: startAt, onEvent: (event) => timeline.append(event) });
  timeline.stop(startAt + scenario.seconds * 1000);
  return { result, timeline };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
