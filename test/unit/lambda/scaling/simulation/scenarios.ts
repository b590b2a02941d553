import type { FunctionResult, SimulationResult } from '../../../../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import type { Traffic, TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

export function constant(ms: number): { type: 'constant'; ms: number } {
  return { type: 'constant', ms };
}

export function even(shape: TrafficShape): Traffic {
  return { shape, spacing: 'even' };
}

export function poisson(rps: number): Traffic {
  return { shape: { type: 'constant', rps }, spacing: 'poisson' };
}

/** So many at the same moment, given in ms. */
export function atOnce(...bursts: readonly (readonly [count: number, atMs: number])[]): Traffic {
  return even({ type: 'arrivals', atMs: bursts.flatMap(([count, at]) => Array.from({ length: count }, () => at)) });
}

/** A function that takes a second and initialises in no time, changed as said. */
export function fn(over: Partial<FunctionScenario> = {}): FunctionScenario {
  return {
    name: 'f',
    memoryMegabytes: 1024,
    timeoutSeconds: 30,
    traffic: even({ type: 'constant', rps: 1 }),
    duration: constant(1000),
    init: constant(0),
    ...over,
  };
}

export function scenario(functions: readonly FunctionScenario[], over: Partial<Scenario> = {}): Scenario {
  return { seed: 1, seconds: 10, account: { concurrency: 1000 }, functions, ...over };
}

export function run(functions: readonly FunctionScenario[], over: Partial<Scenario> = {}): SimulationResult {
  return simulate(scenario(functions, over));
}

/** Of a scenario of one function. */
export function runOne(over: Partial<FunctionScenario>, scenarioOver: Partial<Scenario> = {}): FunctionResult {
  return only(run([fn(over)], scenarioOver));
}

export function only({ functions }: SimulationResult): FunctionResult {
  const [first] = functions;
  if (first === undefined) throw new Error('There is no function.');
  return first;
}

export function throttled({ totals: { throttles } }: FunctionResult): number {
  return Object.values(throttles).reduce((sum, count) => sum + count, 0);
}
