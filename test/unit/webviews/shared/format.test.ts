import { describe, expect, it } from 'vitest';
import { fill, Formats } from '../../../../webviews/shared/format.ts';

const formats = new Formats('en', 'UTC');

describe('durations', () => {
  const check = (ms: number, expected: string) => expect(formats.duration(ms)).toBe(expected);
  it('has three digits', () => {
    check(0.4234, '0.42 ms');
    check(1.234, '1.23 ms');
    check(45.67, '45.7 ms');
    check(99.96, '100 ms');
    check(789.4, '789 ms');
  });
  it('goes on to seconds and minutes', () => {
    check(999.6, '1.00 s');
    check(12_340, '12.3 s');
    check(59_949, '59.9 s');
    check(125_000, '2 min 5 s');
    check(900_000, '15 min');
  });
  it('speaks the language of the user', () => expect(new Formats('de').duration(1234)).toBe('1,23 s'));
});

it('writes round values of an axis without digits that say nothing', () =>
  expect([0.1, 1, 500, 1000, 20_000, 100_000].map((ms) => formats.roundDuration(ms))).toEqual(['0.1 ms', '1 ms', '500 ms', '1 s', '20 s', '100 s']));

it('tells the time of day', () => {
  const at = Date.UTC(2026, 0, 1, 0, 5, 9, 340);
  expect([formats.clock(at), formats.fineClock(at), formats.minuteClock(at)]).toEqual(['00:05:09', '00:05:09.3', '00:05']);
});

it('counts in groups of three', () => expect(formats.count(12_345)).toBe('12,345'));

describe('fill', () => {
  const check = (template: string, values: readonly (string | number)[], expected: string) => expect(fill(template, ...values)).toBe(expected);
  it('puts values where they belong', () => check('{1} of {0}', ['all', 3], '3 of all'));
  it('puts a value in as often as it is asked for', () => check('{0}{0}', ['a'], 'aa'));
  it('leaves what has no value', () => check('{0} {2}', ['a'], 'a {2}'));
  it('takes values as they are', () => check('{0}', ['{1} $&'], '{1} $&'));
});
