import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullRate, leftOf, nextAfter, type RateLimit, takeOne } from '../../../../../src/lambda/scaling/rules/rate.ts';

const dayMs = 86_400_000;

const rate = fc.record({ capacity: fc.double({ min: 1, max: 10_000, noNaN: true }), perMs: fc.double({ min: 1, max: 60_000, noNaN: true }) });

/** Takes one whenever there is one: how many in so many waits, and until when. */
function takenAll(limit: RateLimit, from: number, waits: number): { readonly taken: number; readonly until: number } {
  const level = fullRate();
  let now = from;
  let taken = 0;
  for (let wait = 0; wait < waits; wait += 1) {
    for (; leftOf(level, now, limit) >= 1; taken += 1) takeOne(level, now, limit);
    now += nextAfter(level, now, limit);
  }
  return { taken, until: now };
}

describe('a rate', () => {
  test('has one again after the wait that it says, however long the clock has run', () => {
    fc.assert(
      fc.property(rate, fc.double({ min: 0, max: 10_000 * dayMs, noNaN: true }), (limit, from) => {
        const level = fullRate();
        for (let index = 0; index < limit.capacity + 20; index += 1) takeOne(level, from, limit);
        const wait = nextAfter(level, from, limit);
        expect(leftOf(level, from + wait, limit)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('gives its capacity and what was refilled, no more, and hardly less: nothing drifts away over weeks', () => {
    fc.assert(
      fc.property(rate, fc.double({ min: 0, max: 100 * dayMs, noNaN: true }), (limit, from) => {
        const { taken, until } = takenAll(limit, from, 2000);
        const given = limit.capacity + ((until - from) * limit.capacity) / limit.perMs;
        expect(taken).toBeLessThanOrEqual(given + 1e-3);
        // What is below one is left; and the clock's own steps, a millionth of a second after weeks.
        expect(taken).toBeGreaterThan(given - 2 - (2000 * 1e-5 * limit.capacity) / limit.perMs);
      }),
      { numRuns: 50 },
    );
  });

  test('saves nothing up, whatever the limit is changed to and back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(rate, fc.double({ min: 0, max: dayMs, noNaN: true }), fc.boolean()), { maxLength: 50 }), (steps) => {
        const level = fullRate();
        let now = 0;
        for (const [limit, ms, taking] of steps) {
          now += ms;
          if (taking && leftOf(level, now, limit) >= 1) takeOne(level, now, limit);
          expect(leftOf(level, now, limit)).toBeLessThanOrEqual(limit.capacity);
        }
      }),
    );
  });

  test.each([0, 0.5])('of %d never has one', (capacity) => {
    expect(nextAfter(fullRate(), 0, { capacity, perMs: 1000 })).toBe(Number.POSITIVE_INFINITY);
  });
});
