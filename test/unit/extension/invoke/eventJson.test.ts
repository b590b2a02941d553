import { expect, it } from 'vitest';
import { jsonProblem } from '../../../../src/extension/invoke/eventJson.ts';

it.each(['{}', 'null', '"text"', ' [1, 2]\n', '{"a": {"b": "\\u00e9"}}'])('%s is JSON', (text) => {
  expect(jsonProblem(text)).toBeUndefined();
});

it.each([
  { text: '', line: 0, column: 0, reason: 'ValueExpected' },
  { text: '{"a": 1,}', line: 0, column: 8, reason: 'PropertyNameExpected' },
  { text: '{\n  "a": 1\n  "b": 2\n}', line: 2, column: 2, reason: 'CommaExpected' },
  { text: '{\n  // no\n}', line: 1, column: 2, reason: 'InvalidCommentToken' },
  { text: "{'a': 1}", line: 0, column: 1, reason: 'InvalidSymbol' },
  { text: '{} {}', line: 0, column: 3, reason: 'EndOfFileExpected' },
  { text: '{"a": "b', line: 0, column: 6, reason: 'UnexpectedEndOfString' },
  { text: '{"a": undefined}', line: 0, column: 6, reason: 'InvalidSymbol' },
])('$text is not: $reason at $line:$column', ({ text, line, column, reason }) => {
  expect(jsonProblem(text)).toMatchObject({ line, column, reason });
});

it('refuses what JSON.parse refuses, whatever the other parser thinks', () => {
  expect(jsonProblem('"a\tb"')).toMatchObject({ line: 0 });
  expect(jsonProblem('01')).toMatchObject({ line: 0 });
});
