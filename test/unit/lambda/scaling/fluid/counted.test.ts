import { expect, test } from 'vitest';
import { countedCourse } from '../../../../../src/lambda/scaling/simulation/fluid/counted/countedCourse.ts';
import { countsInParts, coursesCounted, ticksOf } from '../../../../../src/lambda/scaling/simulation/fluid/counted/countsInParts.ts';
import { PoissonCounts } from '../../../../../src/lambda/scaling/simulation/fluid/counted/poisson.ts';
import { WaitingEvents } from '../../../../../src/lambda/scaling/simulation/fluid/counted/waitingEvents.ts';
import { knowledgeOf } from '../../../../../src/lambda/scaling/simulation/fluid/fluidKnowledge.ts';
import { simulateFluid } from '../../../../../src/lambda/scaling/simulation/fluid/simulateFluid.ts';
import { finished } from '../../../../../src/lambda/scaling/simulation/inParts.ts';
import type { SimulationResult } from '../../../../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, InvocationSource, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { randomOf } from '../../../../../src/lambda/scaling/traffic/random.ts';
import type { TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const constant = (ms: number) => ({ type: 'constant', ms }) as const;
const logNormal = (medianMs: number, p99Ms: number) => ({ type: 'logNormal', medianMs, p99Ms }) as const;
const queue = (others: Partial<Extract<InvocationSource, { type: 'sqs' }>> = {}): InvocationSource => ({ type: 'sqs', batchSize: 10, ...others });
const events = (others: Partial<Extract<InvocationSource, { type: 'async' }>> = {}): InvocationSource => ({ type: 'async', ...others });
const stream = (shards: number, parallelizationFactor: number, batchSize: number): InvocationSource => ({ type: 'stream', shards, parallelizationFactor, batchSize });

function polled(shape: TrafficShape, source: InvocationSource, others: Partial<FunctionScenario> = {}, scenario: Partial<Scenario> = {}): Scenario {
  return fluidScenario(fluidFunction(shape, { source, ...others }), { seconds: 90, stepSeconds: 10, ...scenario });
}

const many = 16;
const spike = { type: 'spike', baseRps: 200, peakRps: 3000, atSeconds: 30, forSeconds: 20 } as const;

// Short ones, of which many courses tell more than a long one does.
test.each<readonly [string, Scenario]>([
  ['pollers of the default', polled(rps(800), queue())],
  ['work of a second, in step with the pollers', polled(rps(150), queue(), { duration: constant(1000) })],
  ['few pollers, large batches', polled(rps(1500), queue({ batchSize: 100, maximumConcurrency: 8 }), { duration: logNormal(40, 120) })],
  ['batches of one that outgrow their pollers', polled(rps(600), queue({ batchSize: 1 }), { duration: constant(400) })],
  ['batches of ten thousand', polled(rps(8000), queue({ batchSize: 10_000, maximumConcurrency: 4 }), { duration: logNormal(800, 3000) })],
  ['a backlog that is worked off', polled(spike, queue({ maximumConcurrency: 12 }))],
  ['provisioned pollers below a ramp', polled({ type: 'ramp', fromRps: 100, toRps: 1500 }, queue({ provisionedPollers: { minimum: 4, maximum: 12 } }))],
  ['more pollers than a reservation allows', polled(rps(450), queue({ provisionedPollers: { minimum: 10, maximum: 10 } }), { reserved: 50 })],
  ['batches that fail, and that come back', polled(rps(600), queue({ visibilityTimeoutSeconds: 8 }), { errorRate: 0.1 })],
  ['timeouts that break environments', polled(rps(400), queue({ visibilityTimeoutSeconds: 8 }), { duration: logNormal(300, 2500), timeoutSeconds: 2 })],
  ['environments that end when they are idle', polled(spike, queue(), { idleSeconds: 10 })],
  [
    'a queue beside calls at the limit of both',
    fluidScenario([fluidFunction(rps(600), { name: 'a', source: queue() }), fluidFunction(rps(500), { name: 'b', duration: constant(200) })], { seconds: 90, stepSeconds: 10, account: { concurrency: 170 } }),
  ],
  ['one shard', polled(rps(600), stream(1, 2, 50))],
  ['many lanes, some batches of which fail', polled(rps(1500), stream(20, 10, 10), { errorRate: 0.05 })],
  ['lanes that are too slow', polled(rps(900), stream(4, 2, 10))],
  ['more lanes than a reservation allows', polled(rps(900), stream(10, 4, 10), { reserved: 12 })],
  ['events that need all of a reservation', polled(rps(500), events(), { reserved: 61 })],
  ['events that are more than a reservation allows, until they are too old', polled(rps(200), events({ maximumAgeSeconds: 60 }), { reserved: 20 }, { seconds: 100 })],
  ['events that fail, and are tried again', polled(rps(250), events({ maximumRetries: 1 }), { reserved: 36, errorRate: 0.15 }, { seconds: 130 })],
  ['events that wait for environments to start', polled({ type: 'step', steps: [{ atSeconds: 0, rps: 50 }, { atSeconds: 20, rps: 1600 }] }, events(), { duration: logNormal(1000, 2000) }, { seconds: 50, account: { concurrency: 5000 } })],
  [
    'events, messages and calls at a limit of all',
    fluidScenario(
      [
        fluidFunction(rps(200), { name: 'a', source: events() }),
        fluidFunction(rps(200), { name: 'b', duration: constant(100) }),
        fluidFunction(rps(300), { name: 'c', source: queue() }),
      ],
      { seconds: 60, stepSeconds: 10, account: { concurrency: 56 } },
    ),
  ],
  ['calls whose environments end when they are idle, and take as long to initialise', polled(rps(500), { type: 'sync' }, { idleSeconds: 2, init: constant(2000) })],
  ['initialisations of any length', polled(rps(500), { type: 'sync' }, { idleSeconds: 5, init: logNormal(1500, 4000) })],
])('%s: what is counted is distributed as what is enumerated', (_, scenario) => {
  const exact = Array.from({ length: many }, (__, index) => figuresOf(simulate({ ...scenario, seed: 700 + index })));
  const counts = Array.from({ length: many }, (__, number) => figuresOf(counted(scenario, number)));
  const differences: string[] = [];
  for (const figure of exact[0]?.keys() ?? []) {
    const one = meanOf(exact.map((figures) => figures.get(figure) ?? 0));
    const other = meanOf(counts.map((figures) => figures.get(figure) ?? 0));
    // Of two means; there are some hundred figures.
    const allowed = 0.01 * one.mean + 3.2 * Math.hypot(one.error, other.error) + (figure.includes('ms') ? 0.01 * one.mean : 1);
    if (!(Math.abs(other.mean - one.mean) <= allowed)) differences.push(`${figure}: ${other.mean} ± ${other.error}, but exactly ${one.mean} ± ${one.error}`);
  }
  expect(differences).toEqual([]);
}, 60_000);

test('events of a reservation of 0 are given up at once', () => {
  const scenario = polled(rps(100), events(), { reserved: 0 });
  const { totals } = counted(scenario, 0).functions[0] ?? {};
  expect(totals).toMatchObject({ invocations: 0, waiting: 0, dropped: totals?.arrivals });
  expect(totals?.arrivals).toBeGreaterThan(8000);
});

test('it is told how old the oldest event is', () => {
  const scenario = polled(rps(500), events({ maximumAgeSeconds: 60 }), { reserved: 50 }, { seconds: 100 });
  const [exact, other] = [simulate(scenario), counted(scenario, 0)].map(({ functions }) => functions[0]?.series.queueAge ?? []);
  expect(exact?.length).toBe(10);
  exact?.forEach((seconds, step) => expect(Math.abs((other?.[step] ?? 0) - seconds)).toBeLessThan(step < 6 ? 4 : 1));
});

test('what waits again may be older than all that wait', () => {
  const events = new WaitingEvents({ perSecond: 8, count: 800, ms: 125 });
  const [old, young] = [events.add(0), events.add(400)];
  events.wait(old);
  events.wait(young);
  events.goOn(old);
  expect(events.oldest()).toBeCloseTo(400.5);
  events.wait(old);
  expect(events.oldest()).toBeCloseTo(0.5);
  events.goOn(old);
  events.goOn(young);
  expect(events.oldest()).toBe(Number.POSITIVE_INFINITY);
});

test('beyond what is enumerated, calls and events are counted where flows tell badly of them, and it takes no longer than some seconds', () => {
  const hours = (rate: number, others: Partial<FunctionScenario>) => polled(rps(rate), { type: 'sync' }, others, { seconds: 7200 });
  expect(coursesCounted(hours(2000, { idleSeconds: 10 }))).toBeGreaterThan(0);
  expect(coursesCounted(hours(2000, {}))).toBe(0);
  expect(coursesCounted(hours(100_000, { idleSeconds: 10 }))).toBe(0);
  expect(coursesCounted(hours(2000, { idleSeconds: 10, provisioned: { type: 'fixed', count: 10 } }))).toBe(0);
  expect(coursesCounted(hours(2000, { source: events(), reserved: 246 }))).toBeGreaterThan(0);
  expect(coursesCounted(hours(2000, { source: events(), reserved: 500 }))).toBe(0);
  expect(coursesCounted(hours(2000, { source: events(), reserved: 150 }))).toBe(0);
  expect(coursesCounted(hours(2000, { reserved: 246 }))).toBe(0);
  const evenly = { source: events(), duration: constant(119), reserved: 246 };
  expect(coursesCounted(hours(2000, evenly))).toBeGreaterThan(0);
  expect(coursesCounted(hours(2000, { ...evenly, traffic: { shape: rps(2000), spacing: 'even' } }))).toBe(0);
  const large = polled(rps(12_000), { type: 'sync' }, { idleSeconds: 10, duration: constant(400) }, { seconds: 900, account: { concurrency: 20_000 } });
  expect(simulateFluid(large)).toEqual(finished(countsInParts(large, coursesCounted(large))));
}, 60_000);

test('beyond what is enumerated in a moment, queues and streams are counted; more than can be are flows', () => {
  const hour = (rate: number, source: InvocationSource, others: Partial<FunctionScenario> = {}) => polled(rps(rate), source, others, { seconds: 3600 });
  expect(coursesCounted(hour(1000, queue()))).toBeGreaterThan(1);
  expect(coursesCounted(hour(20_000, queue()))).toBe(1);
  expect(coursesCounted(hour(20_000, stream(100, 10, 100)))).toBeGreaterThan(0);
  expect(coursesCounted(hour(1_000_000, queue({ provisionedPollers: { minimum: 2000, maximum: 2000 } })))).toBe(0);
  expect(coursesCounted(hour(1000, { type: 'sync' }))).toBe(0);
  expect(coursesCounted(hour(1000, queue(), { provisioned: { type: 'fixed', count: 10 } }))).toBe(0);
  expect(coursesCounted({ ...hour(1000, queue()), initsAtOnce: 4 })).toBe(0);
  const large = polled(rps(12_000), queue({ maximumConcurrency: 100 }), {}, { seconds: 200 });
  expect(simulateFluid(large)).toEqual(finished(countsInParts(large, coursesCounted(large))));
  expect(simulateFluid(large)).toEqual(simulateFluid({ ...large, seed: 99 }));
}, 60_000);

test('it is counted in parts, whose progress grows', () => {
  const parts = countsInParts(polled(rps(1000), queue(), {}, { seconds: 1200, stepSeconds: 60 }), 2);
  const progress: number[] = [];
  for (let part = parts.next(); part.done !== true; part = parts.next()) progress.push(part.value);
  expect(progress.length).toBeGreaterThan(2);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBeLessThan(1);
});

test.each([0.02, 3, 400])('Poisson counts of mean %d', (mean) => {
  const counts = new PoissonCounts(randomOf(5), mean);
  const drawn = meanOf(Array.from({ length: 40_000 }, () => counts.draw()));
  expect(Math.abs(drawn.mean - mean)).toBeLessThan(4 * drawn.error);
  expect(drawn.error * drawn.error * 40_000).toBeCloseTo(mean, -Math.floor(Math.log10(mean)));
});

function counted(scenario: Scenario, number: number): SimulationResult {
  const knowledge = scenario.functions.map((fn) => knowledgeOf(fn, scenario.seconds));
  return finished(countedCourse(scenario, knowledge, ticksOf(scenario), number));
}

function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return { mean, error: Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1) / values.length) };
}

function figuresOf({ account, functions, cost }: SimulationResult): ReadonlyMap<string, number> {
  const figures = new Map([['account peak', account.peakConcurrency], ['cost in ms of a dollar', cost.total * 1000]]);
  for (const { name, totals, latencyMs, series } of functions) {
    const set = (figure: string, value: number): unknown => figures.set(`${name} ${figure}`, value);
    const sum = (column: readonly number[] = []) => column.reduce((all, one) => all + one, 0);
    const { throttles, gigabyteSeconds, ...counts } = totals;
    for (const [figure, value] of Object.entries({ ...counts, ...throttles })) set(figure, value);
    set('GB-s', gigabyteSeconds.onDemand);
    set('GB-s at work', sum(series.gigabyteSeconds));
    for (const column of ['invocations', 'throttledByLimit', 'errors', 'coldStarts', 'concurrency', 'environments', 'queueDepth'] as const) set(`sum of ${column}`, sum(series[column]));
    for (const quantile of ['p50', 'p90', 'p99'] as const) set(`${quantile} ms`, latencyMs[quantile]);
  }
  return figures;
}
