import type { SimulationResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { knowledgeOf } from './fluidKnowledge.ts';
import { fluidReplica } from './fluidReplica.ts';
import { isByChance } from './fluidRun.ts';
import { highestLoad } from './highestLoad.ts';
import { meanResult } from './meanResult.ts';

/**
 * What happens to a scenario, by flows instead of single invocations: time goes in steps whose number depends on neither rates nor
 * durations. Gives what is to be expected, so that its seed says nothing. Offered work is the rate's convolution with the survival of
 * durations; limits take off by loss formulas, environments are the levels that work in use has come up to within their idle time. Where
 * chance decides what follows (alarms of target tracking, pollers of a queue), several courses are drawn, always the same ones, and their
 * mean is given.
 *
 * It agrees with the exact mode within 2 %, apart from chance, in what is invoked, throttled, billed and at work. Not in these:
 * - `initsAtOnce` is not looked at.
 * - Where initialisation takes longer than the timeout, an environment that has once timed out never succeeds again: here all of them from
 *   the beginning (2 % of errors, 5 % of cold starts).
 * - Where concurrency and requests a second bind at the same load, their sum agrees, not how many each of them throttles. A rule that
 *   throttles few beside another one, or for a moment only, may be 3 to 11 % off.
 * - Of a handful of environments, events or records, figures are one or two off; waiting events (below about 50), several.
 * - Target tracking in less than an hour: peaks 3 %, and spillover 5 % where alarms are decided by a hair's breadth; where work takes a
 *   minute, 8 % of what is provisioned and idle. Of evenly spaced arrivals, 9 % of what spills over from a handful of environments.
 * - In the seconds after a jump to many times the environments there are: 6 %. Environments while a stream begins: 4 %.
 *   Where initialisation takes many times as long as work, what begins from rest has 10 to 16 % too few at its peak.
 * - `peakEnvironments`, up to 30 % too many where environments on demand end just as provisioned ones begin.
 *
 * Costs are of the first price tier, as in the exact mode. docs/simulation.md has the table.
 */
export function simulateFlows(scenario: Scenario): SimulationResult {
  const { seconds, stepSeconds = 1, functions } = scenario;
  const grid = { steps: Math.max(1, Math.ceil(seconds / stepSeconds - 1e-9)), stepSeconds };
  const knowledge = functions.map((fn) => knowledgeOf(fn, seconds));
  const highest = functions.map((fn) => highestLoad(fn, scenario));
  return meanResult(Array.from({ length: replicas(scenario) }, (_, number) => fluidReplica({ scenario, grid, knowledge, highest }, number)));
}

/** The longer it takes, the more does chance even out by itself. */
function replicas({ functions, seconds }: Scenario): number {
  if (!functions.some(isByChance)) return 1;
  return Math.min(24, Math.max(3, Math.ceil(36_000 / seconds)));
}
