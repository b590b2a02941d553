import { expect, test } from 'vitest';
import { compileFilter } from '../../../../../src/runner/logs/filter/filterPattern.ts';
import { regularExpression } from '../../../../../src/runner/logs/filter/regularExpression.ts';

const sources = [
  'a', '^a', 'a$', '^a$', '^', '$', '', 'a|b', '^a|b$', 'ab*c', 'ab+c', 'ab?c', 'a.c', '.*', '^.*$', 'a{2}', 'a{2,}b', 'a{1,3}b', 'a{0}b', '^a{0,2}$',
  '[abc]', '[^abc]', '[a-c]+d', '[]', String.raw`[\]]`, String.raw`\d+`, String.raw`\D`, String.raw`\w+\s\w+`, String.raw`\S+$`, String.raw`\.`, String.raw`\$$`,
  String.raw`a\|b`, '[a|b]c', 'a*b*c*', 'a*a*b', '^a*?b', String.raw`\x41`, 'x{', 'a}', 'a]', 'b{1,2}|^$', String.raw`\\$`, 'é', 'abcabcabcabcabcabcabcabcabcabcabcd', 'a{40}b',
];
const texts = [
  '', 'a', 'b', 'aa', 'ab', 'abc', 'ac', 'abbbc', 'aab', 'aaab', 'aaaab', 'xabcx', 'abcd', 'a.c', 'a\nc', 'a1 b2', '12', ' ', '$', 'a$', 'a|b', '|c', 'ac\n', 'A', ']', 'x{', 'a}', 'a]',
  '\\', 'é', '日本', 'abcabcabcabcabcabcabcabcabcabcabcd', `${'a'.repeat(40)}b`, `${'a'.repeat(39)}b`, `${'a'.repeat(70)}b`,
];

test.each(sources)('%s finds what a regular expression finds', (source) => {
  const wanted = (): RegExp | undefined => (/é/.test(source) || source === '[]' ? undefined : new RegExp(source));
  const expected = wanted();
  if (expected === undefined) return expect(() => regularExpression(source)).toThrow();
  const expression = regularExpression(source);
  expect(texts.filter((text) => expression.test(text))).toEqual(texts.filter((text) => expected.test(text)));
});

test.each(['a{2,1}', 'a{3000}', 'a{999}a{999}a{999}', '*', 'a**', 'a|+', '[b-a]', '['])('%s is none', (source) => {
  expect(() => regularExpression(source)).toThrow('Invalid regular expression');
});

/** Each would take a backtracking engine minutes at the least. */
test.each<[string, string]>([
  ['%a*a*a*a*a*a*a*a*b%', 'a'.repeat(250_000)],
  ['%[a-z]+[a-z0-9]+[a-z0-9.]+@%', 'a'.repeat(250_000)],
  [`%${'a?'.repeat(500)}b%`, 'a'.repeat(250_000)],
  ['%x.*y.*z$%', 'xy'.repeat(125_000)],
  ['%a{1,900}b%', 'a'.repeat(250_000)],
  [`{ $.a = "${'*a'.repeat(60)}b" }`, JSON.stringify({ a: 'a'.repeat(250_000) })],
  ['[a, b]', '[ '.repeat(120_000)],
  ['[a, b]', '" '.repeat(120_000)],
  ['[a, b]', '\\" '.repeat(80_000)],
])('%s takes no longer than the text is long', (pattern, text) => {
  const before = performance.now();
  expect(compileFilter(pattern)(text)).toBe(false);
  expect(performance.now() - before).toBeLessThan(10_000);
});

test.each<[string, boolean]>([
  ['a*', true],
  ['*c', true],
  ['a*b*c', true],
  ['*b*', true],
  ['**', true],
  ['abc*c', false],
  ['*bc*c', false],
  ['b*', false],
])('a value with wildcards: %s', (wanted, found) => {
  expect(compileFilter(`{ $.a = "${wanted}" }`)('{"a":"abc"}')).toBe(found);
});
