import type { ProvisionedPlan } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Traffic } from '../../../src/lambda/scaling/traffic/traffic.ts';

/** One of the functions of a case: what arrives, how long each invocation takes, and its limits. */
export interface PlayedFunction {
  readonly name: string;
  readonly traffic: Traffic;
  readonly durationMs: number;
  readonly reserved?: number;
  readonly provisioned?: Extract<ProvisionedPlan, { type: 'fixed' }>;
}

/** Traffic that is first predicted and then played against the Local region. */
export interface PredictionCase {
  readonly title: string;
  readonly seconds: number;
  /** Of the account. */
  readonly concurrency: number;
  readonly rateScale?: number;
  readonly idleSeconds?: number;
  readonly functions: readonly PlayedFunction[];
}

const one = (traffic: Traffic, durationMs: number, more: Partial<PlayedFunction> = {}): readonly PlayedFunction[] => [
  { name: 'orders', traffic, durationMs, ...more },
];

/** An hour's counts, as a metric would have them, squeezed into seconds. */
const counted = [12, 18, 40, 90, 150, 120, 60, 30, 25, 80, 160, 70, 30, 15];

export const predictionCases: readonly PredictionCase[] = [
  { title: 'constant', seconds: 10, concurrency: 1000, functions: one({ shape: { type: 'constant', rps: 80 }, spacing: 'even' }, 300) },
  { title: 'Poisson', seconds: 12, concurrency: 1000, functions: one({ shape: { type: 'constant', rps: 80 }, spacing: 'poisson' }, 400) },
  {
    title: 'ramp into a reservation',
    seconds: 14,
    concurrency: 1000,
    functions: one({ shape: { type: 'ramp', fromRps: 5, toRps: 120 }, spacing: 'even' }, 400, { reserved: 30 }),
  },
  {
    title: 'steps',
    seconds: 14,
    concurrency: 1000,
    functions: one(
      { shape: { type: 'step', steps: [{ atSeconds: 0, rps: 20 }, { atSeconds: 4, rps: 100 }, { atSeconds: 9, rps: 40 }] }, spacing: 'poisson' },
      400,
    ),
  },
  {
    title: 'spike against the scaling rate (10 in 10 s)',
    seconds: 14,
    concurrency: 1000,
    rateScale: 0.01,
    functions: one({ shape: { type: 'spike', baseRps: 4, peakRps: 60, atSeconds: 3, forSeconds: 6 }, spacing: 'even' }, 500),
  },
  {
    title: 'daily curve, idle environments end',
    seconds: 20,
    concurrency: 1000,
    idleSeconds: 3,
    functions: one({ shape: { type: 'step', steps: dayInSeconds(20, 5, 80) }, spacing: 'even' }, 400),
  },
  {
    title: 'two functions, one account',
    seconds: 12,
    concurrency: 25,
    functions: [
      { name: 'orders', traffic: { shape: { type: 'ramp', fromRps: 10, toRps: 90 }, spacing: 'poisson' }, durationMs: 300 },
      { name: 'prices', traffic: { shape: { type: 'constant', rps: 30 }, spacing: 'poisson' }, durationMs: 400 },
    ],
  },
  {
    title: 'provisioned, spilling over',
    seconds: 12,
    concurrency: 1000,
    functions: one({ shape: { type: 'spike', baseRps: 20, peakRps: 90, atSeconds: 4, forSeconds: 4 }, spacing: 'poisson' }, 400, {
      provisioned: { type: 'fixed', count: 12 },
    }),
  },
  {
    title: 'recorded counts, against the account',
    seconds: 14,
    concurrency: 30,
    functions: one({ shape: { type: 'trace', stepSeconds: 1, counts: counted }, spacing: 'poisson' }, 300),
  },
  {
    title: 'requests a second of a reservation (10 × 4)',
    seconds: 10,
    concurrency: 1000,
    functions: one({ shape: { type: 'ramp', fromRps: 10, toRps: 90 }, spacing: 'poisson' }, 30, { reserved: 4 }),
  },
];

/** A day between its lowest and its highest rate, each second an hour or so of it. */
function dayInSeconds(seconds: number, lowRps: number, highRps: number): { atSeconds: number; rps: number }[] {
  return Array.from({ length: seconds }, (_, second) => {
    const share = (1 - Math.cos((2 * Math.PI * second) / seconds)) / 2;
    return { atSeconds: second, rps: lowRps + (highRps - lowRps) * share };
  });
}
