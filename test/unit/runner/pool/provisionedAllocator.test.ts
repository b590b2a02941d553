import { describe, expect, test } from 'vitest';
import { ProvisionedAllocator, type ProvisionedConfiguration } from '../../../../src/runner/pool/provisioned/provisionedAllocator.ts';
import type { FunctionVersion } from '../../../../src/runner/resources/functionVersion.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { scriptedVersion } from '../../../shared/scriptedRuntime.ts';
import { ScriptedEnvironments } from './scriptedEnvironments.ts';

/** What is configured, by name; a test changes it as it goes. */
type Configured = Record<string, Omit<ProvisionedConfiguration, 'key' | 'find'> & { readonly find?: ProvisionedConfiguration['find'] }>;

function allocating(preparationMs = 0) {
  const clock = new ManualClock(0);
  const logged: string[] = [];
  const configured: Configured = {};
  let pools = new Map<string, ScriptedEnvironments>();
  const poolOf = (version: string): ScriptedEnvironments => {
    const pool = pools.get(version) ?? new ScriptedEnvironments();
    pools.set(version, pool);
    return pool;
  };
  let read = 0;
  const configurations = (): ProvisionedConfiguration[] => {
    read += 1;
    return Object.entries(configured).map(([key, given]) => Object.assign({ key, find: async (version: string) => versionOf(version) }, given));
  };
  const allocator = new ProvisionedAllocator({
    configurations,
    pools: {
      provisionedOf: ({ version }) => poolOf(version),
      get provisioned() {
        return [...pools.values()];
      },
    },
    preparationMs: () => preparationMs,
    startedAt: 100,
    rateScale: () => 1,
    clock,
    logger: { error: (text) => void logged.push(text), warn: () => {}, info: () => {}, debug: () => {} },
  });
  const follow = async (): Promise<void> => {
    await allocator.follow();
    clock.advance(preparationMs);
  };
  const dropPools = (): void => {
    for (const pool of pools.values()) pool.closed = true;
    pools = new Map();
  };
  return { allocator, clock, configured, poolOf, follow, logged, dropPools, reads: () => read };
}

function versionOf(version: string): FunctionVersion {
  return { ...scriptedVersion(), version };
}

const only = (version: string) => [{ version, share: 1 }];

describe('what is provisioned', () => {
  test.each([
    ['before the region started is not prepared again', 99, 1],
    ['since then is', 100, 0],
  ])('%s', async (_title, revision, starting) => {
    const { allocator, clock, configured, poolOf } = allocating(60_000);
    configured['live'] = { requested: 1, revision, versions: only('1') };
    await allocator.follow();
    clock.advance(1);
    expect(poolOf('1').size).toBe(starting);
  });


  test('is allocated whole where its configuration changes while it starts', async () => {
    const { allocator, configured, poolOf, follow } = allocating();
    configured['live'] = { requested: 5, revision: 1, versions: only('1') };
    await follow();
    poolOf('1').initialised(2);
    configured['live'] = { requested: 3, revision: 2, versions: only('1') };
    await follow();
    expect(poolOf('1').size).toBe(3);
    poolOf('1').initialised(1);
    expect(allocator.stateOf('live')).toEqual({ status: 'READY', allocated: 3, available: 3 });
  });

  test('keeps no more of what starts than is wanted, where some serve already', async () => {
    const { configured, poolOf, follow } = allocating();
    for (const [revision, requested] of [2, 5, 3].entries()) {
      configured['live'] = { requested, revision, versions: only('1') };
      await follow();
      if (requested === 2) poolOf('1').initialised(2);
    }
    expect([poolOf('1').size, poolOf('1').ready]).toEqual([3, 2]);
  });

  test('serves on until what its alias moves to is ready, also a part of it', async () => {
    const { allocator, configured, poolOf, follow } = allocating();
    configured['live'] = { requested: 4, revision: 1, versions: only('1') };
    await follow();
    poolOf('1').initialised(4);
    configured['live'] = { requested: 4, revision: 1, versions: [{ version: '1', share: 0.25 }, { version: '2', share: 0.75 }] };
    await follow();
    expect([poolOf('1').ready, allocator.stateOf('live')?.status]).toEqual([4, 'IN_PROGRESS']);
    poolOf('2').initialised(3);
    expect([poolOf('1').ready, poolOf('2').ready, allocator.stateOf('live')?.status]).toEqual([1, 3, 'READY']);
  });

  test('that moves again before it is ready gives up what was between', async () => {
    const { configured, poolOf, follow } = allocating();
    for (const version of ['1', '2', '3']) {
      configured['live'] = { requested: 2, revision: 1, versions: only(version) };
      await follow();
      if (version === '1') poolOf('1').initialised(2);
    }
    expect(['1', '2', '3'].map((version) => poolOf(version).size)).toEqual([2, 0, 2]);
    poolOf('3').initialised(2);
    expect(['1', '2', '3'].map((version) => poolOf(version).ready)).toEqual([0, 0, 2]);
  });

  test('one that cannot be read keeps no other from being allocated, and is tried again', async () => {
    const { allocator, configured, poolOf, follow, logged } = allocating();
    configured['bad'] = { requested: 1, revision: 1, versions: only('1'), find: () => Promise.reject(new Error('unreadable')) };
    configured['gone'] = { requested: 1, revision: 1, versions: only('2'), find: () => Promise.resolve(undefined) };
    configured['good'] = { requested: 1, revision: 1, versions: only('3') };
    await follow();
    poolOf('3').initialised(1);
    expect(['bad', 'gone', 'good'].map((key) => allocator.stateOf(key)?.status)).toEqual([undefined, undefined, 'READY']);
    expect(logged).toHaveLength(1);
    configured['bad'] = { requested: 1, revision: 1, versions: only('1') };
    configured['gone'] = { requested: 1, revision: 1, versions: only('2') };
    await follow();
    for (const version of ['1', '2']) poolOf(version).initialised(1);
    expect(['bad', 'gone'].map((key) => allocator.stateOf(key)?.status)).toEqual(['READY', 'READY']);
  });

  test('is taken up once for many changes', async () => {
    const { allocator, configured, reads } = allocating();
    configured['live'] = { requested: 1, revision: 1, versions: only('1') };
    await Promise.all(Array.from({ length: 1000 }, () => allocator.follow()));
    expect(reads()).toBe(1);
    await allocator.follow();
    expect(reads()).toBe(2);
  });

  test('is allocated anew where its pool went and came meanwhile, unseen', async () => {
    const { allocator, configured, poolOf, follow, dropPools } = allocating();
    configured['live'] = { requested: 2, revision: 1, versions: only('1') };
    await follow();
    poolOf('1').initialised(2);
    dropPools();
    await follow();
    poolOf('1').initialised(2);
    expect([poolOf('1').ready, allocator.stateOf('live')?.status]).toEqual([2, 'READY']);
  });

  test.each([
    { share: 0.29, expected: [71, 29] },
    { share: 0.1, expected: [90, 10] },
    { share: 0.57, expected: [43, 57] },
    { share: 0.005, expected: [100, 0] },
  ])('is divided by weights: of a hundred, $share is $expected', async ({ share, expected }) => {
    const { configured, poolOf, follow } = allocating();
    configured['live'] = { requested: 100, revision: 1, versions: [{ version: '1', share: 1 - share }, { version: '2', share }] };
    await follow();
    expect([poolOf('1').size, poolOf('2').size]).toEqual(expected);
  });
});
