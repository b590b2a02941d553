import { simulateFluid } from '../../src/lambda/scaling/simulation/fluid/simulateFluid.ts';
import type { SimulationResult } from '../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, Scenario } from '../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../src/lambda/scaling/simulation/simulate.ts';
import type { TrafficShape } from '../../src/lambda/scaling/traffic/traffic.ts';
import { milliseconds, quantile, type Row } from './measure.ts';

const rounds = 7;
const daily = { type: 'daily', lowRps: 2000, highRps: 18_000, highHour: 14 } as const;

/** A day around 10,000 requests a second, in steps of a second, and an hour of 10⁹ invocations. */
export function fluid(): Promise<readonly Row[]> {
  const day = scenario(86_400, daily);
  const tracked = scenario(86_400, daily, { provisioned: { type: 'autoScaling', minimum: 100, maximum: 5000, targetUtilization: 0.7 } });
  const queued = scenario(86_400, daily, { source: { type: 'sqs', batchSize: 10 } });
  const billion = scenario(3600, { type: 'constant', rps: 1e9 / 3600 });
  return Promise.resolve([
    { name: 'Fluid simulation of a day at 10,000 requests a second', measured: milliseconds(measured(day)), beside: '', aim: '< 1 s' },
    { name: 'The same with target tracking', measured: milliseconds(measured(tracked)), beside: '', aim: '< 1 s' },
    { name: 'The same from a queue', measured: milliseconds(measured(queued)), beside: '', aim: '< 1 s' },
    { name: 'Fluid simulation of an hour of 10⁹ invocations', measured: milliseconds(measured(billion)), beside: '', aim: '' },
    ...Object.entries(bothModes).map(([name, of]) => agreement(name, of)),
  ]);
}

const steady = { type: 'constant', rps: 8000 } as const;

/** More than is enumerated in fluid mode, and less than in the exact one. */
const bothModes: Readonly<Record<string, Scenario>> = {
  'a ramp': scenario(1800, { type: 'ramp', fromRps: 2000, toRps: 12_000 }),
  'a spike on a warm pool': scenario(1500, { type: 'spike', baseRps: 6000, peakRps: 16_000, atSeconds: 700, forSeconds: 400 }),
  'a reservation near its load': scenario(1500, steady, { reserved: 960 }),
  'provisioned, spilling over': scenario(1500, steady, { provisioned: { type: 'fixed', count: 900 } }),
  'a queue': scenario(1800, { type: 'constant', rps: 7000 }, { source: { type: 'sqs', batchSize: 10 } }),
  'a stream': scenario(1800, { type: 'constant', rps: 7000 }, { source: { type: 'stream', shards: 40, parallelizationFactor: 2, batchSize: 20 } }),
};

/** How far both modes are apart where they are farthest, and how long each takes. */
function agreement(name: string, of: Scenario): Row {
  const [fluidMs, fluidFigures] = timed(() => figuresOf(simulateFluid(of)));
  const [exactMs, exactFigures] = timed(() => figuresOf(simulate(of)));
  const apart = Object.entries(exactFigures).map(([figure, value]) => ({ figure, by: value === 0 ? 0 : Math.abs((fluidFigures[figure] ?? 0) / value - 1) }));
  const farthest = apart.reduce((most, one) => (one.by > most.by ? one : most));
  const invocations = `${((exactFigures['invocations'] ?? 0) / 1e6).toFixed(1)} million invocations`;
  return {
    name: `Fluid against exact: ${name}`,
    measured: `${(farthest.by * 100).toFixed(2)} % apart (${farthest.figure})`,
    beside: `${invocations}; fluid ${milliseconds(fluidMs)}, exact ${milliseconds(exactMs)}`,
    ratio: fluidMs / exactMs,
    aim: '≤ 2 %',
  };
}

function timed<T>(work: () => T): readonly [ms: number, result: T] {
  const started = performance.now();
  const result = work();
  return [performance.now() - started, result];
}

function figuresOf({ cost, functions }: SimulationResult): Readonly<Record<string, number>> {
  const [fn] = functions;
  if (fn === undefined) return {};
  const { totals, latencyMs } = fn;
  return {
    invocations: totals.invocations,
    throttles: Object.values(totals.throttles).reduce((sum, count) => sum + count, 0),
    'cold starts': totals.coldStarts,
    spillover: totals.spilloverInvocations,
    'peak concurrency': totals.peakConcurrency,
    'p99 of concurrency': totals.p99Concurrency,
    'p99 of latency': latencyMs.p99,
    cost: cost.total,
  };
}

function measured(of: Scenario): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    simulateFluid(of);
    return performance.now() - started;
  });
  return quantile(times, 0.5);
}

function scenario(seconds: number, shape: TrafficShape, others: Partial<FunctionScenario> = {}): Scenario {
  return {
    seed: 1,
    seconds,
    account: { concurrency: 100_000 },
    functions: [
      {
        name: 'fluid',
        memoryMegabytes: 1024,
        timeoutSeconds: 30,
        traffic: { shape, spacing: 'poisson' },
        duration: { type: 'logNormal', medianMs: 100, p99Ms: 400 },
        init: { type: 'constant', ms: 400 },
        ...others,
      },
    ],
  };
}
