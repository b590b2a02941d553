import { describe, expect, it } from 'vitest';
import { checkSchedule, hasTimeZone, isScheduleName, scheduleName, tomorrowAt } from '../../../../../src/extension/commands/scaling/scheduleCheck.ts';

/** A Saturday. */
const now = Date.parse('2026-11-21T20:00:00Z');

describe('a schedule', () => {
  it.each([
    { expression: 'cron(0 8 ? * MON-FRI *)', timeZone: 'Europe/Berlin', next: '2026-11-23T07:00:00Z' },
    { expression: ' rate(1 hour) ', timeZone: 'UTC', next: '2026-11-21T21:00:00Z' },
    { expression: 'at(2026-11-22T08:00:00)', timeZone: 'America/New_York', next: '2026-11-22T13:00:00Z' },
  ])('$expression in $timeZone runs at $next', ({ expression, timeZone, next }) => {
    expect(checkSchedule(expression, timeZone, now)).toEqual({ type: 'next', next: Date.parse(next) });
  });

  it.each([
    { expression: '', timeZone: 'UTC', problem: 'expression' },
    { expression: 'cron(0 8 * * * *)', timeZone: 'UTC', problem: 'expression' },
    { expression: 'rate(2 hour)', timeZone: 'UTC', problem: 'expression' },
    { expression: 'rate(1 hour)', timeZone: 'Nowhere/Land', problem: 'timeZone' },
    { expression: 'at(2026-11-21T19:00:00)', timeZone: 'UTC', problem: 'past' },
  ])('$expression in $timeZone is refused: $problem', ({ expression, timeZone, problem }) => {
    expect(checkSchedule(expression, timeZone, now)).toEqual({ type: 'problem', problem });
  });

  it('has a time zone, unless it is a rate', () => {
    expect(['cron(0 8 * * ? *)', 'at(2026-11-22T08:00:00)', ' rate(1 day)'].map(hasTimeZone)).toEqual([true, true, false]);
  });
});

describe('the name of a schedule', () => {
  it.each(['cron(0 8 ? * MON-FRI *)', 'rate(1 hour)', 'at(2026-11-22T08:00:00)'])('is made of %s', (expression) => {
    const name = scheduleName(expression);
    expect(name).toMatch(/^(?:cron|rate|at)-[A-Za-z0-9-]+[A-Za-z0-9]$/);
    expect(isScheduleName(name)).toBe(true);
  });

  it.each([
    { name: 'office hours', good: true },
    { name: 'a', good: true },
    { name: 'x'.repeat(256), good: true },
    { name: 'x'.repeat(257), good: false },
    { name: '', good: false },
    { name: ' a', good: false },
    { name: 'a ', good: false },
    { name: 'a:b', good: false },
    { name: 'a/b', good: false },
    { name: 'a|b', good: false },
    { name: 'a\tb', good: false },
  ])('"$name" is good: $good', ({ name, good }) => expect(isScheduleName(name)).toBe(good));
});

it.each([
  { timeZone: 'UTC', expected: 'at(2026-11-22T08:00:00)' },
  // It is Sunday there already.
  { timeZone: 'Asia/Tokyo', expected: 'at(2026-11-23T08:00:00)' },
])('tomorrow in $timeZone is $expected', ({ timeZone, expected }) => expect(tomorrowAt(8, timeZone, now)).toBe(expected));

it('tomorrow may be in another month', () => {
  expect(tomorrowAt(18, 'UTC', Date.parse('2026-12-31T12:00:00Z'))).toBe('at(2027-01-01T18:00:00)');
});
