import { expect, it } from 'vitest';
import { LineSplitter } from '../../../src/common/lineSplitter.ts';

it.each([
  { what: 'one line', chunks: ['a\n'], lines: ['a'] },
  { what: 'a line over chunks', chunks: ['a', 'b', 'c\nd\n'], lines: ['abc', 'd'] },
  { what: 'line ends of Windows, cut in two', chunks: ['a\r', '\nb\r\n'], lines: ['a', 'b'] },
  { what: 'empty lines', chunks: ['\n\na\n'], lines: ['', '', 'a'] },
  { what: 'a last line without an end', chunks: ['a\nb'], lines: ['a', 'b'] },
  { what: 'nothing', chunks: [], lines: [] },
])('splits $what', ({ chunks, lines }) => {
  const seen: string[] = [];
  const splitter = new LineSplitter((line) => seen.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  expect(seen).toEqual(lines);
});
