import { availableParallelism } from 'node:os';
import { simulate } from '../../../src/lambda/scaling/simulation/simulate.ts';
import type { FunctionScenario, Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import { arrivalsOf } from '../../../src/lambda/scaling/traffic/arrivals.ts';
import { randomOf } from '../../../src/lambda/scaling/traffic/random.ts';
import type { RegionEvent } from '../../../src/protocol/runner.ts';
import { notMeasured, quantile, type Row } from '../measure.ts';
import { versionOf } from '../../shared/toolchain.ts';
import { type PredictionCase, predictionCases } from './cases.ts';
import { type Figures, observed } from './observed.ts';
import { type Arrival, initMs, play } from './play.ts';
import { sleeperZip } from './sleeper.ts';

/** What this machine adds to what a function sleeps, in milliseconds. */
interface Overhead {
  readonly init: number;
  readonly duration: number;
}

const aim = '≤ 5 % apart';

/** Nothing arrives before what is provisioned is ready, there as here. */
const leadMs = 5_000;

/** Each case is predicted, and then the Local region does what was predicted, with the same arrivals. */
export async function prediction(): Promise<readonly Row[]> {
  if (versionOf('g++') === undefined) return [notMeasured('Predicted and then done', 'g++')];
  const zip = await sleeperZip();
  const overhead = await measuredOverhead(zip);
  const rows: Row[] = [];
  for (const [index, played] of predictionCases.entries()) {
    const arrivals = arrivalsIn(played, index + 1);
    const predicted = predict(played, arrivals, overhead);
    const done = observed(await play(played, arrivals, zip));
    rows.push(rowOf(played, predicted, done));
  }
  return rows;
}

function arrivalsIn({ functions, seconds }: PredictionCase, seed: number): readonly Arrival[] {
  const all = functions.flatMap(({ name, traffic, durationMs }, index) => {
    const next = arrivalsOf(traffic, seconds, randomOf(seed * 100 + index));
    const own: Arrival[] = [];
    for (let at = next(); Number.isFinite(at); at = next()) own.push({ name, durationMs, at });
    return own;
  });
  return all.sort((a, b) => a.at - b.at);
}

function predict({ functions, seconds, concurrency, rateScale = 1, idleSeconds = 300 }: PredictionCase, arrivals: readonly Arrival[], overhead: Overhead): Figures {
  const scenario: Scenario = {
    seed: 1,
    seconds: seconds + leadMs / 1000,
    account: { concurrency },
    rateScale,
    // As the service does, which shares the machine's processors out.
    initsAtOnce: Math.max(4, availableParallelism() * 2),
    functions: functions.map(({ name, durationMs, reserved, provisioned }): FunctionScenario => ({
      name,
      memoryMegabytes: 128,
      timeoutSeconds: 60,
      traffic: { shape: { type: 'arrivals', atMs: arrivals.filter((arrival) => arrival.name === name).map(({ at }) => leadMs + at) }, spacing: 'even' },
      duration: { type: 'constant', ms: durationMs + overhead.duration },
      init: { type: 'constant', ms: initMs + overhead.init },
      idleSeconds,
      ...(reserved !== undefined && { reserved }),
      ...(provisioned !== undefined && { provisioned }),
    })),
  };
  const result = simulate(scenario);
  const totals = result.functions.map((fn) => fn.totals);
  return {
    peak: functions.length === 1 ? (totals[0]?.peakConcurrency ?? 0) : result.account.peakConcurrency,
    throttled: totals.reduce((sum, { throttles }) => sum + Object.values(throttles).reduce((own, count) => own + count, 0), 0),
    cold: totals.reduce((sum, { coldStarts }) => sum + coldStarts, 0),
  };
}

/** Of a few cold and many warm invocations, one after the other. */
async function measuredOverhead(zip: Buffer): Promise<Overhead> {
  const durationMs = 100;
  const functions = ['a', 'b', 'c', 'd'].map((name) => ({ name, durationMs, traffic: { shape: { type: 'constant', rps: 8 }, spacing: 'even' } as const }));
  const calm: PredictionCase = { title: 'calm', seconds: 3, concurrency: 1000, functions };
  const events = await play(calm, arrivalsIn(calm, 1), zip);
  const ended = events.filter((event): event is Extract<RegionEvent, { type: 'invocationEnded' }> => event.type === 'invocationEnded');
  const inits = ended.flatMap(({ initDurationMs }) => initDurationMs ?? []);
  return { init: quantile(inits, 0.5) - initMs, duration: quantile(ended.map((event) => event.durationMs), 0.5) - durationMs };
}

function rowOf({ title }: PredictionCase, predicted: Figures, done: Figures): Row {
  return {
    name: `Predicted, then done: ${title}`,
    measured: `peak ${predicted.peak}, throttled ${predicted.throttled}, cold ${predicted.cold}`,
    beside: `the Local region, same arrivals: peak ${done.peak}, throttled ${done.throttled}, cold ${done.cold}`,
    ratio: worst(predicted, done),
    aim,
  };
}

/** The ratio that is farthest from 1. */
function worst(predicted: Figures, done: Figures): number {
  const ratios = (['peak', 'throttled', 'cold'] as const).map((key) => (done[key] === predicted[key] ? 1 : predicted[key] / done[key]));
  return ratios.reduce((farthest, ratio) => (Math.abs(Math.log(ratio)) > Math.abs(Math.log(farthest)) ? ratio : farthest), 1);
}
