import * as v from 'valibot';
import { expect, test } from 'vitest';

import { recordOf } from '../../../../src/runner/store/recordOf.ts';

const texts = recordOf(v.string());

test('every key is kept as a member of its own', () => {
  const text = '{"constructor":"a","prototype":"b","__proto__":"c","toString":"d","":"e","é":"f"}';
  const parsed = v.parse(texts, JSON.parse(text));
  expect(JSON.stringify(parsed)).toBe(text);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
});

const none: readonly unknown[] = [null, [], ['a'], 'a', 1, undefined, { a: 1 }, { constructor: {} }, { a: null }];

test.each(none.map((value) => ({ value })))('$value is none', ({ value }) => {
  expect(v.safeParse(texts, value).success).toBe(false);
});

test('members are read by their schema', () => {
  expect(v.parse(recordOf(v.pipe(v.string(), v.toUpperCase())), { a: 'x' })).toEqual({ a: 'X' });
});
