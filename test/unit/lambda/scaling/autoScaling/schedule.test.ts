import { describe, expect, test } from 'vitest';
import { bounded, changedBounds } from '../../../../../src/lambda/scaling/autoScaling/bounds.ts';
import { parseSchedule, type ScheduleTimes } from '../../../../../src/lambda/scaling/autoScaling/schedule.ts';

const createdAt = Date.parse('2026-03-01T10:00:00Z');

/** The next times after `from`, in UTC. */
function runs(expression: string, from: string, count: number, more: Partial<ScheduleTimes> = {}): string[] {
  const schedule = parseSchedule({ expression, createdAt, ...more });
  if (typeof schedule === 'string') return [schedule];
  const found: string[] = [];
  let at: number | undefined = Date.parse(from);
  while (found.length < count && (at = schedule.next(at)) !== undefined) found.push(new Date(at).toISOString().replace(':00.000Z', ''));
  return found;
}

describe('cron', () => {
  const from = '2026-11-21T19:44:30Z'; // A Saturday.

  test.each<readonly [string, readonly string[]]>([
    ['30 6 ? * MON *', ['2026-11-23T06:30', '2026-11-30T06:30']],
    ['0 10 * * ? *', ['2026-11-22T10:00', '2026-11-23T10:00']],
    ['15 12 * * ? *', ['2026-11-22T12:15', '2026-11-23T12:15']],
    ['0 18 ? * MON-FRI *', ['2026-11-23T18:00', '2026-11-24T18:00']],
    ['0 8 1 * ? *', ['2026-12-01T08:00', '2027-01-01T08:00']],
    ['0/15 * * * ? *', ['2026-11-21T19:45', '2026-11-21T20:00']],
    ['*/20 8-9 ? * 2-6 *', ['2026-11-23T08:00', '2026-11-23T08:20', '2026-11-23T08:40', '2026-11-23T09:00']],
    ['0 9 ? * 2#1 *', ['2026-12-07T09:00', '2027-01-04T09:00']],
    ['0 9 ? * 6L *', ['2026-11-27T09:00', '2026-12-25T09:00']],
    ['0 9 ? * L *', ['2026-11-28T09:00', '2026-12-05T09:00']],
    ['0 9 L * ? *', ['2026-11-30T09:00', '2026-12-31T09:00']],
    ['0 9 LW JAN,feb ? *', ['2027-01-29T09:00', '2027-02-26T09:00']],
    ['0 9 15W * ? *', ['2026-12-15T09:00', '2027-01-15T09:00', '2027-02-15T09:00', '2027-03-15T09:00', '2027-04-15T09:00', '2027-05-14T09:00']],
    ['0 9 1W 8 ? *', ['2027-08-02T09:00', '2028-08-01T09:00']],
    ['0 9 1W 5 ? 2027', ['2027-05-03T09:00']],
    ['0 0 29 2 ? *', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['0 10,22 ? * SUN 2027/2', ['2027-01-03T10:00', '2027-01-03T22:00']],
    ['45 19 21 NOV ? 2026', ['2026-11-21T19:45']],
    ['0 0 1 1 ? 1990-1999', []],
    ['0 0 31 2 ? *', []],
  ])('cron(%s)', (fields, expected) => {
    expect(runs(`cron(${fields})`, from, Math.max(1, expected.length))).toEqual(expected);
  });

  test.each([
    '0 10 * * * *', // One of the days is `?`.
    '0 10 ? * ? *',
    '0 10 * * ?',
    '0 10 * * ? * *',
    '60 10 * * ? *',
    '0 24 * * ? *',
    '0 10 32 * ? *',
    '0 10 0W * ? *',
    '0 10 ? * 8 *',
    '0 10 ? * 2#6 *',
    '0 10 ? FOO MON *',
    '0/0 10 * * ? *',
    '30-10 10 * * ? *',
    '1-2-3 10 * * ? *',
    ', 10 * * ? *',
    '',
  ])('refuses cron(%s)', (fields) => {
    expect(runs(`cron(${fields})`, from, 1)).toEqual(['expression']);
  });

  test('goes by the clock of its time zone, over the changes of the clocks', () => {
    const timeZone = 'Europe/Berlin';
    expect(runs('cron(0 8 * * ? *)', '2026-03-27T12:00:00Z', 3, { timeZone })).toEqual(['2026-03-28T07:00', '2026-03-29T06:00', '2026-03-30T06:00']);
    // 02:30 is left out on 29 March, and comes twice on 25 October.
    expect(runs('cron(30 2 * * ? *)', '2026-03-28T00:00:00Z', 3, { timeZone })).toEqual(['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30']);
    expect(runs('cron(30 2 * * ? *)', '2026-10-24T00:00:00Z', 3, { timeZone })).toEqual(['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']);
    expect(runs('cron(0 0 ? * MON *)', from, 1, { timeZone: 'Pacific/Tahiti' })).toEqual(['2026-11-23T10:00']);
    expect(runs('cron(0 0 ? * MON *)', from, 1, { timeZone: 'Etc/GMT+9' })).toEqual(['2026-11-23T09:00']);
  });

  test('with a start runs then, and none after the end', () => {
    const startTime = Date.parse('2026-11-22T08:20:00Z');
    const endTime = Date.parse('2026-11-23T11:00:00Z');
    expect(runs('cron(0 10 * * ? *)', from, 9, { startTime, endTime })).toEqual(['2026-11-22T08:20', '2026-11-22T10:00', '2026-11-23T10:00']);
  });
});

describe('rate', () => {
  test('counts from its creation, or from its start', () => {
    expect(runs('rate(5 minutes)', '2026-03-01T10:00:00Z', 2)).toEqual(['2026-03-01T10:05', '2026-03-01T10:10']);
    expect(runs('rate(1 hour)', '2026-03-03T10:30:00Z', 2)).toEqual(['2026-03-03T11:00', '2026-03-03T12:00']);
    const startTime = Date.parse('2026-03-02T00:00:00Z');
    expect(runs('rate(1 day)', '2026-03-01T10:00:00Z', 2, { startTime })).toEqual(['2026-03-02T00:00', '2026-03-03T00:00']);
    expect(runs('rate(1 day)', '2026-03-01T10:00:00Z', 9, { startTime, endTime: startTime + 1 })).toEqual(['2026-03-02T00:00']);
  });

  test.each(['rate(1 minutes)', 'rate(2 minute)', 'rate(0 minutes)', 'rate(-1 minutes)', 'rate(5 weeks)', 'rate(1.5 hours)', 'rate()'])('refuses %s', (text) => {
    expect(runs(text, '2026-03-01T10:00:00Z', 1)).toEqual(['expression']);
  });
});

describe('at', () => {
  test('runs once, at the time of its zone', () => {
    expect(runs('at(2026-12-24T18:00:00)', '2026-11-21T00:00:00Z', 3)).toEqual(['2026-12-24T18:00']);
    expect(runs('at(2026-12-24T18:00:00)', '2026-11-21T00:00:00Z', 3, { timeZone: 'America/New_York' })).toEqual(['2026-12-24T23:00']);
    expect(runs('at(2026-12-24T18:00:00)', '2026-12-24T18:00:00Z', 3)).toEqual([]);
  });

  test.each(['at(2026-12-24)', 'at(2026-02-30T18:00:00)', 'at(2026-12-24T18:00:00Z)', 'at(2026-12-24T25:00:00)', 'in(5)', '', 'cron 0 10 * * ? *'])(
    'refuses %s',
    (text) => {
      expect(runs(text, '2026-03-01T10:00:00Z', 1)).toEqual(['expression']);
    },
  );
});

test.each(['Mars/Olympus', '+01:00', ''])('refuses the time zone %j', (timeZone) => {
  expect(runs('rate(1 day)', '2026-03-01T10:00:00Z', 1, { timeZone })).toEqual(['timeZone']);
});

test('a change of bounds takes one or both, and none that cross', () => {
  const bounds = { minimum: 2, maximum: 8 };
  expect(changedBounds(bounds, { minimum: 5 })).toEqual({ minimum: 5, maximum: 8 });
  expect(changedBounds(bounds, { minimum: 9, maximum: 12 })).toEqual({ minimum: 9, maximum: 12 });
  expect(changedBounds(bounds, { maximum: 1 })).toBeUndefined();
  expect([1, 5, 9].map((capacity) => bounded(capacity, bounds))).toEqual([2, 5, 8]);
});

describe('where clocks are put back', () => {
  test.each(['Antarctica/Troll', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York'])('in %s, what comes next is always later', (timeZone) => {
    const schedule = parseSchedule({ expression: 'cron(0/10 * * * ? *)', createdAt, timeZone });
    if (typeof schedule === 'string') throw new Error(schedule);
    for (const day of ['2026-04-04', '2026-10-24', '2026-10-31']) {
      const from = Date.parse(`${day}T00:00:00Z`);
      for (let at = from; at < from + 2 * 86_400_000; at += 7 * 60_000) expect(schedule.next(at)).toBeGreaterThan(at);
    }
  });
});
