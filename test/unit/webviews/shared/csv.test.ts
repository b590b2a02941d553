import { expect, it } from 'vitest';
import { csvText } from '../../../../webviews/shared/csv.ts';

it('quotes what has commas, quotes or line ends, and ends each line with CR LF', () =>
  expect(csvText([['a', 'b,c', 'd"e'], ['f\ng', '', 'h']])).toBe('a,"b,c","d""e"\r\n"f\ng",,h\r\n'));

it.each([['=1+1', "'=1+1"], ['@x', "'@x"], ['+49', "'+49"], ['-x', "'-x"], ['\tx', "'\tx"], ['-5', '-5'], ['a=b', 'a=b']])('writes %j as no formula', (text, written) =>
  expect(csvText([[text]])).toBe(`${written}\r\n`));
