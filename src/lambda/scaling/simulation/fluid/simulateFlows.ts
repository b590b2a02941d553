import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { knowledgeOf } from './fluidKnowledge.ts';
import { fluidReplica } from './fluidReplica.ts';
import { isByChance } from './fluidRun.ts';
import { highestLoad } from './highestLoad.ts';
import type { KnownWindow } from './knownWindow.ts';
import { meanResult } from './meanResult.ts';

export interface FlowsOptions {
  /** What is known otherwise, in the order of time. */
  readonly known?: readonly KnownWindow[];
  /** How many times as long may be drawn at random for what no formula tells, of all functions; 1 of each where left out. */
  readonly patience?: number;
  /** How many courses are drawn where chance decides; as many as tell it well where left out. */
  readonly courses?: number;
}

/**
 * What happens to a scenario, by flows instead of single invocations: time goes in steps whose number depends on neither rates nor
 * durations. Gives what is to be expected, so that its seed says nothing. Offered work is the rate's convolution with the survival of
 * durations; limits take off by loss formulas, environments are the levels that work in use has come up to within their idle time. Where
 * chance decides what follows (alarms of target tracking, pollers of a queue), several courses are drawn, always the same ones, and their
 * mean is given.
 *
 * It agrees with the exact mode within 2 %, apart from chance, in what is invoked, throttled, billed and at work. Not in these, which
 * docs/simulation.md has as a table, with figures:
 * - Of a handful of environments, events, records or pollers, figures are one or several off.
 * - A rule that throttles few beside another one, or for a moment only; both limits beside what is provisioned, in the first minutes.
 * - Queues whose work is in step with the second in which pollers come and go.
 * - `initsAtOnce` where several functions share the turns; and latency does not tell of the wait for one.
 *
 * Costs are of the first price tier, as in the exact mode.
 */
export function simulateFlows(scenario: Scenario, { known = [], patience, courses = replicas(scenario) }: FlowsOptions = {}): SimulationResult {
  const { seconds, stepSeconds = 1, functions } = scenario;
  const grid = { steps: Math.max(1, Math.ceil(seconds / stepSeconds - 1e-9)), stepSeconds };
  const knowledge = functions.map((fn) => knowledgeOf(fn, seconds, patience && patience / functions.length));
  const highest = functions.map((fn) => highestLoad(fn, scenario));
  return meanResult(Array.from({ length: courses }, (_, number) => fluidReplica({ scenario, grid, knowledge, highest, known }, number)));
}

/** The longer it takes, the more does chance even out by itself; of alarms later than of pollers, which come and go each second. */
function replicas({ functions, seconds }: Scenario): number {
  if (!functions.some(isByChance)) return 1;
  const fewest = functions.some(({ provisioned }) => provisioned?.type === 'autoScaling') ? 3 : 1;
  return Math.min(24, Math.max(fewest, Math.ceil(36_000 / seconds)));
}
