import type { FunctionScenario, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import type { TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

const logNormal = { type: 'logNormal', medianMs: 100, p99Ms: 400 } as const;
const constant = (ms: number) => ({ type: 'constant', ms }) as const;

export function fluidFunction(shape: TrafficShape, others: Partial<FunctionScenario> = {}): FunctionScenario {
  const traffic = { shape, spacing: 'poisson' } as const;
  return { name: 'fn', memoryMegabytes: 1024, timeoutSeconds: 30, traffic, duration: logNormal, init: constant(400), ...others };
}

export function fluidScenario(functions: FunctionScenario | readonly FunctionScenario[], others: Partial<Scenario> = {}): Scenario {
  return { seed: 1, seconds: 240, account: { concurrency: 3000 }, functions: [functions].flat(), ...others };
}

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const even = (shape: TrafficShape) => ({ traffic: { shape, spacing: 'even' } as const });

/** What both modes can simulate, over shapes, durations, limits, plans and sources. */
export const bothModes: Readonly<Record<string, Scenario>> = {
  'a constant rate, log-normal durations': fluidScenario(fluidFunction(rps(1500))),
  'a constant rate, constant durations, at random': fluidScenario(fluidFunction(rps(1500), { duration: constant(100) })),
  'a constant rate, evenly spaced': fluidScenario(fluidFunction(rps(1500), even(rps(1500)))),
  'constant durations, evenly spaced': fluidScenario(fluidFunction(rps(1500), { ...even(rps(1500)), duration: constant(105) })),
  'empirical durations': fluidScenario(fluidFunction(rps(1000), { duration: { type: 'empirical', valuesMs: [20, 30, 50, 80, 80, 120, 300, 1200] } })),
  'a ramp': fluidScenario(fluidFunction({ type: 'ramp', fromRps: 0, toRps: 2500 })),
  'steps up and down': fluidScenario(fluidFunction({ type: 'step', steps: [{ atSeconds: 0, rps: 300 }, { atSeconds: 80, rps: 2000 }, { atSeconds: 160, rps: 700 }] })),
  'a part of a day': fluidScenario(fluidFunction({ type: 'daily', lowRps: 200, highRps: 600, highHour: 14, startHour: 11 }, { duration: constant(300) }), { seconds: 1200 }),
  'a recorded trace': fluidScenario(fluidFunction({ type: 'trace', stepSeconds: 30, counts: [3e3, 5e3, 15e3, 3e4, 45e3, 6e4, 3e4, 6e3] })),
  'a reservation near its load': fluidScenario(fluidFunction(rps(1000), { reserved: 125 })),
  'a reservation in overload': fluidScenario(fluidFunction(rps(2000), { reserved: 100 })),
  'long constant durations at a reservation': fluidScenario(
    fluidFunction({ type: 'step', steps: [{ atSeconds: 0, rps: 5 }, { atSeconds: 100, rps: 40 }, { atSeconds: 300, rps: 10 }] }, { reserved: 200, duration: constant(10_000) }),
    { seconds: 600 },
  ),
  'a shared account in overload': fluidScenario(
    [fluidFunction(rps(3000), { name: 'a' }), fluidFunction({ type: 'ramp', fromRps: 100, toRps: 2000 }, { name: 'b', duration: constant(500) })],
    { account: { concurrency: 1000 }, seconds: 240 },
  ),
  'the scaling rate': fluidScenario(
    fluidFunction({ type: 'spike', baseRps: 100, peakRps: 4000, atSeconds: 200, forSeconds: 60 }, { duration: constant(1000) }),
    { account: { concurrency: 10_000 }, seconds: 400 },
  ),
  'ten requests a second for each environment': fluidScenario(fluidFunction(rps(1600), { reserved: 100, duration: constant(20) }), { seconds: 600 }),
  'provisioned with spillover': fluidScenario(fluidFunction(rps(1500), { provisioned: { type: 'fixed', count: 170 } }), { seconds: 300 }),
  'provisioned below a ramp': fluidScenario(fluidFunction({ type: 'ramp', fromRps: 100, toRps: 2000 }, { provisioned: { type: 'fixed', count: 120 } }), { seconds: 400 }),
  'a queue in saturation': fluidScenario(
    fluidFunction({ type: 'spike', baseRps: 200, peakRps: 3000, atSeconds: 60, forSeconds: 50 }, { source: { type: 'sqs', batchSize: 10, maximumConcurrency: 20 } }),
  ),
  'a stream in saturation': fluidScenario(fluidFunction(rps(900), { source: { type: 'stream', shards: 4, parallelizationFactor: 2, batchSize: 10 } })),
  'asynchronous events that fail': fluidScenario(fluidFunction(rps(1000), { source: { type: 'async' }, errorRate: 0.2 }), { seconds: 200 }),
  'a step on a warm pool': fluidScenario(fluidFunction({ type: 'step', steps: [{ atSeconds: 0, rps: 800 }, { atSeconds: 100, rps: 1200 }] }), { seconds: 200 }),
  'target tracking behind a ramp': fluidScenario(
    fluidFunction({ type: 'ramp', fromRps: 200, toRps: 1000 }, { provisioned: { type: 'autoScaling', minimum: 20, maximum: 300, targetUtilization: 0.7 } }),
    { seconds: 1200 },
  ),
  'target tracking of a constant rate': fluidScenario(
    fluidFunction(rps(500), { duration: constant(400), init: constant(1500), provisioned: { type: 'autoScaling', minimum: 50, maximum: 600, targetUtilization: 0.7 } }),
    { seconds: 2400 },
  ),
  'a schedule over a ramp': fluidScenario(
    fluidFunction({ type: 'ramp', fromRps: 100, toRps: 1500 }, {
      provisioned: {
        type: 'autoScaling', minimum: 50, maximum: 50,
        schedule: [{ atSeconds: 200, minimum: 150, maximum: 150 }, { atSeconds: 450, minimum: 80, maximum: 80 }],
      },
    }),
    { seconds: 600 },
  ),
  'a queue with the pollers of the default': fluidScenario(fluidFunction(rps(500), { source: { type: 'sqs', batchSize: 10 } }), { seconds: 600 }),
  'a queue that outgrows its pollers': fluidScenario(fluidFunction(rps(1500), { duration: constant(400), source: { type: 'sqs', batchSize: 1 } }), { seconds: 400 }),
  'a queue with provisioned pollers near saturation': fluidScenario(
    fluidFunction(rps(800), { source: { type: 'sqs', batchSize: 10, provisionedPollers: { minimum: 2, maximum: 8 } }, errorRate: 0.05 }),
    { seconds: 600 },
  ),
  'a queue with provisioned pollers': fluidScenario(fluidFunction(rps(800), { source: { type: 'sqs', batchSize: 10, provisionedPollers: { minimum: 20, maximum: 40 } } })),
  'asynchronous events at a limit': fluidScenario(fluidFunction(rps(1000), { reserved: 130, source: { type: 'async' } }), { seconds: 400 }),
  'asynchronous events in overload for a while': fluidScenario(
    fluidFunction({ type: 'spike', baseRps: 400, peakRps: 2000, atSeconds: 60, forSeconds: 60 }, { reserved: 130, source: { type: 'async' } }),
    { seconds: 500 },
  ),
  'requests a second before concurrency': fluidScenario(fluidFunction(rps(1400), { reserved: 100, duration: constant(85) }), { seconds: 400 }),
  'a stream that keeps up': fluidScenario(fluidFunction(rps(300), { source: { type: 'stream', shards: 8, parallelizationFactor: 2, batchSize: 100 } })),
  'timeouts and slow starts': fluidScenario(
    fluidFunction(rps(300), { duration: { type: 'logNormal', medianMs: 300, p99Ms: 2500 }, timeoutSeconds: 2, init: constant(800) }),
    { seconds: 600 },
  ),
  'concurrency and requests a second at the same load': fluidScenario(
    fluidFunction(rps(1300), { reserved: 100, duration: { type: 'logNormal', medianMs: 90, p99Ms: 200 } }),
    { seconds: 380 },
  ),
  'evenly spaced on provisioned environments': fluidScenario(fluidFunction(rps(700), { ...even(rps(700)), provisioned: { type: 'fixed', count: 80 } }), { seconds: 600 }),
  'evenly spaced at a reservation': fluidScenario(
    fluidFunction(rps(800), { ...even(rps(800)), duration: { type: 'logNormal', medianMs: 200, p99Ms: 500 }, reserved: 170 }),
    { seconds: 500 },
  ),
  'evenly spaced work that takes as long, at a reservation': fluidScenario(fluidFunction(rps(500), { ...even(rps(500)), duration: constant(121), reserved: 57 }), { seconds: 500 }),
  'an initialisation longer than the timeout': fluidScenario(
    fluidFunction(rps(1500), { duration: { type: 'logNormal', medianMs: 300, p99Ms: 2500 }, timeoutSeconds: 1, init: constant(3000) }),
    { seconds: 300 },
  ),
  'an initialisation nearly as long as the timeout': fluidScenario(
    fluidFunction({ type: 'ramp', fromRps: 100, toRps: 1500 }, { duration: { type: 'logNormal', medianMs: 300, p99Ms: 2500 }, timeoutSeconds: 1, init: constant(800) }),
    { seconds: 400 },
  ),
  'so many initialisations at once': fluidScenario(fluidFunction(rps(400), { init: constant(400) }), { initsAtOnce: 16, seconds: 1200 }),
  'initialisations much longer than work': fluidScenario(fluidFunction(rps(300), { init: constant(1500) }), { seconds: 900 }),
};
