import { isUtf8 } from 'node:buffer';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { jacksonLocation } from '../../../src/lambda/payload.ts';
import { payloadProblem } from '../../../src/lambda/payloadBytes.ts';
import { firstInvalidByte } from '../../../src/lambda/utf8Check.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

test.each<[string, Uint8Array, string | undefined, number?]>([
  ['JSON', bytes('{"ä":"€😀"}'), undefined],
  ['a wrong byte where a value begins', bytes(0x99), "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 1],
  ['a wrong byte in a string', bytes('"', 0x87, '"'), 'Invalid UTF-8 start byte 0x87', 3],
  ['a character that is cut', bytes('"', 0xe2, '("'), 'Invalid UTF-8 middle byte 0x28', 4],
  ['a wrong byte behind an earlier mistake', bytes('[nope,"', 0x87, '"]'), "Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 2],
  ['a long writing', bytes('"', 0xc0, 0x80, '"'), 'Invalid UTF-8 start byte 0xc0', 3],
])('%s', (_name, payload, message, column) => {
  const problem = payloadProblem(payload, isUtf8(payload) ? Buffer.from(payload).toString() : undefined);
  expect(problem?.message).toBe(message);
  if (problem !== undefined) expect(jacksonLocation(problem.text, problem.offset)).toContain(`column: ${column}]`);
});

test('bytes are told to be UTF-8 where a decoder takes them', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const taken = (all: Uint8Array): boolean => {
    try {
      decoder.decode(all);
      return true;
    } catch {
      return false;
    }
  };
  const byte = fc.oneof(fc.constantFrom(0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0x9f, 0xa0, 0x90, 0x8f), fc.nat(255));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 8 }), (all) => {
      expect(firstInvalidByte(Uint8Array.from(all)) === undefined).toBe(taken(Uint8Array.from(all)));
    }),
    { numRuns: 2_000 },
  );
});
