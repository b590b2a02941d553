import { afterEach, expect, test } from 'vitest';
import type { RegionEvent } from '../../../src/protocol/runner.ts';
import { RegionPools } from '../../../src/runner/pool/regionPools.ts';
import { eventually } from '../../shared/eventually.ts';
import { regionLimits } from '../../shared/regionLimits.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../../shared/scriptedRuntime.ts';

let events: RegionEvent[];
let pools: RegionPools;

function open(): RegionPools {
  events = [];
  pools = new RegionPools({ environment: scriptedDependencies(events), limits: () => regionLimits(1000), idleMs: () => 60_000, minuteMs: () => 60_000 });
  return pools;
}

const ended = (): number => events.filter(({ type }) => type === 'invocationEnded').length;
const pids = (): readonly (number | undefined)[] => pools.environments.map(({ pid }) => pid);

afterEach(() => pools.close());

test('one that has answered and is still at work is taken last', async () => {
  open();
  const version = scriptedVersion();
  await Promise.all([pools.invoke(version, invocationOf({ do: 'wait', ms: 200 })), pools.invoke(version, invocationOf({ do: 'wait', ms: 200 }))]);
  await eventually(() => ended() === 2 || undefined);
  await pools.invoke(version, invocationOf({ do: 'answerAndHang' }));
  const started = performance.now();
  await pools.invoke(version, invocationOf({ do: 'echo' }));
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(pools.environments).toHaveLength(2);
});

test('one that has answered counts as at work no longer, for whoever is admitted and for whoever looks', async () => {
  open();
  const version = scriptedVersion();
  await pools.invoke(version, invocationOf({ do: 'answerAndHang' }));
  const [environment] = pools.environments;
  expect(environment?.isBusy).toBe(true);
  const last = events.findLast((event) => event.type === 'environmentChanged');
  expect(last?.environment).toMatchObject({ id: environment?.id, state: 'idle' });
  expect(ended()).toBe(0);
});

test('one that is alone is waited for', async () => {
  open();
  const version = scriptedVersion({ timeout: 1 });
  await pools.invoke(version, invocationOf({ do: 'answerAndHang' }));
  expect(await pools.invoke(version, invocationOf({ do: 'echo' }))).not.toHaveProperty('functionError');
  expect(pools.environments).toHaveLength(1);
});

test.each([0, 20, 26, 40, 55])('an invocation %i ms after another, about when its environment freezes, runs', async (ms) => {
  open();
  const version = scriptedVersion();
  await pools.invoke(version, invocationOf({ do: 'echo' }));
  const before = pids();
  for (let count = 0; count < 5; count += 1) {
    // The moments themselves are what is tried: there is no condition to wait for.
    await new Promise((resolve) => setTimeout(resolve, ms));
    expect(await pools.invoke(version, invocationOf({ do: 'echo' }))).not.toHaveProperty('functionError');
  }
  expect(pids()).toEqual(before);
});

test('retired in the very moment in which it freezes: it ends', async () => {
  open();
  await pools.invoke(scriptedVersion(), invocationOf({ do: 'echo' }));
  const [environment] = pools.environments;
  const pid = environment?.pid ?? 0;
  await eventually(() => ended() === 1 || undefined);
  environment?.freeze();
  expect(pools.retire(environment?.id ?? '')).toBe(true);
  environment?.freeze();
  await eventually(() => pools.environments.length === 0 || undefined);
  expect(isAlive(pid)).toBe(false);
});

test('a region that stops with environments starting, busy, finishing and frozen leaves no process', async () => {
  open();
  const version = scriptedVersion();
  const frozen = pools.invoke(version, invocationOf({ do: 'echo' }));
  await Promise.all([frozen, pools.invoke(version, invocationOf({ do: 'wait', ms: 50 }))]);
  await pools.invoke(version, invocationOf({ do: 'answerAndHang' }));
  const running = [invocationOf({ do: 'hang' }), invocationOf({ do: 'hang' })].map((each) => pools.invoke(version, each).catch(() => undefined));
  await eventually(() => pids().filter((pid) => pid !== undefined).length >= 2 || undefined);
  const alive = pids();
  await pools.close();
  await Promise.all(running);
  expect(alive.filter((pid) => pid !== undefined && isAlive(pid))).toEqual([]);
  await expect(pools.invoke(version, invocationOf({ do: 'echo' }))).rejects.toMatchObject({ status: 503 });
});
