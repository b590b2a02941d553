import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jacksonLocation, jsonProblem } from '../../../src/lambda/payload.ts';

describe('the first mistake in JSON', () => {
  test.each([
    ['{"a": 1,}', 8, "Unexpected character ('}' (code 125)): was expecting double-quote to start field name"],
    ['{a: 1}', 1, "Unexpected character ('a' (code 97)): was expecting double-quote to start field name"],
    ['[1 2]', 3, "Unexpected character ('2' (code 50)): was expecting comma to separate entries"],
    ['{"a" 1}', 5, "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"],
    ['{"a": 1', 7, 'Unexpected end-of-input'],
    ['', 0, 'Unexpected end-of-input'],
    ['hello', 0, "Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"],
    ['{} x', 3, "Unexpected character ('x' (code 120)): expected no more content"],
    ['\u0099', 0, "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"],
    ['{"a": 01}', 6, "Unexpected character ('0' (code 48)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"],
    ['[1}', 2, "Unexpected character ('}' (code 125)): was expecting comma to separate entries"],
  ])('%j', (text, offset, message) => {
    expect(jsonProblem(text)).toEqual({ message, offset });
  });

  test('is undefined for what is JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => jsonProblem(text) === undefined));
  });

  test('is found for whatever is not, inside the text or at its end', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json().map((text) => text.slice(0, -1))), (text) => {
        const problem = jsonProblem(text);
        if (problem === undefined) expect(() => JSON.parse(text)).not.toThrow();
        else expect(problem.offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

test('the location is one-based, by lines', () => {
  expect(jacksonLocation('{\n  x', 4)).toContain('line: 2, column: 3]');
});
