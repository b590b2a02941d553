import { describe, expect, test } from 'vitest';
import type { LoadOutcome } from '../../../../../src/lambda/scaling/load/loadPlan.ts';
import type { LoadProgress, LoadResult } from '../../../../../src/lambda/scaling/load/loadResult.ts';
import { OpenLoop, type OpenLoopOptions } from '../../../../../src/lambda/scaling/load/openLoop.ts';
import { CodedError } from '../../../../../src/common/codedError.ts';
import { ManualClock } from '../../../../shared/manualClock.ts';

const succeeded: LoadOutcome = { type: 'succeeded' };

/** A load over a manual clock, whose invocations are answered when the test says so. */
class Load {
  readonly clock = new ManualClock();
  readonly sentAt: number[] = [];
  readonly progress: LoadProgress[] = [];
  readonly loop: OpenLoop;
  readonly #start = this.clock.monotonic();
  readonly #answers: PromiseWithResolvers<LoadOutcome>[] = [];
  #result: LoadResult | undefined;

  constructor({ arrivals, ...options }: Partial<Omit<OpenLoopOptions, 'arrivals'>> & { readonly arrivals: Iterable<number> }) {
    const due = arrivals[Symbol.iterator]();
    this.loop = new OpenLoop({
      arrivals: () => {
        const { done, value } = due.next();
        return done === true ? Number.POSITIVE_INFINITY : value;
      },
      clock: this.clock,
      seconds: 10,
      maximumInvocations: 1000,
      maximumInFlight: 1000,
      settleMs: 30_000,
      graceMs: 2_000,
      invoke: () => {
        this.sentAt.push(this.clock.monotonic() - this.#start);
        const answer = Promise.withResolvers<LoadOutcome>();
        this.#answers.push(answer);
        return answer.promise;
      },
      onProgress: (progress) => this.progress.push(progress),
      ...options,
    });
    void this.loop.result.then((result) => (this.#result = result));
  }

  async answer(index: number, outcome: LoadOutcome = succeeded): Promise<void> {
    this.#answers[index]?.resolve(outcome);
    await settled();
  }

  async fail(index: number, error: unknown): Promise<void> {
    this.#answers[index]?.reject(error);
    await settled();
  }

  /** Undefined while it lasts. */
  async result(): Promise<LoadResult | undefined> {
    await settled();
    return this.#result;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

const evenly = (count: number, everyMs: number): number[] => Array.from({ length: count }, (_, index) => index * everyMs);

describe('arrivals', () => {
  test('are sent when they are due, though nothing is answered', () => {
    const load = new Load({ arrivals: [0, 100, 250, 9_999] });
    load.clock.advance(10_000);
    expect(load.sentAt).toEqual([0, 100, 250, 9_999]);
  });

  test('are read one ahead only: a schedule may be endless', () => {
    let read = 0;
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield read++ * 100;
      },
    };
    const load = new Load({ arrivals: endless });
    load.clock.advance(1_000);
    expect(read).toBe(12);
  });

  test('end with the time', async () => {
    const load = new Load({ arrivals: evenly(100, 100), seconds: 1, invoke: () => Promise.resolve(succeeded) });
    load.clock.advance(5_000);
    expect(await load.result()).toMatchObject({ sent: 10, succeeded: 10, endedBy: 'time', sendingMs: 1_000, askedRate: 10, achievedRate: 10 });
  });

  test('end with the number that may be sent; the rate is that until the next would have been', async () => {
    const load = new Load({ arrivals: evenly(100, 100), maximumInvocations: 7, invoke: () => Promise.resolve(succeeded) });
    load.clock.advance(20_000);
    expect(await load.result()).toMatchObject({ sent: 7, endedBy: 'maximum', sendingMs: 700, achievedRate: 10 });
  });

  test('that are exactly as many as may be sent end with the time', async () => {
    const load = new Load({ arrivals: evenly(7, 100), maximumInvocations: 7, invoke: () => Promise.resolve(succeeded) });
    load.clock.advance(20_000);
    expect(await load.result()).toMatchObject({ sent: 7, endedBy: 'time' });
  });

  test('none at all is a result too', async () => {
    expect(await new Load({ arrivals: [] }).result()).toMatchObject({ sent: 0, achievedRate: 0, latencyMs: undefined, latenessMs: undefined });
  });
});

/** Time that has passed when timers are called, as on a busy machine. */
class LateClock extends ManualClock {
  late = 0;

  override monotonic(): number {
    return super.monotonic() + this.late;
  }
}

test('an answer counts from when the invocation was due: what was sent late is late, and shown as that', async () => {
  const clock = new LateClock();
  const load = new Load({ arrivals: [0, 100, 200], clock });
  clock.late = 400;
  clock.advance(100);
  await load.answer(1);
  await load.answer(2);
  clock.advance(100);
  await load.answer(0);
  const result = await load.result();
  expect(result?.latenessMs).toMatchObject({ max: 400 });
  expect(result?.series.columns.p50[0]).toBeCloseTo(400, -1);
  expect(result?.latencyMs).toMatchObject({ max: 600 });
});

test('what was sent after its time makes the rate lower, and no more seconds', async () => {
  const clock = new LateClock();
  const load = new Load({ arrivals: [0, 900], seconds: 1, clock, invoke: () => Promise.resolve(succeeded) });
  clock.late = 1_100;
  clock.advance(900);
  const result = await load.result();
  expect(result).toMatchObject({ sent: 2, sendingMs: 2_000, achievedRate: 1, endedBy: 'time' });
  expect(result?.series.columns.arrivals).toEqual([2]);
});

test('outcomes are told apart, and throttled and failed ones are no latency', async () => {
  const load = new Load({ arrivals: [0, 0, 0, 0, 0, 0, 0] });
  load.clock.advance(10);
  await load.answer(0);
  await load.answer(1, { type: 'functionError' });
  load.clock.advance(990);
  await load.answer(2, { type: 'throttled', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
  await load.answer(3, { type: 'throttled', reason: 'FunctionInvocationRateLimitExceeded' });
  await load.answer(4, { type: 'throttled', reason: undefined });
  await load.answer(5, { type: 'failed', code: 'ECONNREFUSED' });
  await load.fail(6, new CodedError('BROKEN', 'x'));
  const result = await load.result();
  expect(result).toMatchObject({
    sent: 7,
    succeeded: 1,
    functionErrors: 1,
    throttled: { ReservedFunctionConcurrentInvocationLimitExceeded: 1, FunctionInvocationRateLimitExceeded: 1, other: 1 },
    failed: { ECONNREFUSED: 1, BROKEN: 1 },
    unanswered: 0,
    peakInFlight: 7,
  });
  expect(result?.latencyMs?.max).toBe(10);
  expect(result?.series.columns).toMatchObject({ throttles: [3, ...nothing], throttledByLimit: [1, ...nothing], throttledByRate: [1, ...nothing], errors: [3, ...nothing] });
});

const nothing = Array.from({ length: 9 }, () => 0);

test('beyond the most under way, what is due is shed and not delayed', async () => {
  const load = new Load({ arrivals: [0, 100, 200, 300], maximumInFlight: 2 });
  load.clock.advance(250);
  expect(load.sentAt).toEqual([0, 100]);
  await load.answer(0);
  load.clock.advance(100);
  expect(load.sentAt).toEqual([0, 100, 300]);
  await load.answer(1);
  await load.answer(2);
  expect(await load.result()).toMatchObject({ sent: 3, shed: 1, peakInFlight: 2, askedRate: 0.4, achievedRate: 0.3 });
});

describe('stopping', () => {
  test('sends no more, and waits a grace for what is under way', async () => {
    const load = new Load({ arrivals: evenly(100, 100) });
    load.clock.advance(450);
    load.loop.stop();
    load.clock.advance(1_000);
    expect(load.sentAt).toHaveLength(5);
    await load.answer(0);
    expect(await load.result()).toBeUndefined();
    load.clock.advance(1_000);
    expect(await load.result()).toMatchObject({ sent: 5, succeeded: 1, unanswered: 4, endedBy: 'stopped', sendingMs: 450 });
    expect(load.clock.pending).toBe(0);
  });

  test('is over at once where nothing is under way', async () => {
    const load = new Load({ arrivals: evenly(100, 100), invoke: () => Promise.resolve(succeeded) });
    load.clock.advance(250);
    await load.result();
    load.loop.stop();
    expect(await load.result()).toMatchObject({ sent: 3, endedBy: 'stopped', unanswered: 0 });
    expect(load.clock.pending).toBe(0);
  });

  test('shortens the waiting for the last answers', async () => {
    const load = new Load({ arrivals: [0] });
    load.clock.advance(10);
    load.loop.stop();
    load.clock.advance(2_000);
    expect(await load.result()).toMatchObject({ endedBy: 'time', unanswered: 1 });
  });
});

test('what is not answered in time is given up, and a later answer changes nothing', async () => {
  const load = new Load({ arrivals: [0] });
  load.clock.advance(30_000);
  const result = await load.result();
  expect(result).toMatchObject({ sent: 1, succeeded: 0, unanswered: 1 });
  await load.answer(0);
  expect(result?.succeeded).toBe(0);
});

test('an invocation that throws is one that failed', async () => {
  const load = new Load({
    arrivals: [0],
    invoke: () => {
      throw new TypeError('no');
    },
  });
  expect(await load.result()).toMatchObject({ failed: { UNKNOWN: 1 } });
});

test('progress comes every second until all is answered', async () => {
  const load = new Load({ arrivals: [0, 1_500], seconds: 2 });
  load.clock.advance(1_200);
  await load.answer(0);
  load.clock.advance(1_900);
  expect(load.progress.map(({ elapsedMs, sent, succeeded: ok, inFlight }) => [elapsedMs, sent, ok, inFlight])).toEqual([
    [1_000, 1, 0, 1],
    [2_000, 2, 1, 1],
    [3_000, 2, 1, 1],
  ]);
  await load.answer(1);
  load.clock.advance(5_000);
  expect(load.progress).toHaveLength(3);
});

test('the series has a row a second; an invocation counts in that in which it was due', async () => {
  const load = new Load({ arrivals: [0, 500, 2_100], seconds: 3, maximumInFlight: 2 });
  load.clock.advance(2_050);
  await load.answer(0);
  load.clock.advance(50);
  await load.answer(1);
  load.clock.advance(100);
  await load.answer(2);
  const { series } = (await load.result()) ?? expect.unreachable();
  expect(series.at).toEqual([0, 1_000, 2_000].map((at) => 1_700_000_000_000 + at));
  expect(series.columns).toMatchObject({
    arrivals: [2, 0, 1],
    invocations: [2, 0, 1],
    concurrency: [2, 2, 2],
    p99: [2_050, null, 100],
  });
  expect(series.columns.p50[0]).toBeCloseTo(1_600, -2);
  expect(series.shed).toEqual([0, 0, 0]);
});

test('what was measured of a second stays when later ones are long past it', async () => {
  const load = new Load({ arrivals: [0, 100, 4_900], seconds: 5 });
  load.clock.advance(200);
  await load.answer(0);
  load.clock.advance(3_000);
  await load.answer(1);
  load.clock.advance(1_750);
  await load.answer(2);
  const { series } = (await load.result()) ?? expect.unreachable();
  expect(series.columns.p99).toEqual([3_100, null, null, null, 50]);
  expect(series.columns.p50[0]).toBeCloseTo(200, -1);
});
