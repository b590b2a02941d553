import { describe, expect, test } from 'vitest';
import { FilterError } from '../../../../../src/runner/logs/filter/filterError.ts';
import { compileFilter } from '../../../../../src/runner/logs/filter/filterPattern.ts';

const messages = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[ERROR 420] INVALID ARGUMENTS',
  '[INFO] 200 ok',
  'INTERNAL SERVER ERROR\tat line 7\n',
];

/** CloudWatch Logs User Guide, "Filter pattern syntax": which of the messages each pattern finds. */
describe('terms', () => {
  test.each<[string, number[]]>([
    ['', [0, 1, 2, 3, 4, 5]],
    ['ERROR', [0, 1, 2, 3, 5]],
    ['error', []],
    ['ERROR ARGUMENTS', [2, 3]],
    ['"INTERNAL SERVER ERROR"', [5]],
    ['?ERROR ?INFO', [0, 1, 2, 3, 4, 5]],
    ['?INTERNAL ?INFO', [4, 5]],
    ['?INTERNAL ?INFO ARGUMENTS', [2, 3]],
    ['ERROR -ARGUMENTS', [0, 1, 5]],
    ['-"[ERROR 4" -INFO', [5]],
    ['%AUTHORIZED%', [1]],
    ['%4[01][0-9]%', [0, 1, 2]],
    ['-%^.ERROR%', [4, 5]],
    ['"at line"   7', [5]],
    [String.raw`"say \"x\""`, []],
  ])('%s', (pattern, found) => {
    const filter = compileFilter(pattern);
    expect(messages.flatMap((message, index) => (filter(message) ? index : []))).toEqual(found);
  });
});

const event = JSON.stringify({
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  'cluster.name': 'c',
  user: { id: 1, email: 'John.Stiles@example.com', name: '' },
  coordinates: [0, 1, 1.5e3],
  status: '404',
});

/** The same guide's examples of JSON, and what is near them. */
describe('JSON selectors', () => {
  test.each<[string, boolean]>([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{$.eventType="UpdateTrail"}', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{ $.eventType != "UpdateTrail" }', false],
    ['{ $.sourceIPAddress != "123.123.*" }', true],
    ['{ $.sourceIPAddress = 111.111.* }', true],
    ['{ $.nothing != "x" }', false],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[1] = "value" }', false],
    ['{ $.arrayKey[*] = "another value" }', true],
    ['{ $.objectList[1].id = 2 }', true],
    ['{ $.objectList[*].id = 3 }', false],
    ['{ $.SomeObject IS NULL }', true],
    ['{ $.SomeOtherObject NOT EXISTS }', true],
    ['{ $.SomeObject NOT EXISTS }', false],
    ['{ $.ThisFlag IS TRUE }', true],
    ['{ $.ThisFlag IS FALSE }', false],
    ['{ ($.user.id = 1) && ($.user.email = "John*") }', true],
    ['{ $.user.id = 2 && $.objectList[0].name = "a" || $.ThisFlag IS TRUE }', true],
    ['{ $.user.id = 2 && ($.objectList[0].name = "a" || $.ThisFlag IS TRUE) }', false],
    ['{ $.coordinates[2] > 1.4e3 && $.coordinates[2] <= 1500 }', true],
    ['{ $.status >= 400 && $.status < 404 }', false],
    ['{ $.status = 4* }', true],
    ["{ $.['cluster.name'] = \"c\" }", true],
    ['{ $.user.email = %@example[.]com$% }', true],
    ['{ $.user.name = "*" }', true],
    ['{ $.user.constructor = "*" }', false],
    ['{ }', true],
  ])('%s: %s', (pattern, expected) => {
    expect(compileFilter(pattern)(event)).toBe(expected);
  });

  test('find nothing in what is no JSON', () => {
    const filter = compileFilter('{ $.a NOT EXISTS }');
    expect(['plain', '{"a":', '"text"', '7', '[]', '{}\n'].map((text) => filter(text))).toEqual([false, false, false, false, true, true]);
  });
});

describe('fields', () => {
  const line = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

  test.each<[string, boolean]>([
    ['[ip, server, user, timestamp, request, status, bytes]', true],
    ['[ip, server, user, timestamp, request, status]', false],
    ['[ip, server, user, timestamp, request, status = 4*, bytes > 1000]', true],
    ['[ip, server, user, timestamp, request = "*index*", status = 200, bytes]', false],
    ['[ip, ..., status = 404, bytes]', true],
    ['[ip != 10.*, ..., bytes <= 1533]', false],
    ['[ip = %127[.]0% || ip = x, ...]', true],
    ['[..., bytes=1534]', true],
    ['[a, b, c, d, e, f, g, ..., h]', false],
  ])('%s: %s', (pattern, expected) => {
    expect(compileFilter(pattern)(line)).toBe(expected);
  });
});

test.each<[string, string]>([
  ['{ $.a = 1', "If a filter pattern starts with '{' it must end with '}'"],
  ['[a', "If a filter pattern starts with '[' it must end with ']'"],
  ['?Status: timeout', "Invalid character(s) in term ':'"],
  ['a(b)', "Invalid character(s) in term '('"],
  ['*', "Invalid character(s) in term '*'"],
  ['"open', 'A quotation mark is missing in the filter pattern'],
  ['%(a)%', "Invalid character(s) in term '('"],
  ['{ $.a = 1 ) }', "Invalid character(s) in term ')'"],
  ['{ $.a > "x" }', 'The operator > wants a number'],
  ['{ $.a = }', 'The filter pattern ends too early'],
  ['{ a = 1 }', "Invalid character(s) in term 'a'"],
])('%s is refused', (pattern, message) => {
  expect(() => compileFilter(pattern)).toThrow(new FilterError(message));
});
