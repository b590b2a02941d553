import { expect, test } from 'vitest';
import { traceIdOf, traceRoot } from '../../../src/lambda/traceId.ts';

const hex = (digits: number): string => '0123456789abcdef01234567'.slice(0, digits);
const now = Date.UTC(2026, 10, 21);
const fresh = `Root=1-${(now / 1000).toString(16)}-0123456789abcdef01234567`;
const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';

test.each([
  ['none', undefined, false, `${fresh};Parent=0123456789abcdef;Sampled=0`],
  ['none, traced actively', undefined, true, `${fresh};Parent=0123456789abcdef;Sampled=1`],
  ['a whole one', `${root};Parent=53995c3f42cd8ad8;Sampled=1`, false, `${root};Parent=53995c3f42cd8ad8;Sampled=1`],
  ['a decision against it', `${root};Sampled=0`, true, `${root};Parent=0123456789abcdef;Sampled=0`],
  ['no decision', `root=${root.slice(5)}; Sampled=?`, true, `${root};Parent=0123456789abcdef;Sampled=1`],
  ['nonsense', 'Root=1-5759e988', false, `${fresh};Parent=0123456789abcdef;Sampled=0`],
])('%s', (_what, given, active, expected) => {
  expect(traceIdOf(given, { active, now, hex })).toBe(expected);
});

test('the trace alone', () => {
  expect(traceRoot(`${root};Parent=53995c3f42cd8ad8;Sampled=1`)).toBe(root);
});
