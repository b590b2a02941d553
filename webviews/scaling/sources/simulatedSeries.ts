import type { GraphSeries } from '../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { FunctionResult, SimulationResult } from '../../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import { timelineSeries } from '../../../src/lambda/scaling/timeline/timelineSeries.ts';

/** One function's part of a simulation that began at `from` (milliseconds since the epoch), as the graph draws it. Undefined where it has no such function. */
export function simulatedSeries(scenario: Scenario, result: SimulationResult, functionName: string, from: number, timeline?: Timeline): GraphSeries | undefined {
  const own = result.functions.find(({ name }) => name === functionName);
  const fn = scenario.functions.find(({ name }) => name === functionName);
  if (own === undefined || fn === undefined) return undefined;
  const { stepSeconds } = result;
  const at = own.series.arrivals.map((_, index) => from + index * stepSeconds * 1000);
  return { source: 'simulated', functionName, periodMs: stepSeconds * 1000, at, columns: { ...memoryOf(timeline, functionName, at, stepSeconds), ...own.series, ...derived(own), ...limitsOf(scenario, fn, at.length) }, annotations: [] };
}

/** Memory at work is known where every environment is. */
function memoryOf(timeline: Timeline | undefined, functionName: string, at: readonly number[], stepSeconds: number): GraphSeries['columns'] {
  const last = at.at(-1);
  if (timeline === undefined || stepSeconds !== 1 || last === undefined) return {};
  const { columns } = timelineSeries(timeline, { functionName, from: at[0] ?? last, to: last + 999, partial: true });
  const { gigabyteSeconds, wastedGigabyteSeconds } = columns;
  return { ...(gigabyteSeconds !== undefined && { gigabyteSeconds }), ...(wastedGigabyteSeconds !== undefined && { wastedGigabyteSeconds }) };
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
