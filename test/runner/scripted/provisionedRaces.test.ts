import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import type { RegionEvent } from '../../../src/protocol/runner.ts';
import type { RegionLimits } from '../../../src/runner/pool/concurrencyLedger.ts';
import { ProvisionedAllocator, type ProvisionedConfiguration } from '../../../src/runner/pool/provisioned/provisionedAllocator.ts';
import { RegionPools } from '../../../src/runner/pool/regionPools.ts';
import type { FunctionVersion } from '../../../src/runner/resources/functionVersion.ts';
import { eventually } from '../../shared/eventually.ts';
import { ManualClock } from '../../shared/manualClock.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { regionLimits } from '../../shared/regionLimits.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../../shared/scriptedRuntime.ts';
import { silentLogger } from '../../../src/common/logger.ts';

const version: FunctionVersion = { ...scriptedVersion(), version: '1', arn: 'arn:aws:lambda:us-east-1:000000000000:function:f:1' };
const wanted = (requested: number, of = version): ProvisionedConfiguration => ({
  key: 'f!live',
  requested,
  revision: requested,
  versions: [{ version: '1', share: 1 }],
  find: () => Promise.resolve(of),
});

interface Opened {
  readonly pools: RegionPools;
  readonly allocator: ProvisionedAllocator;
  readonly events: RegionEvent[];
}

let opened: Opened;

/** Has `configurations` allocated. */
async function open(
  configurations: () => readonly ProvisionedConfiguration[],
  { expiresAt, limits = {}, clock = systemClock }: { readonly expiresAt?: () => number; readonly limits?: Partial<RegionLimits>; readonly clock?: Clock } = {},
): Promise<Opened> {
  const events: RegionEvent[] = [];
  const environment = {
    ...scriptedDependencies(events),
    handlerVariables: () => Promise.resolve({ overrides: {}, credentials: {}, ...(expiresAt !== undefined && { expiresAt: expiresAt() }) }),
  };
  const pools = new RegionPools({ environment, limits: () => ({ ...regionLimits(1000), ...limits }), idleMs: () => 60_000, minuteMs: () => 60_000 });
  const timing = { preparationMs: () => 0, startedAt: 0, rateScale: () => 1, clock };
  const allocator = new ProvisionedAllocator({ configurations, pools, ...timing, logger: silentLogger });
  opened = { pools, allocator, events };
  await allocator.follow();
  return opened;
}

const ready = ({ pools }: Opened, count: number) =>
  eventually(() => (pools.provisionedOf(version).ready === count && pools.provisionedOf(version).idle === count) || undefined);
const invoke = ({ pools }: Opened, event: object = { do: 'echo' }, of = version) => pools.invoke(of, invocationOf(event));
const pids = ({ pools }: Opened) => pools.environments.map(({ pid }) => pid ?? 0);

afterEach(async () => {
  opened.allocator.dispose();
  await opened.pools.close();
});

describe('a provisioned environment', () => {
  test('whose processes ended while it waited fails its next invocation, as any environment, starts them anew in the one after, and stays', async () => {
    const region = await open(() => [wanted(1)]);
    await ready(region, 1);
    const [environment] = region.pools.environments;
    const [pid = 0] = pids(region);
    process.kill(pid, 'SIGKILL');
    await eventually(() => !isAlive(pid) || undefined);
    // That its exit was noticed is seen nowhere else.
    await eventually(() => environment?.pids.length === 0 || !isAlive(pid) || undefined);
    expect(await invoke(region)).toHaveProperty('functionError');
    expect(await invoke(region)).not.toHaveProperty('functionError');
    expect(region.pools.environments.map(({ id, info }) => [id, info.provisioned])).toEqual([[environment?.id, true]]);
    expect(pids(region)).not.toContain(pid);
  });

  test('whose credentials have ended is replaced, and what it does not serve is admitted as any other', async () => {
    let expiresAt = 0;
    const limits = { reserved: 1, provisioned: () => 1 };
    const reserving = { ...version, reservedConcurrency: 1 };
    const region = await open(() => [wanted(1, reserving)], { expiresAt: () => expiresAt, limits });
    await ready(region, 1);
    expiresAt = Number.POSITIVE_INFINITY;
    const before = pids(region);
    // All that is reserved is provisioned: nothing may run on demand.
    await expect(invoke(region, { do: 'echo' }, reserving)).rejects.toMatchObject({ body: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' } });
    await ready(region, 1);
    await eventually(() => pids(region).length === 1 || undefined);
    expect(before).not.toContain(pids(region)[0]);
    expect(await invoke(region, { do: 'echo' }, reserving)).not.toHaveProperty('functionError');
  });

  test('of a function that keeps tenants apart serves none of them', async () => {
    const apart = { ...version, execution: { ...version.execution, perTenant: true } };
    const region = await open(() => [wanted(1, apart)]);
    await ready(region, 1);
    const [pid] = pids(region);
    const { payload } = await region.pools.invoke(apart, invocationOf({ do: 'echo' }, { tenantId: 'blue' }));
    expect(JSON.parse(payload.toString())).not.toMatchObject({ pid });
  });

  test.skipIf(process.platform !== 'linux')('is frozen until its first invocation', async () => {
    const region = await open(() => [wanted(1)]);
    await ready(region, 1);
    const [pid] = pids(region);
    const isStopped = async (): Promise<boolean> => /\) T /.test(await readFile(`/proc/${pid}/stat`, 'utf8'));
    await eventually(async () => (await isStopped()) || undefined);
    expect(await invoke(region)).not.toHaveProperty('functionError');
  });

  test('that has answered and is still at work is taken last', async () => {
    const region = await open(() => [wanted(2)]);
    await ready(region, 2);
    await invoke(region, { do: 'answerAndHang' });
    const begun = region.events.filter(({ type }) => type === 'invocationStarted');
    await invoke(region);
    const used = region.events.flatMap((event) => (event.type === 'invocationStarted' ? event.environmentId : []));
    expect(begun).toHaveLength(1);
    expect(new Set(used).size).toBe(2);
  });
});

describe('an allocation', () => {
  test('that is asked for anew, while it starts, ends with as many as were asked for last', async () => {
    let requested = 3;
    const region = await open(() => [wanted(requested)]);
    await eventually(() => region.pools.environments.length === 3 || undefined);
    requested = 2;
    await region.allocator.follow();
    await ready(region, 2);
    await eventually(() => region.pools.environments.length === 2 || undefined);
    expect(region.allocator.stateOf('f!live')).toMatchObject({ status: 'READY', available: 2 });
  });

  test('starts nothing once the region is closed', async () => {
    const clock = new ManualClock(0);
    const region = await open(() => [wanted(110)], { clock });
    const started = () => region.events.filter((event) => event.type === 'environmentChanged' && event.environment.state === 'starting').length;
    clock.advance(0);
    // A second's worth at once; the others are due every ten milliseconds.
    expect(region.pools.environments).toHaveLength(100);
    await region.pools.close();
    const before = started();
    clock.advance(1000);
    expect(started()).toBe(before);
    expect(region.pools.environments).toEqual([]);
  });

  test('leaves nothing behind where its function goes while it starts', async () => {
    let configurations = [wanted(150)];
    const region = await open(() => configurations);
    await eventually(() => region.pools.environments.length > 0 || undefined);
    configurations = [];
    region.pools.update(() => undefined);
    await region.allocator.follow();
    await eventually(() => region.pools.environments.length === 0 || undefined);
    expect(region.pools.provisioned.every(({ size }) => size === 0)).toBe(true);
  });
});

describe('a throttle by the scaling rate', () => {
  test('is none the less where another version of the function goes', async () => {
    const region = await open(() => [], { limits: { rateScale: 0.002 } });
    const other = { ...version, version: '2', arn: `${version.arn.slice(0, -1)}2` };
    await Promise.all([invoke(region), invoke(region)]);
    await expect(invoke(region, { do: 'echo' }, other)).rejects.toMatchObject({ body: { Reason: 'FunctionInvocationRateLimitExceeded' } });
    // The first update retires what it has, the second forgets it.
    region.pools.update((of) => (of.version === '2' ? undefined : of));
    region.pools.update((of) => (of.version === '2' ? undefined : of));
    await expect(invoke(region, { do: 'echo' }, other)).rejects.toMatchObject({ body: { Reason: 'FunctionInvocationRateLimitExceeded' } });
  });
});
