import { describe, expect, test } from 'vitest';
import { observeAll, TargetTracker, type TargetTrackingPolicy } from '../../../../../src/lambda/scaling/autoScaling/targetTracking.ts';

const minute = 60_000;

interface Minute {
  /** Environments in use; null: nothing was invoked. */
  readonly inUse: number | null;
  /** Held back until so many minutes after it was asked for; at once where left out. */
  readonly allocatedAfter?: number;
}

/** Feeds minutes, and gives the capacity that is asked for after each. */
function capacities(policy: TargetTrackingPolicy, start: number, minutes: readonly Minute[], bounds = { minimum: 1, maximum: 1000 }): number[] {
  const tracker = new TargetTracker(policy);
  let capacity = start;
  let requested = start;
  let pending = 0;
  return minutes.map(({ inUse, allocatedAfter = 0 }, index) => {
    if (capacity !== requested && index >= pending) capacity = requested;
    const utilization = inUse === null ? null : inUse / capacity;
    const found = tracker.observe({ at: (index + 1) * minute, utilization, capacity, requested, ...bounds });
    if (found !== undefined) {
      requested = found.desired;
      pending = index + 1 + allocatedAfter;
    }
    return requested;
  });
}

const used = (count: number, inUse: number | null, allocatedAfter = 0): Minute[] => Array.from({ length: count }, () => ({ inUse, allocatedAfter }));
const policy: TargetTrackingPolicy = { target: 0.7 };

describe('scale-out', () => {
  test('comes with the third minute above the target, and brings the utilization to it', () => {
    expect(capacities(policy, 10, used(5, 9))).toEqual([10, 10, 13, 13, 13]);
  });

  test('does not come at the target', () => {
    expect(capacities(policy, 10, used(20, 7))).toEqual(Array(20).fill(10));
  });

  test('asks for a whole number that fits, and for no more', () => {
    expect(capacities({ target: 0.6 }, 4, used(3, 3)).at(-1)).toBe(5);
  });

  test('stops at the maximum', () => {
    expect(capacities(policy, 10, used(9, 10), { minimum: 1, maximum: 12 }).at(-1)).toBe(12);
  });

  test('follows a load that grows, each minute while the alarm holds', () => {
    const load = [10, 10, 10, 20, 30, 40].map((inUse) => ({ inUse }));
    expect(capacities(policy, 10, load)).toEqual([10, 10, 15, 29, 43, 58]);
  });

  test('is not repeated while what was asked for is being allocated', () => {
    const load = used(6, 10, 3);
    expect(capacities(policy, 10, load)).toEqual([10, 10, 15, 15, 15, 15]);
  });

  test('waits for its cooldown, unless a larger one is due', () => {
    const cooling = { ...policy, scaleOutCooldownMs: 5 * minute };
    // 15 came with a step of 5. A step of 3 is within it; one of 14 adds 9.
    const load = [10, 10, 10, 12, 12, 20, 20].map((inUse) => ({ inUse }));
    expect(capacities(cooling, 10, load)).toEqual([10, 10, 15, 15, 15, 24, 24]);
    expect(capacities(cooling, 10, [...used(3, 10), ...used(5, 12)])).toEqual([10, 10, 15, 15, 15, 15, 15, 18]);
  });

  test('comes late after a single busy minute, by what was in use then, once', () => {
    expect(capacities(policy, 10, [{ inUse: 10 }, ...used(6, null)])).toEqual([10, 10, 15, 15, 15, 15, 15]);
  });
});

describe('scale-in', () => {
  test('comes with the fifteenth minute below 90 % of the target', () => {
    const found = capacities(policy, 10, used(16, 6.2));
    expect(found.slice(0, 14)).toEqual(Array(14).fill(10));
    expect(found.slice(14)).toEqual([9, 9]);
  });

  test('does not come between 90 % of the target and the target', () => {
    expect(capacities(policy, 100, used(40, 64))).toEqual(Array(40).fill(100));
  });

  test('does not come while nothing is invoked', () => {
    expect(capacities(policy, 100, [...used(3, 75), ...used(120, null)]).at(-1)).toBe(108);
  });

  test('comes when low minutes are followed by none', () => {
    expect(capacities(policy, 100, [...used(2, 7), ...used(20, null)]).at(-1)).toBe(10);
  });

  // A function at a target of 0.75 whose one environment works stays at two, as one would be above the target.
  test('stays at two for one environment in use', () => {
    expect(capacities({ target: 0.75 }, 5, used(60, 1)).at(-1)).toBe(2);
  });

  test('stops at the minimum', () => {
    expect(capacities(policy, 10, used(20, 0.1), { minimum: 4, maximum: 20 }).at(-1)).toBe(4);
  });

  test('can be disabled', () => {
    expect(capacities({ ...policy, scaleInDisabled: true }, 10, used(60, 1)).at(-1)).toBe(10);
  });

  test('waits for its cooldown', () => {
    const falling = [...used(15, 60), ...used(12, 30)];
    expect(capacities(policy, 100, falling).slice(14, 17)).toEqual([86, 43, 43]);
    const found = capacities({ ...policy, scaleInCooldownMs: 10 * minute }, 100, falling);
    expect(found.slice(14)).toEqual([...Array<number>(10).fill(86), 43, 43, 43]);
  });

  test('need not wait any more after a scale-out', () => {
    const cooling = { ...policy, scaleInCooldownMs: 60 * minute };
    expect(capacities(cooling, 100, [...used(15, 60), ...used(20, 30)]).at(-1)).toBe(86);
    expect(capacities(cooling, 100, [...used(15, 60), ...used(3, 86), ...used(15, 30)]).slice(14)).toEqual([86, 86, 86, ...Array<number>(15).fill(123), 43]);
  });
});

describe('several policies', () => {
  const observation = { capacity: 10, requested: 10, minimum: 1, maximum: 100 };

  function after(minutes: number, utilizations: readonly number[], options: Partial<TargetTrackingPolicy>[] = []) {
    const policies = utilizations.map((target, index) => ({ tracker: new TargetTracker({ target, ...options[index] }), target }));
    const observe = (at: number) => {
      const now = { ...observation, at: at * minute, utilization: 0.5 };
      return observeAll(policies.map(({ tracker, target }) => ({ tracker, target, observation: now })));
    };
    const chosen = Array.from({ length: minutes }, (_, index) => observe(index + 1)).at(-1);
    return chosen && { target: chosen.policy.target, ...chosen.adjustment };
  }

  test('out: the one that asks for most', () => {
    expect(after(3, [0.4, 0.2, 0.9])).toEqual({ target: 0.2, desired: 25, alarm: 'high' });
  });

  test('in: only where all want to, and by the least', () => {
    expect(after(15, [0.9, 0.5])).toBeUndefined();
    expect(after(15, [0.9, 0.7])).toEqual({ target: 0.7, desired: 8, alarm: 'low' });
  });

  test('in: one that may not scale in has no say', () => {
    expect(after(15, [0.9, 0.6], [{}, { scaleInDisabled: true }])).toEqual({ target: 0.9, desired: 6, alarm: 'low' });
  });
});
