import type { Cost, FunctionResult, FunctionSeries, FunctionTotals, Quantiles, SimulationResult } from '../result.ts';

/** Of results that differ by chance alone, each figure's mean. Totals stay whole numbers. */
export function meanResult(results: readonly SimulationResult[]): SimulationResult {
  const [first, ...others] = results;
  if (first === undefined) throw new RangeError('There is no result.');
  if (others.length === 0) return first;
  return {
    ...first,
    account: {
      peakConcurrency: Math.round(mean(results, ({ account }) => account.peakConcurrency)),
      concurrency: meanColumn(results.map(({ account }) => account.concurrency)),
    },
    functions: first.functions.map((_, index) => meanFunction(results.flatMap(({ functions }) => functions[index] ?? []), first.functions[index]?.name ?? '')),
    cost: meanCost(results.map(({ cost }) => cost)),
  };
}

function meanFunction(results: readonly FunctionResult[], name: string): FunctionResult {
  return {
    name,
    totals: meanTotals(results.map(({ totals }) => totals)),
    latencyMs: meanQuantiles(results.map(({ latencyMs }) => latencyMs)),
    cost: meanCost(results.map(({ cost }) => cost)),
    series: meanSeries(results.map(({ series }) => series)),
  };
}

function meanTotals(totals: readonly FunctionTotals[]): FunctionTotals {
  const whole = (of: (one: FunctionTotals) => number): number => Math.round(mean(totals, of));
  return {
    arrivals: whole((one) => one.arrivals),
    invocations: whole((one) => one.invocations),
    throttles: {
      reservedConcurrency: whole(({ throttles }) => throttles.reservedConcurrency),
      unreservedConcurrency: whole(({ throttles }) => throttles.unreservedConcurrency),
      scalingRate: whole(({ throttles }) => throttles.scalingRate),
      reservedRequests: whole(({ throttles }) => throttles.reservedRequests),
      unreservedRequests: whole(({ throttles }) => throttles.unreservedRequests),
    },
    errors: whole((one) => one.errors),
    coldStarts: whole((one) => one.coldStarts),
    provisionedInvocations: whole((one) => one.provisionedInvocations),
    spilloverInvocations: whole((one) => one.spilloverInvocations),
    dropped: whole((one) => one.dropped),
    waiting: whole((one) => one.waiting),
    peakConcurrency: whole((one) => one.peakConcurrency),
    p99Concurrency: whole((one) => one.p99Concurrency),
    peakEnvironments: whole((one) => one.peakEnvironments),
    gigabyteSeconds: {
      onDemand: mean(totals, ({ gigabyteSeconds }) => gigabyteSeconds.onDemand),
      provisionedUsed: mean(totals, ({ gigabyteSeconds }) => gigabyteSeconds.provisionedUsed),
      provisionedIdle: mean(totals, ({ gigabyteSeconds }) => gigabyteSeconds.provisionedIdle),
    },
  };
}

function meanQuantiles(all: readonly Quantiles[]): Quantiles {
  return { p50: mean(all, ({ p50 }) => p50), p90: mean(all, ({ p90 }) => p90), p99: mean(all, ({ p99 }) => p99), max: mean(all, ({ max }) => max) };
}

function meanCost(costs: readonly Cost[]): Cost {
  return {
    requests: mean(costs, ({ requests }) => requests),
    onDemand: mean(costs, ({ onDemand }) => onDemand),
    provisionedDuration: mean(costs, ({ provisionedDuration }) => provisionedDuration),
    provisionedCapacity: mean(costs, ({ provisionedCapacity }) => provisionedCapacity),
    total: mean(costs, ({ total }) => total),
  };
}

type Name<V> = { [K in keyof FunctionSeries]-?: FunctionSeries[K] extends V ? K : never }[keyof FunctionSeries];

function meanSeries(all: readonly FunctionSeries[]): FunctionSeries {
  const column = (name: Name<readonly number[]>): readonly number[] => meanColumn(all.map((series) => series[name]));
  // What one of them does not tell, their mean does not.
  const told = (name: 'gigabyteSeconds' | 'wastedGigabyteSeconds'): Pick<FunctionSeries, typeof name> => {
    const columns = all.flatMap((series) => (series[name] === undefined ? [] : [series[name]]));
    return columns.length < all.length ? {} : { [name]: meanColumn(columns) };
  };
  const gaps = (name: 'p50' | 'p90' | 'p99'): readonly (number | null)[] => meanWithGaps(all.map((series) => series[name]));
  return {
    arrivals: column('arrivals'),
    invocations: column('invocations'),
    throttledByLimit: column('throttledByLimit'),
    throttledByRate: column('throttledByRate'),
    errors: column('errors'),
    coldStarts: column('coldStarts'),
    provisionedInUse: column('provisionedInUse'),
    onDemand: column('onDemand'),
    spillover: column('spillover'),
    concurrency: column('concurrency'),
    provisioned: column('provisioned'),
    environments: column('environments'),
    scalingCeiling: column('scalingCeiling'),
    p50: gaps('p50'),
    p90: gaps('p90'),
    p99: gaps('p99'),
    queueDepth: column('queueDepth'),
    queueAge: column('queueAge'),
    costPerHour: column('costPerHour'),
    ...told('gigabyteSeconds'),
    ...told('wastedGigabyteSeconds'),
  };
}

function mean<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0) / all.length;
}

function meanColumn(columns: readonly (readonly number[])[]): readonly number[] {
  const length = columns[0]?.length ?? 0;
  const means: number[] = [];
  means.length = length;
  for (let step = 0; step < length; step++) {
    let sum = 0;
    for (const column of columns) sum += column[step] ?? 0;
    means[step] = sum / columns.length;
  }
  return means;
}

/** Where some have a gap, of the others. */
function meanWithGaps(columns: readonly (readonly (number | null)[])[]): readonly (number | null)[] {
  const length = columns[0]?.length ?? 0;
  const means: (number | null)[] = [];
  for (let step = 0; step < length; step++) {
    let sum = 0;
    let there = 0;
    for (const column of columns) {
      const value = column[step] ?? null;
      if (value === null) continue;
      sum += value;
      there += 1;
    }
    means.push(there === 0 ? null : sum / there);
  }
  return means;
}
