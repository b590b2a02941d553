import { simulateFluid } from '../../src/lambda/scaling/simulation/fluid/simulateFluid.ts';
import type { Scenario } from '../../src/lambda/scaling/simulation/scenario.ts';
import { milliseconds, quantile, type Row } from './measure.ts';

const rounds = 7;

/** A day around 10,000 requests a second, in steps of a second, and an hour of 10⁹ invocations. */
export function fluid(): Promise<readonly Row[]> {
  const day = scenario(86_400, { type: 'daily', lowRps: 2000, highRps: 18_000, highHour: 14 });
  const billion = scenario(3600, { type: 'constant', rps: 1e9 / 3600 });
  return Promise.resolve([
    { name: 'Fluid simulation of a day at 10,000 requests a second', measured: milliseconds(measured(day)), beside: '', aim: '< 1 s' },
    { name: 'Fluid simulation of an hour of 10⁹ invocations', measured: milliseconds(measured(billion)), beside: '', aim: '' },
  ]);
}

function measured(of: Scenario): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    simulateFluid(of);
    return performance.now() - started;
  });
  return quantile(times, 0.5);
}

function scenario(seconds: number, shape: Scenario['functions'][number]['traffic']['shape']): Scenario {
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
      },
    ],
  };
}
