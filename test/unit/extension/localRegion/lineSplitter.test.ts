import { expect, it } from 'vitest';
import { LineSplitter } from '../../../../src/extension/localRegion/lineSplitter.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

it.each([
  { what: 'one line', chunks: [bytes('a\n')], lines: ['a'] },
  { what: 'a line over chunks', chunks: [bytes('a'), bytes('b'), bytes('c\nd\n')], lines: ['abc', 'd'] },
  { what: 'line ends of Windows, cut in two', chunks: [bytes('a\r'), bytes('\nb\r\n')], lines: ['a', 'b'] },
  { what: 'a character cut in two', chunks: [bytes('€').slice(0, 1), bytes('€\n').slice(1)], lines: ['€'] },
  { what: 'empty lines', chunks: [bytes('\n\na\n')], lines: ['', '', 'a'] },
  { what: 'a last line without an end', chunks: [bytes('a\nb')], lines: ['a', 'b'] },
  { what: 'nothing', chunks: [], lines: [] },
])('splits $what', ({ chunks, lines }) => {
  const seen: string[] = [];
  const splitter = new LineSplitter((line) => seen.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  expect(seen).toEqual(lines);
});
