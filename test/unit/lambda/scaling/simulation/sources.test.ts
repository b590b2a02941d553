import { describe, expect, test } from 'vitest';
import type { FunctionTotals } from '../../../../../src/lambda/scaling/simulation/result.ts';
import type { FunctionScenario, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { atOnce, constant, even, runOne, throttled } from './scenarios.ts';

type Case = [title: string, over: Partial<FunctionScenario>, seconds: number, expected: Partial<FunctionTotals>];

describe('asynchronous events', () => {
  const source = { type: 'async' } as const;

  test.each<Case>([
    ['that succeed are done', { source, traffic: atOnce([3, 0]) }, 10, { invocations: 3, waiting: 0, dropped: 0 }],
    ['that fail are tried again after one minute', { source, errorRate: 1, traffic: atOnce([1, 0]) }, 60, { invocations: 1, errors: 1, waiting: 1, dropped: 0 }],
    ['and after two more', { source, errorRate: 1, traffic: atOnce([1, 0]) }, 182.5, { invocations: 3, errors: 3, waiting: 0, dropped: 0 }],
    ['and then no more', { source, errorRate: 1, traffic: atOnce([1, 0]) }, 200, { invocations: 3, errors: 3, waiting: 0, dropped: 1 }],
    ['or not at all', { source: { ...source, maximumRetries: 0 }, errorRate: 1, traffic: atOnce([1, 0]) }, 200, { invocations: 1, errors: 1, dropped: 1 }],
    ['are not kept for an attempt that is too late', { source: { ...source, maximumAgeSeconds: 100 }, errorRate: 1, traffic: atOnce([1, 0]) }, 200, { invocations: 2, waiting: 0, dropped: 1 }],
    ['wait for concurrency', { source, reserved: 1, traffic: atOnce([5, 0]) }, 120, { invocations: 5, waiting: 0, dropped: 0, peakConcurrency: 1 }],
    ['are dropped when they have waited too long', { source: { ...source, maximumAgeSeconds: 60 }, reserved: 1, duration: constant(800_000), timeoutSeconds: 900, traffic: atOnce([2, 0]) }, 61, { invocations: 1, waiting: 0, dropped: 1 }],
    ['are not tried at the end of their age, though they could run', { source: { ...source, maximumAgeSeconds: 60 }, reserved: 1, duration: constant(59_990), timeoutSeconds: 900, traffic: atOnce([2, 0]) }, 61, { invocations: 1, waiting: 0, dropped: 1 }],
    ['are given up where nothing is reserved for them', { source, reserved: 0, traffic: atOnce([4, 0]) }, 10, { invocations: 0, waiting: 0, dropped: 4 }],
  ])('%s', (_title, over, seconds, expected) => {
    expect(runOne(over, { seconds }).totals).toMatchObject(expected);
  });

  test('that wait are a queue with a depth and an age', () => {
    const result = runOne({ source, reserved: 1, duration: constant(20_000), traffic: atOnce([3, 500]) }, { seconds: 5 });
    expect(result.series.queueDepth).toEqual([2, 2, 2, 2, 2]);
    expect(result.series.queueAge).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
    expect(throttled(result)).toBeGreaterThanOrEqual(4);
    expect(result.latencyMs.max).toBe(20_000);
  });
});

test('events that wait after others have waited have an age of their own', () => {
  const { series } = runOne({ source: { type: 'async' }, reserved: 1, duration: constant(3000), traffic: atOnce([4, 0], [4, 60_500], [4, 61_100]) }, { seconds: 120 });
  for (const [step, depth] of series.queueDepth.entries()) expect((series.queueAge[step] ?? 0) > 0).toBe(depth > 0);
  expect([series.queueDepth[59], series.queueAge[60]]).toEqual([0, 0.5]);
});

test('each event is tried as often as any other, also when many have come and gone', () => {
  const { totals } = runOne({ source: { type: 'async' }, reserved: 2, errorRate: 1, duration: constant(700), traffic: atOnce([20, 0], [20, 1_000_000], [20, 2_000_000]) }, { seconds: 4000, stepSeconds: 100 });
  expect(totals).toMatchObject({ arrivals: 60, invocations: 180, errors: 180, dropped: 60, waiting: 0 });
});

describe('messages of a queue', () => {
  const source = { type: 'sqs', batchSize: 1 } as const;
  const backlog = atOnce([40_000, 0]);

  test.each<Case>([
    // Five find a poller; when those have ended, pollers take ten messages each, and five more pollers have come.
    ['are taken in batches when they queue', { source: { ...source, batchSize: 10 }, traffic: atOnce([100, 0]) }, 10, { arrivals: 100, invocations: 15, waiting: 0, peakConcurrency: 10 }],
    ['run five at first', { source, traffic: backlog }, 1, { peakConcurrency: 5 }],
    ['run 300 more a minute', { source, traffic: backlog }, 60, { peakConcurrency: 300 }],
    ['run up to 1,250', { source, traffic: even({ type: 'constant', rps: 3000 }) }, 260, { peakConcurrency: 1250 }],
    ['run up to a maximum', { source: { ...source, maximumConcurrency: 7 }, traffic: backlog }, 60, { peakConcurrency: 7, throttles: none() }],
    ['run ten by a provisioned poller', { source: { ...source, provisionedPollers: { minimum: 2, maximum: 5 } }, traffic: backlog }, 1, { peakConcurrency: 20 }],
    ['run more as such pollers come', { source: { ...source, provisionedPollers: { minimum: 2, maximum: 5 } }, traffic: backlog }, 10, { peakConcurrency: 50 }],
    ['come back when their visibility timeout ends', { source, errorRate: 1, traffic: atOnce([1, 0]) }, 100, { invocations: 4, errors: 4, waiting: 1 }],
    ['come back sooner where that is shorter', { source: { ...source, visibilityTimeoutSeconds: 10 }, errorRate: 1, traffic: atOnce([1, 0]) }, 100, { invocations: 10, errors: 10, waiting: 1 }],
    ['of a throttled batch are tried again by their poller', { source, reserved: 1, traffic: atOnce([2, 0]) }, 5, { invocations: 2, waiting: 0, throttles: none(1) }],
    // After 1, 3, 7 and 15 seconds, and when they are visible again, after 30.
    ['of a batch that is throttled for long come back, too', { source, reserved: 1, duration: constant(29_000), timeoutSeconds: 30, traffic: atOnce([2, 0]) }, 29.5, { invocations: 1, waiting: 1, throttles: none(5) }],
  ])('%s', (_title, over, seconds, expected) => {
    expect(runOne(over, { seconds, account: { concurrency: 5000 } }).totals).toMatchObject(expected);
  });

  test('that wait have a depth and an age', () => {
    const { series } = runOne({ source: { ...source, maximumConcurrency: 2 }, duration: constant(10_000), traffic: atOnce([5, 0]) }, { seconds: 3 });
    expect(series.queueDepth).toEqual([3, 3, 3]);
    expect(series.queueAge).toEqual([1, 2, 3]);
  });
});

describe('records of a stream', () => {
  const source = { type: 'stream', shards: 1, batchSize: 100 } as const;
  const traffic = even({ type: 'constant', rps: 10 });
  const quick = { duration: constant(100), traffic };

  test.each<Case>([
    ['are read once a second', { source, ...quick }, 10, { arrivals: 100, invocations: 9, waiting: 10 }],
    ['are read on while there are more', { source: { ...source, batchSize: 4 }, ...quick }, 10, { invocations: 27, waiting: 10 }],
    ['run one batch at a time of each shard', { source: { ...source, shards: 3, batchSize: 1 }, traffic, duration: constant(3000) }, 30, { peakConcurrency: 3 }],
    ['or as many as its factor', { source: { ...source, shards: 3, batchSize: 1, parallelizationFactor: 2 }, traffic, duration: constant(3000) }, 30, { peakConcurrency: 6 }],
    // Polled after a second, with waits of 1, 2, 4 and 8 seconds after each run of a tenth.
    ['that fail keep their shard waiting', { source, ...quick, errorRate: 1 }, 18, { invocations: 5, errors: 5, waiting: 180 }],
    ['wait where they are throttled', { source, ...quick, reserved: 0 }, 4.5, { invocations: 0, waiting: 45, throttles: none(3) }],
  ])('%s', (_title, over, seconds, expected) => {
    expect(runOne(over, { seconds }).totals).toMatchObject(expected);
  });

  test('that wait have an age', () => {
    const { series } = runOne({ source, traffic: atOnce([1, 500]), reserved: 0 }, { seconds: 3 });
    expect([series.queueDepth, series.queueAge]).toEqual([[1, 1, 1], [0.5, 1.5, 2.5]]);
  });
});

test('sources share the account', () => {
  const over: Partial<Scenario> = { seconds: 30, account: { concurrency: 3 } };
  const { totals } = runOne({ source: { type: 'sqs', batchSize: 1 }, traffic: atOnce([20, 0]) }, over);
  expect(totals).toMatchObject({ peakConcurrency: 3 });
  expect(totals.throttles.unreservedConcurrency).toBeGreaterThan(0);
});

function none(reservedConcurrency = 0): FunctionTotals['throttles'] {
  return { reservedConcurrency, unreservedConcurrency: 0, scalingRate: 0, reservedRequests: 0, unreservedRequests: 0 };
}
