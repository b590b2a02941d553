import { curveOf, type RateCurve } from '../../traffic/rate.ts';
import type { FunctionScenario } from '../scenario.ts';
import { type FluidLaws, fluidLaws } from './fluidLaws.ts';
import { LatencyLaw } from './latencyLaw.ts';

/** What is known of a function before anything happens, and takes some time to find out. */
export interface FluidKnowledge {
  readonly laws: FluidLaws;
  readonly curve: RateCurve;
  readonly latency: LatencyLaw;
}

export function knowledgeOf(scenario: FunctionScenario, seconds: number): FluidKnowledge {
  const laws = fluidLaws(scenario);
  return { laws, curve: curveOf(scenario.traffic.shape, seconds), latency: new LatencyLaw(laws) };
}
