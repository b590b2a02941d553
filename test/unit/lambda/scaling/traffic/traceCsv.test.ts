import { describe, expect, test } from 'vitest';
import { parseTrace } from '../../../../../src/lambda/scaling/traffic/traceCsv.ts';

describe('traces of CSV', () => {
  test.each<[string, string, number, number[]]>([
    ['one count a line', '1\n2\n3\n', 60, [1, 2, 3]],
    ['with a heading', 'count\r\n1\r\n2', 60, [1, 2]],
    ['seconds', 'time,count\n0,5\n10,6\n20,7', 10, [5, 6, 7]],
    ['gaps have none', '0,5\n10,6\n40,7', 10, [5, 6, 0, 0, 7]],
    ['milliseconds since 1970', '1760000000000;5\n1760000001000;6', 1, [5, 6]],
    ['dates', 'Timestamp\tInvocations\n2026-01-31T12:00:00Z\t5\n2026-01-31T12:01:00Z\t6', 60, [5, 6]],
    ['dates without a zone, over the change to summer time', '2026-03-29 00:00\t5\n2026-03-29 06:00\t6\n2026-03-29 12:00\t6', 21_600, [5, 6, 6]],
    ['dates with an offset', '2026-01-31T12:00:00+02:00,5\n2026-01-31T10:05:00Z,6', 300, [5, 6]],
    ['quotes, empty lines, remarks and a byte order mark', '\uFEFF# of May\n"time","count"\n\n"0","5"\n"30","1.5"\n', 30, [5, 1.5]],
    ['a single time', '0,5', 60, [5]],
  ])('%s', (_title, text, stepSeconds, counts) => {
    expect(parseTrace(text)).toEqual({ type: 'trace', stepSeconds, counts });
  });

  test('the step of counts alone can be given', () => {
    expect(parseTrace('1', 300).stepSeconds).toBe(300);
  });

  test.each<[string, string, number]>([
    ['nothing', '', 1],
    ['a heading alone', 'time,count\n', 1],
    ['no number', '1\ntwo', 2],
    ['a negative number', '1\n\n-2', 3],
    ['no time', '0,1\nnoon,1', 2],
    ['times out of order', '10,1\n5,1', 2],
    ['a time twice', '5,1\n5,1', 2],
    ['other columns', '5,1\n6,1,1', 2],
    ['three columns', '5,1,1', 1],
    ['times that do not fit a step', '0,1\n10,1\n25,1', 3],
    ['an empty count', '0,1\n10,', 2],
    ['an endless number of steps', '0,1\n1,1\n99999999,1', 3],
  ])('%s is an error of its line', (_title, text, line) => {
    expect(() => parseTrace(text)).toThrow(expect.objectContaining({ code: 'TRACE_INVALID', details: { line }, message: expect.stringContaining(`Line ${line}: `) }));
  });
});
