import { describe, expect, test } from 'vitest';
import { afterFunctionError, afterRefusal, backOffMs, isAbandoned, isTooOld, type NextStep, type RetryConfig } from '../../../../../src/lambda/scaling/rules/asyncRules.ts';

const minute = 60_000;
const sixHours = 21_600_000;
const exhausted: NextStep = { type: 'failed', condition: 'RetriesExhausted' };
const aged: NextStep = { type: 'failed', condition: 'EventAgeExceeded' };
const wait = (ms: number): NextStep => ({ type: 'wait', ms });
const event = (over: object = {}) => ({ enqueuedAt: 0, attempts: 1, backOffs: 0, ...over });
const moment = (now: number, config?: RetryConfig, over: object = {}) => ({ config, now, scale: 1, spread: 0, ...over });

describe('asynchronous events', () => {
  test.each<[string, object, number, RetryConfig | undefined, NextStep]>([
    ['after the first error wait a minute', { attempts: 1 }, 0, undefined, wait(minute)],
    ['after the second, two', { attempts: 2 }, minute, undefined, wait(2 * minute)],
    ['after the third they are given up', { attempts: 3 }, 3 * minute, undefined, exhausted],
    ['are tried as often as is said', { attempts: 2 }, minute, { maximumRetryAttempts: 1 }, exhausted],
    ['are not tried again where none is said', { attempts: 1 }, 0, { maximumRetryAttempts: 0 }, exhausted],
    ['do not wait for an attempt beyond their age', { attempts: 2 }, minute, { maximumEventAgeInSeconds: 180 }, aged],
    ['wait for one within it', { attempts: 2 }, minute, { maximumEventAgeInSeconds: 181 }, wait(2 * minute)],
  ])('%s', (_title, over, now, config, expected) => {
    expect(afterFunctionError(event(over), moment(now, config))).toEqual(expected);
  });

  test.each<[string, object, number, object, NextStep]>([
    ['a throttle: a second', { backOffs: 1 }, 0, {}, wait(1000)],
    ['the third in a row: four', { backOffs: 3 }, 0, {}, wait(4000)],
    ['never longer than five minutes', { backOffs: 20 }, 0, {}, wait(300_000)],
    ['shorter by up to a half', { backOffs: 1 }, 0, { spread: 1 }, wait(500)],
    ['no longer than it may live', { backOffs: 20 }, sixHours - 5000, {}, wait(5000)],
    ['too old', { backOffs: 1 }, sixHours, {}, aged],
    ['without a scale of time it waits until it can run', { backOffs: 1 }, 10 * sixHours, { scale: 0 }, wait(50)],
  ])('after %s', (_title, over, now, scale, expected) => {
    expect(afterRefusal(event(over), moment(now, undefined, scale))).toEqual(expected);
  });

  test('time that is scaled makes waits and ages shorter', () => {
    expect(afterFunctionError(event({ attempts: 1 }), moment(0, undefined, { scale: 0.1 }))).toEqual(wait(6000));
    expect(isTooOld(event(), moment(sixHours / 10, undefined, { scale: 0.1 }))).toBe(true);
    expect(isTooOld(event(), moment(sixHours / 10, undefined, { scale: 1 }))).toBe(false);
    expect(backOffMs(1, 0.001)).toBe(50);
  });

  test('without a scale of time the age is that of the waits', () => {
    expect(afterFunctionError(event({ attempts: 1 }), moment(sixHours * 2, { maximumEventAgeInSeconds: 61 }, { scale: 0 }))).toEqual(wait(0));
    expect(afterFunctionError(event({ attempts: 2 }), moment(0, { maximumEventAgeInSeconds: 180 }, { scale: 0 }))).toEqual(aged);
  });

  test('a function that is not there is waited for six hours', () => {
    expect([isAbandoned(event(), sixHours), isAbandoned(event(), sixHours + 1)]).toEqual([false, true]);
  });
});
