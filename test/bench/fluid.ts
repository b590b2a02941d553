import { simulateFlows } from '../../src/lambda/scaling/simulation/fluid/simulateFlows.ts';
import type { FunctionScenario, Scenario } from '../../src/lambda/scaling/simulation/scenario.ts';
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
  ]);
}

function measured(of: Scenario): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    simulateFlows(of);
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
