import { addCosts, costOf, noCost, type Usage } from '../../pricing/costOf.ts';
import { throttleRules, type ThrottleRule } from '../../rules/verdict.ts';
import type { FunctionResult, FunctionSeries, FunctionTotals, SimulationResult } from '../result.ts';
import type { Source } from '../sources/source.ts';
import type { AccountRecorder } from './accountRecorder.ts';
import { quantilesOf } from './histogram.ts';
import { levels } from './recorder.ts';
import type { SimulatedFunction } from './simulatedFunction.ts';

export interface Simulated {
  readonly functions: readonly SimulatedFunction[];
  /** By function. */
  readonly sources: readonly Source[];
  readonly account: AccountRecorder;
  readonly seconds: number;
  readonly stepSeconds: number;
}

export function resultOf({ functions, sources, account, seconds, stepSeconds }: Simulated): SimulationResult {
  const results = functions.map((fn, index) => functionResult(fn, sources[index], stepSeconds));
  return {
    mode: 'exact',
    seconds,
    stepSeconds,
    account: { peakConcurrency: account.peak, concurrency: Array.from(account.concurrency) },
    functions: results,
    cost: results.reduce((total, { cost }) => addCosts(total, cost), noCost),
  };
}

function functionResult(fn: SimulatedFunction, source: Source | undefined, stepSeconds: number): FunctionResult {
  const { scenario: { name, architecture = 'x86_64' }, recorder } = fn;
  const totals = totalsOf(fn, source);
  return {
    name,
    totals,
    latencyMs: quantilesOf(recorder.latency),
    cost: costOf(usageOf(fn), architecture),
    series: seriesOf(fn, stepSeconds),
  };
}

function totalsOf(fn: SimulatedFunction, source: Source | undefined): FunctionTotals {
  const { recorder } = fn;
  const usage = usageOf(fn);
  const throttledBy = (rule: ThrottleRule) => recorder.throttles[throttleRules.indexOf(rule)] ?? 0;
  return {
    arrivals: sum(recorder.arrivals),
    invocations: sum(recorder.invocations),
    throttles: {
      reservedConcurrency: throttledBy('reservedConcurrency'),
      unreservedConcurrency: throttledBy('unreservedConcurrency'),
      scalingRate: throttledBy('scalingRate'),
      reservedRequests: throttledBy('reservedRequests'),
      unreservedRequests: throttledBy('unreservedRequests'),
    },
    errors: sum(recorder.errors),
    coldStarts: sum(recorder.coldStarts),
    provisionedInvocations: recorder.provisionedInvocations,
    spilloverInvocations: recorder.spilloverInvocations,
    dropped: source?.dropped ?? 0,
    waiting: source?.waiting ?? 0,
    peakConcurrency: peak(recorder.peaks[levels.atWork]),
    p99Concurrency: shareOf(recorder.secondPeaks, 0.99),
    peakEnvironments: peak(recorder.peaks[levels.alive]),
    gigabyteSeconds: {
      onDemand: usage.onDemandGigabyteSeconds,
      provisionedUsed: usage.provisionedUsedGigabyteSeconds,
      provisionedIdle: Math.max(0, usage.provisionedHeldGigabyteSeconds - usage.provisionedUsedGigabyteSeconds),
    },
  };
}

/** Of the whole, or of one step. */
function usageOf({ scenario, recorder }: SimulatedFunction, step?: number): Usage {
  const of = (column: Float64Array) => (step === undefined ? sum(column) : (column[step] ?? 0));
  const gigabytes = scenario.memoryMegabytes / 1024;
  return {
    requests: of(recorder.invocations),
    onDemandGigabyteSeconds: (of(recorder.onDemandMs) / 1000) * gigabytes,
    provisionedUsedGigabyteSeconds: (of(recorder.provisionedMs) / 1000) * gigabytes,
    provisionedHeldGigabyteSeconds: (of(recorder.heldMs) / 1000) * gigabytes,
  };
}

function seriesOf(fn: SimulatedFunction, stepSeconds: number): FunctionSeries {
  const { recorder, scenario } = fn;
  const level = (of: number) => Array.from(recorder.peaks[of] ?? []);
  const gigabytes = scenario.memoryMegabytes / 1024;
  return {
    arrivals: Array.from(recorder.arrivals),
    invocations: Array.from(recorder.invocations),
    throttledByLimit: Array.from(recorder.throttledByLimit),
    throttledByRate: Array.from(recorder.throttledByRate),
    errors: Array.from(recorder.errors),
    coldStarts: Array.from(recorder.coldStarts),
    provisionedInUse: level(levels.provisionedInUse),
    onDemand: level(levels.onDemand),
    spillover: level(levels.spillover),
    concurrency: level(levels.atWork),
    provisioned: level(levels.ready),
    environments: level(levels.alive),
    scalingCeiling: Array.from(recorder.scalingCeiling),
    ...recorder.quantiles,
    queueDepth: Array.from(recorder.queueDepth),
    queueAge: Array.from(recorder.queueAge),
    costPerHour: Array.from(recorder.arrivals, (_, step) => (costOf(usageOf(fn, step), scenario.architecture ?? 'x86_64').total * 3600) / stepSeconds),
    gigabyteSeconds: Array.from(recorder.busyMs, (ms) => (ms / 1000) * gigabytes),
    wastedGigabyteSeconds: Array.from(recorder.heldMs, (ms, step) => (Math.max(0, ms - (recorder.provisionedBusyMs[step] ?? 0)) / 1000) * gigabytes),
  };
}

function sum(column: Float64Array): number {
  let total = 0;
  for (const value of column) total += value;
  return total;
}

function peak(column: ArrayLike<number> | undefined): number {
  let most = 0;
  for (let index = 0; index < (column?.length ?? 0); index++) most = Math.max(most, column?.[index] ?? 0);
  return most;
}

/** What the share of the values does not exceed. */
function shareOf(values: Int32Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? 0;
}
