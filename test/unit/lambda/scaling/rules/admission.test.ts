import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, unreservedLimit } from '../../../../../src/lambda/scaling/rules/admission.ts';

const account = { limit: 1000, reserved: 0, unreservedInUse: 0 };

describe('admission', () => {
  test.each([
    ['an idle environment is reused', { reserved: undefined, inUse: 0, idle: 1 }, account, { type: 'reuse' }],
    ['all busy: another starts', { reserved: undefined, inUse: 3, idle: 0 }, account, { type: 'start' }],
    ['below the reservation another starts', { reserved: 2, inUse: 1, idle: 0 }, account, { type: 'start' }],
    [
      'at the reservation it is throttled, even with idle environments of another version',
      { reserved: 2, inUse: 2, idle: 1 },
      account,
      { type: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', limit: 2 },
    ],
    [
      'reserved 0 throttles always',
      { reserved: 0, inUse: 0, idle: 5 },
      account,
      { type: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', limit: 0 },
    ],
    [
      'the unreserved pool is what reservations leave',
      { reserved: undefined, inUse: 0, idle: 0 },
      { limit: 1000, reserved: 900, unreservedInUse: 100 },
      { type: 'throttle', reason: 'ConcurrentInvocationLimitExceeded', limit: 100 },
    ],
    [
      'a reservation is a guarantee: a full unreserved pool does not touch it',
      { reserved: 5, inUse: 0, idle: 0 },
      { limit: 1000, reserved: 5, unreservedInUse: 995 },
      { type: 'start' },
    ],
  ] as const)('%s', (_title, fn, accountNow, expected) => {
    expect(admit(fn, accountNow)).toEqual(expected);
  });

  test('never admits above a limit', () => {
    const small = fc.nat({ max: 50 });
    fc.assert(
      fc.property(fc.option(small, { nil: undefined }), small, small, small, small, small, (reserved, inUse, idle, limit, reservedTotal, unreserved) => {
        const state = { limit, reserved: reservedTotal, unreservedInUse: unreserved };
        const admitted = admit({ reserved, inUse, idle }, state).type !== 'throttle';
        expect(admitted).toBe(reserved === undefined ? unreserved < unreservedLimit(state) : inUse < reserved);
      }),
    );
  });
});
