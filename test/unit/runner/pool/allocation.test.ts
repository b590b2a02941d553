import { describe, expect, test } from 'vitest';
import { type AllocatedEnvironments, Allocation } from '../../../../src/runner/pool/provisioned/allocation.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

/** Environments that initialise when the test says so. */
class ScriptedEnvironments implements AllocatedEnvironments {
  readonly starting: ((succeeded: boolean) => void)[] = [];
  allocated = 0;
  ready = 0;
  onLost: (() => void) | undefined;

  get size(): number {
    return this.allocated + this.starting.length;
  }

  start(): Promise<boolean> {
    return new Promise((resolve) => this.starting.push(resolve));
  }

  open(): void {
    this.ready = this.allocated;
  }

  trim(count: number): void {
    this.starting.length = 0;
    this.allocated = Math.min(this.allocated, count);
    this.ready = Math.min(this.ready, count);
  }

  /** So many of those that start have initialised. */
  async initialised(count: number, succeeded = true): Promise<void> {
    for (const tell of this.starting.splice(0, count)) {
      if (succeeded) this.allocated += 1;
      tell(succeeded);
    }
    await Promise.resolve();
    await Promise.resolve();
  }

  lose(): void {
    this.allocated -= 1;
    this.ready -= 1;
    this.onLost?.();
  }
}

function allocation(counts: readonly number[], { preparationMs = 0, rateScale = 1 } = {}) {
  const clock = new ManualClock(0);
  const shares = counts.map((count) => ({ count, environments: new ScriptedEnvironments() }));
  const allocating = new Allocation({ shares, clock, preparationMs, rateScale: () => rateScale, onChange: () => {} });
  const state = () => [allocating.status, allocating.allocated, allocating.available] as const;
  const [first] = shares;
  if (first === undefined) throw new Error('There is no share.');
  return { clock, state, allocating, environments: first.environments, shares };
}

describe('an allocation', () => {
  test('prepares, starts, and lets none serve before all have initialised', async () => {
    const { clock, state, environments } = allocation([3], { preparationMs: 60_000 });
    clock.advance(59_999);
    expect([environments.size, ...state()]).toEqual([0, 'IN_PROGRESS', 0, 0]);
    clock.advance(1);
    expect(environments.size).toBe(3);
    await environments.initialised(2);
    expect(state()).toEqual(['IN_PROGRESS', 2, 0]);
    await environments.initialised(1);
    expect(state()).toEqual(['READY', 3, 3]);
  });

  test.each([
    [1, 100, 100],
    [0.1, 10, 10],
    [0.01, 1, 1],
  ])('scaled by %d, %d start at once and %d more a second: 6,000 a minute', (rateScale, atOnce, perSecond) => {
    const { clock, environments } = allocation([500], { rateScale });
    clock.advance(0);
    expect(environments.size).toBe(atOnce);
    clock.advance(1000);
    expect(environments.size).toBe(atOnce + perSecond);
    clock.advance(2000);
    expect(environments.size).toBe(atOnce + 3 * perSecond);
  });

  test('is ready at once where all are there', () => {
    const clock = new ManualClock(0);
    const environments = new ScriptedEnvironments();
    environments.allocated = 4;
    const ready = new Allocation({ shares: [{ count: 2, environments }], clock, preparationMs: 60_000, rateScale: () => 1, onChange: () => {} });
    expect([ready.status, ready.allocated]).toEqual(['READY', 2]);
  });

  test('fails where one does not initialise, says why, and starts no more', async () => {
    const { clock, state, environments, allocating } = allocation([200]);
    clock.advance(0);
    await environments.initialised(1);
    await environments.initialised(1, false);
    expect([...state(), allocating.statusReason, environments.size]).toEqual(['FAILED', 0, 0, 'FUNCTION_ERROR_INIT_FAILURE', 0]);
    clock.advance(60_000);
    expect(environments.size).toBe(0);
  });

  test('waits for both versions of an alias', async () => {
    const { clock, state, shares } = allocation([3, 1]);
    clock.advance(0);
    await shares[0]?.environments.initialised(3);
    expect(state()).toEqual(['IN_PROGRESS', 3, 0]);
    await shares[1]?.environments.initialised(1);
    expect(state()).toEqual(['READY', 4, 4]);
  });

  test('replaces what is lost, which serves as soon as it can; one that fails is tried again', async () => {
    const { clock, state, environments } = allocation([2]);
    clock.advance(0);
    await environments.initialised(2);
    environments.lose();
    expect([...state(), environments.size]).toEqual(['READY', 1, 1, 2]);
    await environments.initialised(1);
    expect(state()).toEqual(['READY', 2, 2]);
    environments.lose();
    await environments.initialised(1, false);
    expect([...state(), environments.size]).toEqual(['READY', 1, 1, 1]);
    clock.advance(10_000);
    await environments.initialised(1);
    expect(state()).toEqual(['READY', 2, 2]);
  });

  test('that was given up starts and opens nothing', async () => {
    const { clock, environments, allocating } = allocation([2], { rateScale: 0.01 });
    clock.advance(0);
    allocating.dispose();
    await environments.initialised(1);
    clock.advance(10_000);
    expect([environments.size, environments.ready]).toEqual([1, 0]);
  });
});
