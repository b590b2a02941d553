import { describe, expect, test } from 'vitest';
import { Allocation } from '../../../../src/runner/pool/provisioned/allocation.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { ScriptedEnvironments } from './scriptedEnvironments.ts';

function allocation(counts: readonly number[], { preparationMs = 0, rateScale = 1 } = {}) {
  const clock = new ManualClock(0);
  const shares = counts.map((count) => ({ count, environments: new ScriptedEnvironments() }));
  const allocating = new Allocation({ shares, clock, preparationMs, rateScale: () => rateScale, onChange: () => {} });
  const state = () => [allocating.status, allocating.allocated, allocating.available] as const;
  const [first] = shares;
  if (first === undefined) throw new Error('There is no share.');
  return { clock, state, allocating, environments: first.environments, shares };
}

function takenOver(clock: ManualClock) {
  return { clock, preparationMs: 0, rateScale: () => 1, onChange: () => {} };
}

describe('an allocation', () => {
  test('prepares, starts, and lets none serve before all have initialised', () => {
    const { clock, state, environments } = allocation([3], { preparationMs: 60_000 });
    clock.advance(59_999);
    expect([environments.size, ...state()]).toEqual([0, 'IN_PROGRESS', 0, 0]);
    clock.advance(1);
    expect(environments.size).toBe(3);
    environments.initialised(2);
    expect(state()).toEqual(['IN_PROGRESS', 2, 0]);
    environments.initialised(1);
    expect(state()).toEqual(['READY', 3, 3]);
  });

  test.each([
    [1, 100, 100],
    [0.1, 10, 10],
    [0.01, 1, 1],
    [0.001, 1, 0.1],
  ])('scaled by %d, %d start at once and %d more a second: 6,000 a minute', (rateScale, atOnce, perSecond) => {
    const { clock, environments } = allocation([500], { rateScale });
    clock.advance(0);
    expect(environments.size).toBe(atOnce);
    clock.advance(1000);
    expect(environments.size).toBe(atOnce + Math.floor(perSecond));
    clock.advance(29_000);
    expect(environments.size).toBe(Math.min(500, atOnce + 30 * perSecond));
  });

  test('is ready at once where all are there', () => {
    const clock = new ManualClock(0);
    const environments = new ScriptedEnvironments();
    environments.allocated = 4;
    const ready = new Allocation({ shares: [{ count: 2, environments }], clock, preparationMs: 60_000, rateScale: () => 1, onChange: () => {} });
    expect([ready.status, ready.allocated]).toEqual(['READY', 2]);
  });

  test('fails where one does not initialise, says why, and starts no more', () => {
    const { clock, state, environments, allocating } = allocation([200]);
    clock.advance(0);
    environments.initialised(1);
    environments.initialised(1, false);
    expect([...state(), allocating.statusReason, environments.size]).toEqual(['FAILED', 0, 0, 'FUNCTION_ERROR_INIT_FAILURE', 0]);
    clock.advance(60_000);
    expect(environments.size).toBe(0);
  });

  test('waits for both versions of an alias', () => {
    const { clock, state, shares } = allocation([3, 1]);
    clock.advance(0);
    shares[0]?.environments.initialised(3);
    expect(state()).toEqual(['IN_PROGRESS', 3, 0]);
    shares[1]?.environments.initialised(1);
    expect(state()).toEqual(['READY', 4, 4]);
  });

  test('replaces what is lost, which serves as soon as it can; one that fails is tried again', () => {
    const { clock, state, environments } = allocation([2]);
    clock.advance(0);
    environments.initialised(2);
    environments.lose();
    expect([...state(), environments.size]).toEqual(['READY', 1, 1, 2]);
    environments.initialised(1);
    expect(state()).toEqual(['READY', 2, 2]);
    environments.lose();
    environments.initialised(1, false);
    expect([...state(), environments.size]).toEqual(['READY', 1, 1, 1]);
    clock.advance(10_000);
    environments.initialised(1);
    expect(state()).toEqual(['READY', 2, 2]);
  });

  test('replaces nothing before it is prepared', () => {
    const { clock, environments } = allocation([3], { preparationMs: 60_000 });
    environments.owner?.lost();
    expect(environments.size).toBe(0);
    clock.advance(60_000);
    expect(environments.size).toBe(3);
  });

  test.each([
    { name: 'fewer', count: 2 },
    { name: 'as many', count: 3 },
    { name: 'more', count: 4 },
  ])('takes over what another has begun and not ended, where $name are wanted', ({ count }) => {
    const { clock, environments, allocating, shares } = allocation([3]);
    clock.advance(0);
    environments.initialised(1);
    allocating.dispose();
    const next = new Allocation({ ...takenOver(clock), shares: shares.map((share) => ({ environments: share.environments, count })) });
    expect(next.status).toBe('IN_PROGRESS');
    clock.advance(0);
    environments.initialised(3);
    expect([next.status, next.available]).toEqual(['READY', count]);
  });

  test('hears of what another has begun and did not initialise', () => {
    const { clock, environments, allocating, shares } = allocation([3]);
    clock.advance(0);
    allocating.dispose();
    const next = new Allocation({ ...takenOver(clock), shares });
    environments.initialised(1, false);
    expect([next.status, environments.size]).toEqual(['FAILED', 0]);
  });

  test('lets those serve that another had initialised, and not opened yet', () => {
    const { clock, environments, allocating, shares } = allocation([3]);
    clock.advance(0);
    environments.initialised(2);
    allocating.dispose();
    const next = new Allocation({ ...takenOver(clock), shares: shares.map((share) => ({ environments: share.environments, count: 2 })) });
    expect([next.status, next.available]).toEqual(['READY', 2]);
  });

  test('starts nothing where the pool is closed', () => {
    const { clock, environments, state } = allocation([3], { preparationMs: 1000 });
    environments.closed = true;
    clock.advance(60_000);
    expect([environments.started, ...state()]).toEqual([0, 'IN_PROGRESS', 0, 0]);
    expect(clock.pending).toBe(0);
  });

  test('that was given up starts and opens nothing', () => {
    const { clock, environments, allocating } = allocation([2], { rateScale: 0.01 });
    clock.advance(0);
    allocating.dispose();
    environments.initialised(1);
    clock.advance(10_000);
    expect([environments.size, environments.ready]).toEqual([1, 0]);
  });
});
