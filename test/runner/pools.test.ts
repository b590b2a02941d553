import { afterEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import type { RegionEvent } from '../../src/protocol/runner.ts';
import { RegionPools } from '../../src/runner/pool/regionPools.ts';
import { regionLimits } from '../shared/regionLimits.ts';
import { eventually } from '../shared/eventually.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../shared/scriptedRuntime.ts';

const events: RegionEvent[] = [];
let pools: RegionPools;

function open(limit = 1000, idleMs = 60_000, reserved = 0): RegionPools {
  events.length = 0;
  pools = new RegionPools({ environment: scriptedDependencies(events), limits: () => regionLimits(limit, reserved), idleMs: () => idleMs, minuteMs: () => 60_000 });
  return pools;
}

const run = (event: unknown, version = scriptedVersion()): Promise<unknown> => pools.invoke(version, invocationOf(event));
const isAlive = (): boolean => pools.environments.length > 0;
const idle = (): Promise<unknown> => eventually(() => pools.environments.every(({ info }) => info.state === 'idle') || undefined);

afterEach(() => pools.close());

describe('the pools', () => {
  test('reuse an idle environment, start one when all are busy', async () => {
    open();
    await run({ do: 'echo' });
    await run({ do: 'echo' });
    expect(pools.environments).toHaveLength(1);
    await Promise.all([run({ do: 'wait', ms: 50 }), run({ do: 'wait', ms: 50 })]);
    expect(pools.environments).toHaveLength(2);
  });

  test('throttle above the reserved concurrency with its Reason, and count right afterwards', async () => {
    open();
    const version = scriptedVersion({ reserved: 2 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => run({ do: 'wait', ms: 100 }, version)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(refused).toMatchObject(
      Array.from({ length: 3 }, () => ({ type: 'TooManyRequestsException', status: 429, body: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' } })),
    );
    await Promise.all([run({ do: 'echo' }, version), run({ do: 'echo' }, version)]);
    expect(events.filter(({ type }) => type === 'throttled')).toHaveLength(3);
  });

  test('throttle above what the account leaves unreserved', async () => {
    open(3, 60_000, 2);
    const first = run({ do: 'wait', ms: 100 });
    await expect(run({ do: 'echo' }, scriptedVersion({ name: 'other' }))).rejects.toMatchObject({ body: { Reason: 'ConcurrentInvocationLimitExceeded' } });
    await first;
  });

  test('retire environments that were idle long enough', async () => {
    open(1000, 50);
    await run({ do: 'echo' });
    await eventually(() => !isAlive() || undefined);
    expect(events).toContainEqual(expect.objectContaining({ type: 'environmentStopped', reason: 'idle' }));
  });

  test('a shorter idle time holds at once', async () => {
    let idleMs = 60_000;
    open();
    pools = new RegionPools({ environment: scriptedDependencies(events), limits: () => regionLimits(10), idleMs: () => idleMs, minuteMs: () => 60_000 });
    await run({ do: 'echo' });
    idleMs = 1;
    pools.rescheduleSweeps();
    await eventually(() => !isAlive() || undefined);
  });

  test('another revision retires what is idle at once, and what is busy when it is done', async () => {
    open();
    await Promise.all([run({ do: 'wait', ms: 10 }), run({ do: 'wait', ms: 10 })]);
    await idle();
    const busy = run({ do: 'wait', ms: 200 });
    await eventually(() => pools.environments.some(({ info }) => info.state === 'busy') || undefined);
    pools.update(() => scriptedVersion({ revision: '2' }));
    await eventually(() => pools.environments.length === 1 || undefined);
    await busy;
    await eventually(() => !isAlive() || undefined);
    expect(events.filter((event) => event.type === 'environmentStopped' && event.reason === 'updated')).toHaveLength(2);
  });

  test('a function that is gone takes its idle environments with it', async () => {
    open();
    await run({ do: 'echo' });
    pools.update(() => undefined);
    await eventually(() => !isAlive() || undefined);
  });

  test('and a busy one leaves when it is done', async () => {
    open();
    const work = run({ do: 'wait', ms: 100 });
    await eventually(() => pools.environments.some(({ info }) => info.state === 'busy') || undefined);
    pools.update(() => undefined);
    await work;
    await eventually(() => !isAlive() || undefined);
    expect(events).toContainEqual(expect.objectContaining({ type: 'environmentStopped', reason: 'deleted' }));
  });

  test('a runtime may finish its work before its environment leaves', async () => {
    open();
    const work = run({ do: 'answerAndPrint', text: 'last words' });
    pools.retire(pools.environments[0]?.id ?? '');
    await work;
    await eventually(() => !isAlive() || undefined);
    expect(events.filter(({ type }) => type === 'logged')).toContainEqual(expect.objectContaining({ text: 'last words\n' }));
    expect(events.filter(({ type }) => type === 'invocationEnded' || type === 'environmentStopped')).toMatchObject([
      { type: 'invocationEnded', outcome: 'success' },
      { type: 'environmentStopped', reason: 'retired' },
    ]);
  });

  test('an idle time beyond what a timer can hold is waited for in parts', async () => {
    const delays: number[] = [];
    const clock: Clock = {
      ...systemClock,
      after(delay, callback) {
        delays.push(delay);
        return systemClock.after(delay, callback);
      },
    };
    pools = new RegionPools({ environment: scriptedDependencies(events, clock), limits: () => regionLimits(10), idleMs: () => 1e12, minuteMs: () => 60_000 });
    await run({ do: 'echo' });
    expect(Math.max(...delays)).toBe(2 ** 31 - 1);
  });

  test('retire one on demand; a busy one after its work', async () => {
    open();
    const work = run({ do: 'wait', ms: 100 });
    const [environment] = pools.environments;
    expect(pools.retire(environment?.id ?? '')).toBe(true);
    expect(pools.retire('unknown')).toBe(false);
    await expect(work).resolves.toMatchObject({ executedVersion: '$LATEST' });
    await eventually(() => !isAlive() || undefined);
  });

  test('after closing nothing runs and nothing starts', async () => {
    open();
    await run({ do: 'echo' });
    await pools.close();
    expect(pools.environments).toEqual([]);
    await expect(run({ do: 'echo' })).rejects.toMatchObject({ status: 503 });
  });
});
