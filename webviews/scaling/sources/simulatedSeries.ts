import type { GraphSeries } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { FunctionResult, SimulationResult } from '../../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';

/** One function's part of a simulation that began at `from` (milliseconds since the epoch), as the graph draws it. Undefined where it has no such function. */
export function simulatedSeries(scenario: Scenario, result: SimulationResult, functionName: string, from: number): GraphSeries | undefined {
  const own = result.functions.find(({ name }) => name === functionName);
  const fn = scenario.functions.find(({ name }) => name === functionName);
  if (own === undefined || fn === undefined) return undefined;
  const { stepSeconds } = result;
  const at = own.series.arrivals.map((_, index) => from + index * stepSeconds * 1000);
  return { source: 'simulated', functionName, periodMs: stepSeconds * 1000, at, columns: { ...own.series, ...derived(own), ...limitsOf(scenario, fn, at.length) }, annotations: [] };
}

function derived({ series }: FunctionResult): GraphSeries['columns'] {
  const { throttledByLimit, throttledByRate, provisioned, provisionedInUse } = series;
  return {
    throttles: throttledByLimit.map((count, index) => count + (throttledByRate[index] ?? 0)),
    provisionedUtilization: provisioned.map((count, index) => (count > 0 ? Math.min(1, (provisionedInUse[index] ?? 0) / count) : null)),
  };
}

function limitsOf({ account, functions }: Scenario, { reserved }: FunctionScenario, length: number): GraphSeries['columns'] {
  const steps = (value: number): number[] => Array.from({ length }, () => value);
  const unreserved = Math.max(0, account.concurrency - functions.reduce((sum, fn) => sum + (fn.reserved ?? 0), 0));
  return { accountLimit: steps(account.concurrency), unreservedLimit: steps(unreserved), ...(reserved !== undefined && { reservedLimit: steps(reserved) }) };
}
