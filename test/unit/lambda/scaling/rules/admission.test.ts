import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, giveBack, take } from '../../../../../src/lambda/scaling/rules/admission.ts';
import {
  type AccountCounters,
  accountCounters,
  type FunctionCounters,
  functionCounters,
  onDemandLimit,
  type VersionCounters,
  versionCounters,
} from '../../../../../src/lambda/scaling/rules/counters.ts';
import type { Lease } from '../../../../../src/lambda/scaling/rules/verdict.ts';

const account = (over: object = {}) => ({ ...accountCounters(1000), ...over });
const fn = (over: object = {}) => ({ ...functionCounters(), ...over });
const version = (over: object = {}) => ({ ...versionCounters(), ...over });

describe('admission', () => {
  test.each([
    ['an idle environment is reused', version({ idle: 1 }), fn(), account(), { type: 'reuse', spillover: false }],
    ['all busy: another starts', version(), fn({ inUse: 3 }), account({ unreservedInUse: 3 }), { type: 'start', spillover: false }],
    ['below the reservation another starts', version(), fn({ reserved: 2, inUse: 1 }), account({ reserved: 2 }), { type: 'start', spillover: false }],
    [
      'at the reservation it is throttled, even with idle environments of another version',
      version({ idle: 1 }),
      fn({ reserved: 2, inUse: 2 }),
      account({ reserved: 2 }),
      { type: 'throttle', rule: 'reservedConcurrency', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    ],
    [
      'reserved 0 throttles always',
      version({ idle: 5 }),
      fn({ reserved: 0 }),
      account(),
      { type: 'throttle', rule: 'reservedConcurrency', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    ],
    [
      'the unreserved pool is what reservations leave',
      version(),
      fn(),
      account({ reserved: 900, unreservedInUse: 100 }),
      { type: 'throttle', rule: 'unreservedConcurrency', reason: 'ConcurrentInvocationLimitExceeded' },
    ],
    [
      'a reservation is a guarantee: a full unreserved pool does not touch it',
      version(),
      fn({ reserved: 5 }),
      account({ reserved: 5, unreservedInUse: 995 }),
      { type: 'start', spillover: false },
    ],
  ] as const)('%s', (_title, of, counters, accountNow, expected) => {
    expect(admit(of, counters, accountNow, 0)).toEqual(expected);
  });
});

describe('provisioned concurrency', () => {
  const live = version({ provisionedReady: 100, provisionedIdle: 40 });
  test('serves first, whatever the other limits say', () => {
    expect(admit(live, fn({ reserved: 100, provisioned: 100, inUse: 0 }), account(), 0)).toEqual({ type: 'provisioned', spillover: false });
  });

  test.each([
    ['to an idle environment', { idle: 2 }, {}, { type: 'reuse', spillover: true }],
    ['to a new one', {}, {}, { type: 'start', spillover: true }],
    [
      'no further than the reservation, of which it holds its part',
      {},
      { reserved: 150, inUse: 50 },
      { type: 'throttle', rule: 'reservedConcurrency', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    ],
  ] as const)('spills over where all are at work: %s', (_title, of, counters, expected) => {
    expect(admit({ ...live, provisionedIdle: 0, ...of }, fn({ provisioned: 100, ...counters }), account(), 0)).toEqual(expected);
  });

  test('all of a reservation: $LATEST is throttled', () => {
    expect(admit(version(), fn({ reserved: 100, provisioned: 100 }), account({ reserved: 100 }), 0)).toMatchObject({ rule: 'reservedConcurrency' });
  });

  test('is held in the unreserved pool, used or not', () => {
    const held = account({ provisionedUnreserved: 300, unreservedInUse: 700 });
    expect(admit(version(), fn(), held, 0)).toMatchObject({ rule: 'unreservedConcurrency' });
    expect(admit(version(), fn(), { ...held, unreservedInUse: 699 }, 0)).toEqual({ type: 'start', spillover: false });
  });

  test('100 take 1,000 requests a second; the next spills over though some are idle', () => {
    const of = version({ provisionedReady: 100, provisionedIdle: 100 });
    const [counters, all] = [fn({ provisioned: 100 }), account({ provisionedUnreserved: 100 })];
    const types = Array.from({ length: 1001 }, () => {
      const verdict = admit(of, counters, all, 5);
      if (verdict.type !== 'throttle') giveBack(take(verdict, of, counters, all, 5), counters, all);
      return verdict.type;
    });
    expect(types.filter((type) => type === 'provisioned')).toHaveLength(1000);
    expect(types.at(-1)).toBe('start');
    // A millisecond later there is one more.
    expect(admit(of, counters, all, 6)).toMatchObject({ type: 'provisioned' });
  });
});

/** Asks, and takes where it is admitted, `count` times at one moment. */
function asks(of: VersionCounters, counters: FunctionCounters, all: AccountCounters, now: number, count: number): Record<string, number> {
  const seen: Record<string, number> = {};
  for (let index = 0; index < count; index++) {
    const verdict = admit(of, counters, all, now);
    const key = verdict.type === 'throttle' ? verdict.rule : verdict.type;
    seen[key] = (seen[key] ?? 0) + 1;
    if (verdict.type !== 'throttle') take(verdict, of, counters, all, now);
  }
  return seen;
}

describe('the scaling rate', () => {
  test('1,000 environments at once, then one more each 10 ms; what is not used is not saved up', () => {
    const [counters, all] = [fn(), account({ limit: 10_000 })];
    expect(asks(version(), counters, all, 1000, 3000)).toEqual({ start: 1000, scalingRate: 2000 });
    expect(asks(version(), counters, all, 1009, 1)).toEqual({ scalingRate: 1 });
    expect(asks(version(), counters, all, 1010, 2)).toEqual({ start: 1, scalingRate: 1 });
    expect(asks(version(), counters, all, 6010, 1000)).toEqual({ start: 500, scalingRate: 500 });
    expect(asks(version(), counters, all, 3_600_000, 3000)).toEqual({ start: 1000, scalingRate: 2000 });
  });

  test('each function has its own; idle environments need none', () => {
    const all = account({ limit: 10_000 });
    expect(asks(version(), fn(), all, 0, 1001)).toEqual({ start: 1000, scalingRate: 1 });
    expect(asks(version(), fn(), all, 0, 1001)).toEqual({ start: 1000, scalingRate: 1 });
    expect(asks(version({ idle: 5 }), fn({ starts: { taken: 1000, at: 0 } }), all, 0, 1)).toEqual({ reuse: 1 });
  });

  test.each([
    [0.01, 10],
    [0.1, 100],
    [1, 1000],
  ])('scaled by %d it is %d at once', (rateScale, started) => {
    expect(asks(version(), fn(), account({ limit: 10_000, rateScale }), 0, started + 1)).toEqual({ start: started, scalingRate: 1 });
  });
});

describe('requests a second', () => {
  test.each([
    ['of a reservation', fn({ reserved: 5 }), account({ reserved: 5 }), 50, 'reservedRequests'],
    ['of what is unreserved', fn(), account({ limit: 20, reserved: 5 }), 150, 'unreservedRequests'],
  ] as const)('%s: ten times the concurrency', (_title, counters, all, admitted, rule) => {
    const of = version({ idle: 1 });
    let count = 0;
    let last: string = '';
    for (let index = 0; index <= admitted; index++) {
      const verdict = admit(of, counters, all, 7);
      if (verdict.type === 'throttle') last = verdict.rule;
      else {
        count += 1;
        giveBack(take(verdict, of, counters, all, 7), counters, all);
      }
    }
    expect([count, last]).toEqual([admitted, rule]);
    expect(admit(of, counters, all, 7 + 1000 / admitted)).toMatchObject({ type: 'reuse' });
  });
});

describe('whatever happens', () => {
  const step = fc.record({
    fn: fc.nat({ max: 2 }),
    ms: fc.nat({ max: 200 }),
    end: fc.boolean(),
    count: fc.integer({ min: 1, max: 30 }),
  });
  const reservations = fc.array(fc.option(fc.nat({ max: 20 }), { nil: undefined }), { minLength: 3, maxLength: 3 });

  test('no limit is exceeded, reasons agree with the limits, and what was taken is given back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), reservations, fc.array(step, { maxLength: 60 }), (limit, reserved, steps) => {
        const all = account({ limit, reserved: reserved.reduce<number>((sum, each) => sum + (each ?? 0), 0) });
        const functions = reserved.map((each) => ({ counters: fn({ reserved: each }), of: version(), leases: [] as Lease[] }));
        let now = 0;
        for (const { fn: index, ms, end, count } of steps) {
          now += ms;
          const each = functions[index];
          if (each === undefined) continue;
          for (let turn = 0; turn < count; turn++) {
            const lease = end ? each.leases.pop() : undefined;
            if (lease !== undefined) {
              giveBack(lease, each.counters, all);
              each.of.idle += 1;
              continue;
            }
            const verdict = admit(each.of, each.counters, all, now);
            const pool = onDemandLimit(each.counters, all);
            const inUse = each.counters.reserved === undefined ? all.unreservedInUse : each.counters.inUse;
            if (verdict.type === 'throttle') {
              expect(verdict.rule.endsWith('Concurrency')).toBe(inUse >= pool);
              if (verdict.rule !== 'scalingRate') expect(verdict.rule.startsWith('reserved')).toBe(each.counters.reserved !== undefined);
              continue;
            }
            expect(inUse).toBeLessThan(pool);
            expect(verdict.type).toBe(each.of.idle > 0 ? 'reuse' : 'start');
            if (verdict.type === 'reuse') each.of.idle -= 1;
            each.leases.push(take(verdict, each.of, each.counters, all, now));
          }
          expect(each.counters.inUse).toBe(each.leases.length);
        }
        for (const { counters, leases } of functions) for (const lease of leases) giveBack(lease, counters, all);
        expect([all.unreservedInUse, ...functions.map(({ counters }) => counters.inUse)]).toEqual([0, 0, 0, 0]);
      }),
    );
  });
});
