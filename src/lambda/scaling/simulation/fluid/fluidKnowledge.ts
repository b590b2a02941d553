import { lawOf } from '../../traffic/distribution.ts';
import { curveOf, type RateCurve } from '../../traffic/rate.ts';
import type { FunctionScenario } from '../scenario.ts';
import { type FluidLaws, fluidLaws } from './fluidLaws.ts';
import { LatencyLaw } from './latencyLaw.ts';
import { WorkKernel } from './workKernel.ts';

/** What is known of a function before anything happens, and takes some time to find out. */
export interface FluidKnowledge {
  readonly laws: FluidLaws;
  readonly curve: RateCurve;
  readonly latency: LatencyLaw;
  /** Of initialisations. */
  readonly inits: WorkKernel;
}

/** `patience`: how many times as long may be drawn at random for what no formula tells. */
export function knowledgeOf(scenario: FunctionScenario, seconds: number, patience?: number): FluidKnowledge {
  const laws = fluidLaws(scenario, patience);
  const init = lawOf(scenario.init);
  const inits = new WorkKernel((waited) => init.survival(waited * 1000), init.quantile(0.9999) / 1000);
  return { laws, inits, curve: curveOf(scenario.traffic.shape, seconds), latency: new LatencyLaw(laws) };
}
