import { expect, it } from 'vitest';
import { annotationLines } from '../../../../../webviews/scaling/exports/annotationLines.ts';

it.each([
  [[], 10, []],
  [['one', 'two', 'three'], 8, ['one two', 'three']],
  [['a very long one', 'b'], 5, ['a very long one', 'b']],
] as const)('words %j on lines of %i', (words, room, lines) => expect(annotationLines(words, room, ({ length }) => length, ' ')).toEqual(lines));
