import { addCosts, costOf, noCost } from '../../../pricing/costOf.ts';
import type { Cost, FunctionResult, SimulationResult } from '../../result.ts';
import type { FluidKnowledge } from '../fluidKnowledge.ts';
import type { CountedFunction } from './countedFunction.ts';
import type { CountedSource } from './countedSource.ts';

export interface Counted {
  readonly fn: CountedFunction;
  readonly source: CountedSource;
  readonly knowledge: FluidKnowledge;
}

export interface CountedTogether {
  readonly counted: readonly Counted[];
  readonly seconds: number;
  readonly stepSeconds: number;
  readonly concurrency: Float64Array;
}

export function countedResult({ counted, seconds, stepSeconds, concurrency }: CountedTogether): SimulationResult {
  const functions = counted.map((one) => functionResult(one, stepSeconds));
  return {
    mode: 'fluid',
    seconds,
    stepSeconds,
    account: { peakConcurrency: concurrency.reduce((most, value) => Math.max(most, value), 0), concurrency: Array.from(concurrency) },
    functions,
    cost: functions.reduce((total, { cost }) => addCosts(total, cost), noCost),
  };
}

/** What was counted, and what its durations cost and take on average: of so many runs chance evens out. */
function functionResult({ fn, source, knowledge }: Counted, stepSeconds: number): FunctionResult {
  const { scenario, series } = fn;
  const { laws, latency } = knowledge;
  const { invoked, cold, columns } = series;
  const gigabytes = scenario.memoryMegabytes / 1024;
  const warmSeconds = laws.billedOf(invoked > cold ? series.again / (invoked - cold) : 0);
  const usedBy = (runs: number, starts: number): number => ((runs - starts) * warmSeconds + starts * laws.billedCold) * gigabytes;
  const cost = (runs: number, starts: number): Cost =>
    costOf(
      { requests: runs, onDemandGigabyteSeconds: usedBy(runs, starts), provisionedUsedGigabyteSeconds: 0, provisionedHeldGigabyteSeconds: 0 },
      scenario.architecture ?? 'x86_64',
    );
  const starts = columns.column('coldStarts');
  const perHour = columns.column('costPerHour');
  columns.column('invocations').forEach((runs, step) => {
    const begun = starts[step] ?? 0;
    perHour[step] = (cost(runs, begun).total * 3600) / stepSeconds;
    if (runs === 0) return;
    const { p50, p90, p99 } = latency.roughly(Math.min(1, begun / runs));
    columns.p50[step] = p50;
    columns.p90[step] = p90;
    columns.p99[step] = p99;
  });
  return {
    name: scenario.name,
    totals: {
      arrivals: series.arrived,
      invocations: invoked,
      throttles: { ...series.throttles },
      errors: series.failed,
      coldStarts: cold,
      provisionedInvocations: 0,
      spilloverInvocations: 0,
      dropped: source.dropped,
      waiting: source.waiting,
      peakConcurrency: series.peak,
      p99Concurrency: shareOf(series.secondPeaks, 0.99),
      peakEnvironments: series.peakAlive,
      gigabyteSeconds: { onDemand: usedBy(invoked, cold), provisionedUsed: 0, provisionedIdle: 0 },
    },
    latencyMs: latency.of(invoked > 0 ? cold / invoked : 0, invoked),
    cost: cost(invoked, cold),
    series: columns.done(),
  };
}

/** What the share of the values does not exceed. */
function shareOf(values: Int32Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? 0;
}
